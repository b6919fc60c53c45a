import type { PeerStatus } from '../bridge';

/** The states of peers that are there. */
const UPPER: ReadonlySet<PeerStatus['state']> = new Set([
  'in-sync',
  'syncing',
  'silent',
  'linking',
  'course',
  'clock-wrong',
]);

const AWAY: ReadonlySet<PeerStatus['state']> = new Set(['unreachable', 'paused']);

/** Of a class: 'Node 2' before 'Node 10', 'Élise' beside 'Eliott'. */
const names = new Intl.Collator(undefined, { numeric: true });

/**
 * The order of the cards: who is there, then whom this node knows by itself, before whom others told of. Of the former the
 * newest first, so that whom one has just linked is on top; of the latter, of whom a class makes many at once, by name.
 * `away` are those that nobody waits for, and that cannot be reached or are paused: so to pause all brings up nobody that was
 * not there.
 */
export function shelve(peers: readonly PeerStatus[]): { shown: PeerStatus[]; away: PeerStatus[] } {
  const newestFirst = [...peers].reverse();
  const isAway = (peer: PeerStatus): boolean => peer.away && AWAY.has(peer.state);
  const shown = newestFirst
    .filter((peer) => !isAway(peer))
    .sort((a, b) => rank(a) - rank(b) || (isTold(a) ? byName(a, b) : 0));
  return { shown, away: newestFirst.filter(isAway).sort(byName) };
}

function byName(a: PeerStatus, b: PeerStatus): number {
  return names.compare(a.name ?? a.address, b.name ?? b.address);
}

/** Whether others told of it, rather than that this node met it. */
function isTold({ learnedFrom }: PeerStatus): boolean {
  return learnedFrom !== null;
}

function rank(peer: PeerStatus): number {
  const isUpper = UPPER.has(peer.state) || (peer.state === 'paused' && wasThere(peer));
  return (isUpper ? 0 : 2) + (isTold(peer) ? 1 : 0);
}

/** Whether a paused peer was there when the user paused it: its card stays under the pointer. */
function wasThere({ lastSeen, lastError }: PeerStatus): boolean {
  return lastSeen !== null && (lastError === null || lastError.at <= lastSeen);
}
