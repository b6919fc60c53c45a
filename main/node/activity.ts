import type { Events } from '../net/events';
import type { Applied, Database } from '../store/database';
import type { Entry } from '../store/entry';
import { Refused } from '../store/refusal';
import { type NodeId, writerOf } from '../store/stamp';
import type { Key } from '../store/text';

const NONE: ReadonlySet<Key> = new Set();

/** Records the outcomes of writes and merges as events. */
export class Activity {
  constructor(
    readonly events: Events,
    readonly database: Database,
    readonly nameOf: (id: NodeId) => string,
  ) {}

  /** A write here. @param key the first that it set */
  wrote(key: Key | undefined, { added }: Applied): void {
    const kind = added[0]?.value === null ? 'deleted' : 'set';
    if (!this.events.grew(kind, null, added.length)) this.events.add(kind, { key: key ?? null, count: added.length });
  }

  /** Entries here, of these keys, were given the present time. */
  restamped([key]: readonly Key[], { added }: Applied): void {
    if (key !== undefined && added.length > 0) this.events.add('restamped', { key, count: added.length });
  }

  /** A write here that failed. */
  refused(key: Key | undefined, why: unknown, count = 1): void {
    if (why instanceof Refused) this.events.add('refused', { key: key ?? null, why, count });
  }

  /** Entries of a peer, or (`null`) of a backup. @throws ClockWrong */
  merge(entries: readonly Entry[], from: NodeId | null): Applied {
    const before = this.#inConflict(entries);
    const applied = this.database.merge(entries, from);
    const [first] = applied.added;
    if (first === undefined) return applied;
    const count = applied.added.length;
    if (from !== null && !this.events.grew('merged', from, count)) {
      this.events.add('merged', { ...this.#peer(from), key: first.key, count });
    }
    if (this.database.conflicted.size === 0) return applied;
    const news = [...this.#inConflict(applied.added)].filter((key) => !before.has(key));
    if (news[0] !== undefined) this.events.add('conflict', { ...this.#rival(news), key: news[0], count: news.length });
    return applied;
  }

  /** The other writer of what is in conflict, whoever passed it on; nobody if there are several. */
  #rival(keys: readonly Key[]): { peer?: string; peerId?: string } {
    const { database } = this;
    const entries = keys.flatMap((key) => [database.winner(key), ...database.conflicts(key)]);
    const writers = new Set(entries.flatMap((entry) => (entry === undefined ? [] : writerOf(entry.stamp.node).node)));
    writers.delete(database.clock.node);
    const [rival, ...others] = writers;
    return this.#peer(others.length > 0 ? null : (rival ?? null));
  }

  #peer(from: NodeId | null): { peer?: string; peerId?: string } {
    return from === null ? {} : { peer: this.nameOf(from), peerId: from };
  }

  /** The keys of a batch that are in conflict; costs nothing if no key is, as nearly always. */
  #inConflict(entries: readonly Entry[]): ReadonlySet<Key> {
    const { conflicted } = this.database;
    if (conflicted.size === 0) return NONE;
    return new Set(entries.map(({ key }) => key).filter((key) => conflicted.has(key)));
  }
}
