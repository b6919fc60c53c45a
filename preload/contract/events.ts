import type { CatchUp } from './peers';
import type { Refusal } from './refusal';

/** Something that this node did or met. Similar ones of a peer within a second are one, whose count grows. */
export interface NodeEvent {
  /** Counts up from 1 at each start. */
  seq: number;
  /** When it began. */
  at: number;
  /**
   * Written here: `set`, `deleted`. Entries of a link: `sent`, `received`, and `merged`, those among them that were new.
   * `refused`: a write, a link or entries, by either side. `conflict`: keys that came into conflict; the peer is the other
   * writer, unless there are several. `backup` and `restored`: entries written to a backup, and those of one that were
   * new here. `restamped`: entries that were stamped ahead and have the present time now. `new-id`: this node took one, as
   * another node has the old one. `paused` and `resumed`: a peer, or `count` of them where none is named.
   * `in-sync`: with a peer, for the first time over a link.
   */
  kind:
    | 'set'
    | 'deleted'
    | 'sent'
    | 'received'
    | 'merged'
    | 'refused'
    | 'conflict'
    | 'backup'
    | 'backup-failed'
    | 'restored'
    | 'restamped'
    | 'new-id'
    | 'paused'
    | 'resumed'
    | 'link-up'
    | 'in-sync'
    | 'link-down';
  /** Name and handle of the peer concerned; `null` where there is none, or several. */
  peer: string | null;
  peerId: string | null;
  /** Of `sent`: how many peers were sent the same at once. */
  peers: number;
  /** The key concerned, the first of several. */
  key: string | null;
  /** How many entries, keys or refusals. */
  count: number;
  /** Of `refused`, `backup-failed` and `link-down`; `null` where this node closed a link that did well. */
  why: Refusal | null;
  /** Of `in-sync`. */
  catchUp: CatchUp | null;
}
