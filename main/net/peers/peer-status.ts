import { MAX_AHEAD_MS } from '../../store/clock';
import type { Reason } from '../../store/refusal';
import type { Rule } from '../../store/rule';
import type { CatchUp } from '../events';
import type { TrafficCount } from '../wire/traffic';
import type { Session } from './session';

/** How a peer is doing, as the window, the command line and `status` show it. Times in ms since 1970. */
export interface PeerStatus {
  id: string;
  name: string | null;
  address: string;
  /**
   * `silent`: linked, and nothing comes though something is due. `idle`: known, and not dialled, as there are links
   * enough; one that could not be reached is idle only where a linked node says that it is linked to it. `paused`: by the
   * user of this node; `paused-there`: by that of the peer.
   */
  state:
    | 'linking'
    | 'syncing'
    | 'in-sync'
    | 'silent'
    | 'course'
    | 'clock-wrong'
    | 'other-rule'
    | 'unreachable'
    | 'idle'
    | 'paused'
    | 'paused-there';
  why: Reason | null;
  toReceive: number;
  toSend: number;
  total: number;
  latency: number | null;
  skew: number | null;
  /** How far the entries are stamped ahead, ms, that are refused here, or, negative, there; they wait for their time. */
  ahead: number | null;
  /** Over the present link. */
  traffic: TrafficCount | null;
  linkedSince: number | null;
  /** Over the present link, or, without one or until then, over the last one on which the two were in sync. */
  catchUp: CatchUp | null;
  /** The peer's, as it last told it: 32 hex digits. */
  fingerprint: string | null;
  /** Changes that a course node did not take, over the present link, and the key of the last. */
  refused: number;
  refusedKey: string | null;
  /** When something last came from it. */
  lastSeen: number | null;
  /** Why a link to it last failed or was lost, or entries were refused; it outlives the next link. */
  lastError: (Reason & { at: number }) | null;
  learnedFrom: string | null;
  /** Whether nobody waits for it: there is no link, and it was told of by others alone, or, not paused, not seen for a day. */
  away: boolean;
  /** When the next dial is due, or, while one is under way, now; `null` where none is to come. */
  nextTry: number | null;
  rule: Rule | null;
}

/**
 * Whether entries are refused, here or there, as stamped ahead, though the two clocks agree: they wait for their time, and
 * another clock, or this one before it was set right, has stamped them.
 */
export function isHeldUp({ state, skew }: PeerStatus): boolean {
  return state === 'clock-wrong' && skew !== null && Math.abs(skew) <= MAX_AHEAD_MS;
}

/** Of a peer without a link. */
export const NO_LINK = {
  state: 'linking',
  why: null,
  toReceive: 0,
  toSend: 0,
  total: 0,
  latency: null,
  skew: null,
  ahead: null,
  traffic: null,
  fingerprint: null,
  refused: 0,
  refusedKey: null,
  nextTry: null,
  rule: null,
} as const satisfies Partial<PeerStatus>;

/** What a link tells of its peer. */
export function sessionStatus(session: Session): Partial<PeerStatus> {
  if (session.kind === 'course') {
    return { state: 'course', traffic: session.socket.traffic.count(), ...session.sync.status() };
  }
  const { inSync, clockWrong, toReceive, toSend, total, latency, skew, theirs } = session.sync.status();
  return {
    ...{ toReceive, toSend, total, latency },
    state: session.pulse.isSuspect ? 'silent' : inSync ? 'in-sync' : clockWrong !== null ? 'clock-wrong' : 'syncing',
    skew,
    ahead: clockWrong,
    fingerprint: theirs,
    traffic: session.link.traffic.count(),
  };
}
