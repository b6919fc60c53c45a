import type { Numbered } from '../../main/store/contents';
import type { Entry } from '../../main/store/entry';
import { check } from './failure';
import type { Prng } from './prng';

/** What a batch of `SimLevel` writes. */
export interface Rows {
  readonly put: readonly (readonly [seq: number, row: string])[];
  readonly drop: readonly number[];
  /** Texts by name; `null` for one that is to go. */
  readonly notes: readonly (readonly [name: string, text: string | null])[];
}

/** All rows of a disk as they were at one moment. */
export interface Image {
  readonly rows: ReadonlyMap<number, string>;
  readonly notes: ReadonlyMap<string, string>;
}

/** What is synced on a disk, whatever becomes of the process that wrote it; and what ails the disk. */
export class SimDisk {
  /** The longest that a sync takes, ms. */
  slowest = 10;
  /** It takes nothing. */
  isFull = false;
  /** So many of the next things done with it fail, and then each with this probability. */
  failures = 0;
  unreliable = 0;
  /** How often what it holds has changed. */
  changes = 0;
  #rows = new Map<number, string>();
  #notes = new Map<string, string>();

  constructor(
    readonly prng: Prng,
    readonly readRow: (row: string) => Entry,
  ) {}

  get isWell(): boolean {
    return !this.isFull && this.failures === 0 && this.unreliable === 0;
  }

  heal(): void {
    Object.assign(this, { slowest: 10, isFull: false, failures: 0, unreliable: 0 });
  }

  /** Whether what is done with it now fails. A full disk can be read, and mostly opened. */
  fails(takesSpace: boolean): boolean {
    if (this.isFull && (takesSpace || this.prng.chance(0.3))) return true;
    if (this.failures === 0) return this.unreliable > 0 && this.prng.chance(this.unreliable);
    this.failures -= 1;
    return true;
  }

  has(seq: number): boolean {
    return this.#rows.has(seq);
  }

  get numbers(): number[] {
    return [...this.#rows.keys()];
  }

  /** In the order of their numbers. */
  entries(): Numbered[] {
    const rows = [...this.#rows].sort(([a], [b]) => a - b);
    return rows.map(([seq, row]) => ({ ...this.readRow(row), seq }));
  }

  readNote(name: string): unknown {
    const note = this.#notes.get(name);
    return note === undefined ? undefined : JSON.parse(note);
  }

  store({ put, drop, notes }: Rows): void {
    this.changes += 1;
    for (const [seq, row] of put) {
      check(!this.#rows.has(seq), () => `An entry is put onto a disk twice: ${seq}, ${row}`);
      this.#rows.set(seq, row);
    }
    for (const seq of drop) this.#rows.delete(seq);
    for (const [name, text] of notes) {
      if (text === null) this.#notes.delete(name);
      else this.#notes.set(name, text);
    }
  }

  image(): Image {
    return { rows: new Map(this.#rows), notes: new Map(this.#notes) };
  }

  restore({ rows, notes }: Image): void {
    this.changes += 1;
    this.#rows = new Map(rows);
    this.#notes = new Map(notes);
  }
}
