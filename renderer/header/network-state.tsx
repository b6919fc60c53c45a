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

/** A link goes through several states within that time; only where it arrives is news. */
const SETTLED_MS = 1000;

/** Reads the state out when it has become better or worse, not whenever a number in it changes. */
function useAnnounced({ text, tone }: Words): void {
  const said = useRef(tone);
  const words = useRef(text);
  useEffect(() => {
    words.current = text;
  }, [text]);
  useEffect(() => {
    if (said.current === tone) return;
    const timer = setTimeout(() => {
      said.current = tone;
      announce(words.current);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [tone]);
}
