import type { Events } from './net/events';
import type { Applied, Database } from './store/database';
import type { Entry } from './store/entry';
import { Refused } from './store/refusal';
import type { NodeId } from './store/stamp';
import type { Key } from './store/text';

const NONE: ReadonlySet<Key> = new Set();

/** Writes and merges, with a note among the events of what came of them. */
export class Activity {
  constructor(
    readonly events: Events,
    readonly database: Database,
    readonly nameOf: (id: NodeId) => string,
    /** Throws where nothing may be written here. */
    readonly check: () => void,
  ) {}

  /** A write here, of these keys. @throws what `check` and `write` throw */
  write([key]: readonly Key[], write: () => Applied): Applied {
    try {
      this.check();
      const applied = write();
      const { length: count } = applied.added;
      if (count > 0) this.events.add(applied.added[0]?.value === null ? 'deleted' : 'set', { key: key ?? null, count });
      return applied;
    } catch (error) {
      if (error instanceof Refused) this.events.add('refused', { key: key ?? null, why: error });
      throw error;
    }
  }

  /** Entries of a peer, or (`null`) of a backup. @throws ClockWrong */
  merge(entries: readonly Entry[], from: NodeId | null): Applied {
    const before = this.#inConflict(entries);
    const applied = this.database.merge(entries, from);
    const [first] = applied.added;
    if (first === undefined) return applied;
    const peer = from === null ? {} : { peer: this.nameOf(from), peerId: from };
    if (from !== null) this.events.add('merged', { ...peer, key: first.key, count: applied.added.length });
    if (this.database.conflicted.size === 0) return applied;
    const news = [...this.#inConflict(applied.added)].filter((key) => !before.has(key));
    if (news[0] !== undefined) this.events.add('conflict', { ...peer, key: news[0], count: news.length });
    return applied;
  }

  /** Of a batch's keys, those in conflict; free where no key is, as nearly always. */
  #inConflict(entries: readonly Entry[]): ReadonlySet<Key> {
    const { conflicted } = this.database;
    if (conflicted.size === 0) return NONE;
    return new Set(entries.map(({ key }) => key).filter((key) => conflicted.has(key)));
  }
}
