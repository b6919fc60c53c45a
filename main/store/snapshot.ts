import type { Version } from './record';
import type { Key } from './text';

/** What a snapshot reads: a database. */
interface Source {
  readonly fingerprint: string;
  readonly feed: { readonly head: number; readonly size: number };
  winners(): Iterable<Version>;
}

/**
 * What a database held at one moment, read bit by bit while it changes. Nothing is copied but what changes meanwhile: of
 * each such key the versions that it had, which are immutable but for their history.
 */
export class Snapshot {
  readonly fingerprint: string;
  /** How many versions there are. */
  readonly size: number;
  readonly #head: number;
  readonly #before = new Map<Key, readonly Version[]>();

  constructor(
    readonly source: Source,
    /** Ends the telling of changes; to be called once the snapshot was read. */
    readonly close: () => void,
  ) {
    this.fingerprint = source.fingerprint;
    this.size = source.feed.size;
    this.#head = source.feed.head;
  }

  /** To be told before anything changes in a key. @param winner what it has until now */
  changes(winner: Version): void {
    if (winner.seq > this.#head || this.#before.has(winner.key)) return;
    this.#before.set(winner.key, [winner, ...winner.history]);
  }

  /** For each key its winner, then its history, highest first. To be read once, or `winners` is. */
  *versions(): Generator<Version> {
    for (const winner of this.source.winners()) {
      const before = this.#before.get(winner.key);
      if (before !== undefined) yield* before;
      else if (this.#has(winner)) yield* [winner, ...winner.history];
    }
  }

  /** For each key its winner. */
  *winners(): Generator<Version> {
    for (const winner of this.source.winners()) {
      const [before] = this.#before.get(winner.key) ?? [];
      if (before !== undefined) yield before;
      else if (this.#has(winner)) yield winner;
    }
  }

  /** Of a key that did not change, all are as old as its winner; a key that is new was not there. */
  #has(winner: Version): boolean {
    return winner.seq <= this.#head;
  }
}
