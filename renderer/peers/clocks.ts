import type { PeerStatus } from '../bridge';

/** Entries further ahead are refused. */
const MAX_SKEW_MS = 5 * 60 * 1000;

/** Whether entries of this node, which another clock stamped, wait here for their time to come there. */
export function waitsHere(peer: PeerStatus): boolean {
  return peer.state === 'clock-wrong' && (peer.ahead ?? 0) < 0 && !areClocksApart(peer);
}

/** Whether one of the two clocks is wrong now; if not, one was, when it stamped the entries that are refused. */
export function areClocksApart({ skew, ahead }: PeerStatus): boolean {
  return Math.abs(skew ?? ahead ?? 0) > MAX_SKEW_MS;
}
