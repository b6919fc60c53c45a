import type { ReactElement } from 'react';
import type { Status } from '../bridge';
import { useClock } from '../clock';
import { exactTime } from '../format';
import { useText } from '../i18n';
import { Why } from '../ui/why';
import { whyWords } from './peer-words';

/** An older refusal is no news; *Activity* still lists it. */
const NEWS_MS = 10 * 60_000;

/** Says that a node that is not a peer, and so has no card, was turned away lately. */
export function DoorNote({ door: { refused, last } }: { door: Status['door'] }): ReactElement | null {
  const text = useText();
  const isNews = useClock((now) => isDoorNews(last?.at ?? null, now));
  if (last === null || !isNews) return null;
  const more = [last.message, last.host, exactTime(last.at, text)].join('\n');
  return (
    <p className="peers-foot quiet" data-testid="door">
      <Why message={more}>{text.peers.doorRefused(refused, hostWords(last.host), whyWords(last.code, text))}</Why>
    </p>
  );
}

/** As addresses have it: one name for all of this machine's own. */
function hostWords(host: string): string {
  return /^127\.|^::1$/.test(host) ? 'localhost' : host || '?';
}

export function isDoorNews(at: number | null, now: number): boolean {
  return at !== null && Math.abs(now - at) < NEWS_MS;
}
