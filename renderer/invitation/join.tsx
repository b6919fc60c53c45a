import type { ReactElement } from 'react';
import { declineInvitation } from '../actions/invitations';
import type { Status } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { Dialog } from '../ui/dialog';
import { Fact } from '../ui/fact';
import { Why } from '../ui/why';
import { networkOf } from './invitation-words';
import { JoinActions } from './join-actions';

/** Asks whether to follow a link, as any page may hold one. */
export function Join({ status }: { status: Status }): ReactElement | null {
  const words = useText().invitation;
  const { invitation } = status;
  if (invitation === null) return null;
  const { question } = invitation;
  return (
    // Keyed, as one that its user has closed is not opened again for the next question.
    <Dialog
      key={question}
      // So that its answers share a line, and none comes under a pointer on another when a message moves them.
      wide
      title={words.join}
      describedBy="join-question"
      onClose={() => void declineInvitation(question)}
    >
      <Question invited={invitation} status={status} />
    </Dialog>
  );
}

interface Props {
  invited: NonNullable<Status['invitation']>;
  status: Status;
}

function Question({ invited: { question, asked }, status }: Props): ReactElement {
  const text = useText();
  if (!asked.ok) {
    return (
      <p id="join-question" className="result bad">
        <Icon name="warning" />
        <Why message={asked.refusal.message}>{text.refusals[asked.refusal.code]}</Why>
      </p>
    );
  }
  const invitation = asked.value;
  const words = text.invitation;
  return (
    <div data-testid="join">
      <div id="join-question">
        <p>{words.invites(networkOf(invitation, text))}</p>
        <dl className="facts join-facts">
          <Fact name={words.at(invitation.addresses.length)}>
            <span className="mono">{invitation.addresses.join(' ')}</span>
          </Fact>
          <Fact name={text.about.rule}>{invitation.rule === 'first' ? text.about.first : text.about.latest}</Fact>
          <Fact name={words.network}>{invitation.private ? words.isPrivate : words.isOpen}</Fact>
        </dl>
        <p>{invitation.rule === status.rule ? words.merges(status.keys) : words.otherRule(status.rule)}</p>
        {invitation.takesKey && invitation.rule === status.rule && (
          <p className="takes-key">{words.takesKey(status.private, status.peers.length)}</p>
        )}
      </div>
      <JoinActions question={question} invitation={invitation} status={status} />
    </div>
  );
}
