import type { PeerStatus } from '../bridge';

/** Who is there, and whom the user paused: that card stays under the pointer. */
const UPPER: ReadonlySet<PeerStatus['state']> = new Set([
  'in-sync',
  'syncing',
  'silent',
  'linking',
  'course',
  'clock-wrong',
  'paused',
]);

/**
 * The order of the cards: who is there, then whom this node knows by itself, before whom others told of; of each the newest
 * first, so that whom one has just linked is on top. `away` are those that nobody waits for and that cannot be reached.
 */
export function shelve(peers: readonly PeerStatus[]): { shown: PeerStatus[]; away: PeerStatus[] } {
  const newestFirst = [...peers].reverse();
  const isAway = (peer: PeerStatus): boolean => peer.away && peer.state === 'unreachable';
  const shown = newestFirst.filter((peer) => !isAway(peer)).sort((a, b) => rank(a) - rank(b));
  return { shown, away: newestFirst.filter(isAway) };
}

function rank({ state, learnedFrom }: PeerStatus): number {
  return (UPPER.has(state) ? 0 : 2) + (learnedFrom === null ? 0 : 1);
}
