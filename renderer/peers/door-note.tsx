import type { ReactElement } from 'react';
import type { Status } from '../bridge';
import { exactTime } from '../format';
import { useText } from '../i18n';
import { whyWords } from './peer-words';

/** Tells that somebody was turned away who is no peer, and so has no card. */
export function DoorNote({ door: { refused, last } }: { door: Status['door'] }): ReactElement | null {
  const text = useText();
  if (last === null) return null;
  const more = [last.message, last.host, exactTime(last.at, text)].join('\n');
  return (
    <p className="peers-foot quiet" data-testid="door" title={more}>
      {text.peers.doorRefused(refused, whyWords(last.code, text))}
    </p>
  );
}
