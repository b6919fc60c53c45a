import type { Line, Version } from './record';
import type { Key } from './text';

/** What a snapshot reads: a database. */
interface Source {
  readonly fingerprint: string;
  readonly feed: { readonly head: number; readonly size: number };
  keys(): Iterable<Key>;
  winner(key: Key): Version | undefined;
  versions(key: Key): Line;
}

/**
 * What a database held at one moment, read bit by bit while it changes. Only what changes meanwhile is copied: the
 * earlier versions of each such key.
 */
export class Snapshot {
  readonly fingerprint: string;
  /** How many versions there are. */
  readonly size: number;
  readonly #head: number;
  readonly #before = new Map<Key, Line>();

  constructor(
    readonly source: Source,
    /** Stops following changes. Call once the snapshot was read. */
    readonly close: () => void,
  ) {
    this.fingerprint = source.fingerprint;
    this.size = source.feed.size;
    this.#head = source.feed.head;
  }

  /** Call before anything changes in a key. @param line what it has until now */
  changes(line: Line): void {
    const [winner] = line as [Version];
    if (winner.seq > this.#head || this.#before.has(winner.key)) return;
    this.#before.set(winner.key, line);
  }

  /** For each key its winner, then its history, highest first. To be read once, or `winners` is. */
  *versions(): Generator<Version> {
    for (const key of this.source.keys()) {
      const line = this.#before.get(key) ?? this.source.versions(key);
      if (this.#wasThere(line[0])) yield* line;
    }
  }

  /** For each key its winner. */
  *winners(): Generator<Version> {
    for (const key of this.source.keys()) {
      const winner = this.#before.get(key)?.[0] ?? this.source.winner(key);
      if (this.#wasThere(winner)) yield winner;
    }
  }

  /** Of a key that did not change, all are as old as its winner; a key that is new was not there. */
  #wasThere(winner: Version | undefined): winner is Version {
    return winner !== undefined && winner.seq <= this.#head;
  }
}
