import { type ReactElement, useState } from 'react';
import { acceptInNewNode, acceptInvitation, declineInvitation } from '../actions/invitations';
import type { Invitation, Refusal, Status } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';

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

  const join = async (): Promise<void> => {
    if (joining) return;
    setJoining(true);
    setFailed(null);
    setFailed(await acceptInvitation(question, invitation));
    setJoining(false);
  };

  return (
    <>
      {joining && <progress className="link-progress" aria-label={text.peers.linking} />}
      <p className="message bad" role="alert" data-testid="join-error" title={failed?.message ?? ''}>
        {failed !== null && (
          <>
            <Icon name="warning" />
            {text.refusals[failed.code]}
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
          onClick={() => {
            if (!joining) void acceptInNewNode(question);
          }}
          aria-disabled={joining}
        >
          {words.inNewNode}
        </button>
        {fits && (
          <button type="button" className="button primary" onClick={() => void join()} aria-disabled={joining}>
            {joining ? text.peers.linking : words.accept}
          </button>
        )}
      </div>
    </>
  );
}
