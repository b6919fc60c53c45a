import { type ReactElement, useEffect, useRef } from 'react';
import { announce } from '../actions/tell';
import type { Status } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { networkWords, unbroken, type Words } from './network-words';

/** Says whether this copy of the database equals everybody's. */
export function NetworkState({ status }: { status: Status }): ReactElement {
  const words = networkWords(status, useText());
  const why = status.listenProblem?.message;
  useAnnounced(words);
  return (
    <span className={`state ${words.tone}`} data-testid="sync-state" title={why ? `${words.text}\n${why}` : words.text}>
      <Icon name={words.icon} />
      <span className="state-text">{unbroken(words.text)}</span>
    </span>
  );
}

/** Reads the state out when it gets better or worse, not whenever a number in it changes. */
function useAnnounced({ text, tone }: Words): void {
  const said = useRef(tone);
  useEffect(() => {
    if (said.current === tone) return;
    said.current = tone;
    announce(text);
  }, [text, tone]);
}
