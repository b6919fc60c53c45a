import type { Refusal } from './refusal';
import type { Rule } from './status';

export interface PeerStatus {
  /** Stable handle of the peer for `removePeer`, `retryPeer` and `setPaused`. */
  id: string;
  /** `null` until its name is known. */
  name: string | null;
  address: string;
  /**
   * `silent`: linked, but nothing comes though something is due; it is dialled beside the link. `idle`: known but not
   * dialled, as there are enough links, and, if it could not be reached, linked to a linked node; `retryPeer` dials it
   * anyway. `paused`: by this node's user; `paused-there`: by
   * the peer's.
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
  /** Why it is `unreachable` or `paused-there`; of a `course` node, what its script does wrong, if anything; else `null`. */
  why: Refusal | null;
  /** Entries still to receive and to send, and how many the transfer under way began with. */
  toReceive: number;
  toSend: number;
  total: number;
  latency: number | null;
  /** How far its clock is ahead of ours (negative: behind); `null` if unknown. */
  skew: number | null;
  /**
   * How far the entries are stamped ahead, ms, that are refused here, or, negative, there, until their time comes;
   * `null` where none is.
   */
  ahead: number | null;
  /** What went over the present link; `null` without one. */
  traffic: Traffic | null;
  /** Since when the present link is up. */
  linkedSince: number | null;
  /** How it reached sync over the present link or, without one or until then, over the last link that did. */
  catchUp: CatchUp | null;
  /** The first 8 hex digits of the fingerprint that it last sent over the present link. */
  fingerprint: string | null;
  /** Changes that a course node did not take, deletions too, over the present link, and the key of the last. */
  refused: number;
  refusedKey: string | null;
  /** When something last came from it. */
  lastSeen: number | null;
  /** Why a link to it last failed or was lost, or entries were refused, and when; kept when the next link is up. */
  lastError: (Refusal & { at: number }) | null;
  /** Name of the peer from which this one was learned; `null` where a user added it. */
  learnedFrom: string | null;
  /** Whether nobody waits for it: there is no link, and it is known only from others, or, not paused, was not seen for a day. */
  away: boolean;
  /** When the next try to link is due, or now while one is under way; `null` where none is planned. */
  nextTry: number | null;
  /** Its rule, if that differs from this node's. */
  rule: Rule | null;
}

/** Socket.IO messages and the bytes of their payload, without transport overhead. */
export interface Traffic {
  messagesIn: number;
  messagesOut: number;
  bytesIn: number;
  bytesOut: number;
}

/** How the two ends of a link reached sync. */
export interface CatchUp {
  /** From link up until their fingerprints were equal. */
  ms: number;
  /** Entries received and sent over it meanwhile. */
  received: number;
  sent: number;
}
