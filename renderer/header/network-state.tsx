import type { ReactElement } from 'react';
import type { Status } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { networkWords } from './network-words';

/** Whether this copy of the database is the same as everybody's, in words. */
export function NetworkState({ status }: { status: Status }): ReactElement {
  const words = networkWords(status, useText());
  return (
    <span
      className={`state ${words.tone}`}
      role="status"
      data-testid="sync-state"
      title={status.listenProblem?.message ?? words.text}
    >
      <Icon name={words.icon} />
      <span className="state-text">{words.text}</span>
    </span>
  );
}
