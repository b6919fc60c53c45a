import { type ReactElement, useRef, useState } from 'react';
import { acceptInNewNode, acceptInvitation, declineInvitation } from '../actions/invitations';
import type { Invitation, Refusal, Status } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { Why } from '../ui/why';

interface Props {
  question: number;
  invitation: Invitation;
  status: Status;
}

/** The answers to an invitation, the progress, and why joining failed. */
export function JoinActions({ question, invitation, status }: Props): ReactElement {
  const text = useText();
  const words = text.invitation;
  const [joining, setJoining] = useState(false);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const fits = invitation.rule === status.rule;

  const isAgreed = useRef(false);

  /** The dialog stays a moment longer than its question: a second click would agree to one that is gone. */
  const agree = async (answer: () => Promise<boolean>): Promise<void> => {
    if (isAgreed.current) return;
    isAgreed.current = true;
    isAgreed.current = await answer();
  };
  const join = async (): Promise<boolean> => {
    setJoining(true);
    setFailed(null);
    const why = await acceptInvitation(question, invitation);
    setFailed(why);
    setJoining(false);
    return why === null;
  };

  return (
    <>
      {joining && <progress className="link-progress" aria-label={text.peers.linking} />}
      <p className="message bad" role="alert" data-testid="join-error">
        {failed !== null && (
          <>
            <Icon name="warning" />
            <Why message={failed.message}>{text.refusals[failed.code]}</Why>
          </>
        )}
      </p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => void declineInvitation(question)}>
          {words.decline}
        </button>
        <button
          type="button"
          className={fits ? 'button' : 'button primary'}
          onClick={() => void agree(() => acceptInNewNode(question))}
          aria-disabled={joining}
        >
          {words.inNewNode}
        </button>
        {fits && (
          <button type="button" className="button primary" onClick={() => void agree(join)} aria-disabled={joining}>
            {joining ? text.peers.linking : words.accept}
          </button>
        )}
      </div>
    </>
  );
}
