import type { Batch, Haste } from '../../main/disk/disk';
import type { Numbered } from '../../main/store/contents';
import type { Entry } from '../../main/store/entry';
import { toTuple } from '../../main/store/tuple';
import type { Prng } from './prng';
import type { Schedule } from './schedule';

/** As in main/disk/level.ts. */
const SOON_MS = 200;

interface Waiting {
  readonly put: readonly (readonly [seq: number, row: string])[];
  readonly drop: readonly number[];
  readonly note?: { readonly name: string; readonly text: string };
  readonly done: () => void;
}

/** All rows of a disk as they were at one moment. */
export interface Image {
  readonly rows: ReadonlyMap<number, string>;
  readonly notes: ReadonlyMap<string, string>;
}

/** A disk as `LevelDisk` is one: rows by id, synced in groups. What was not synced is gone after a crash. */
export class SimDisk {
  /** The longest that a sync takes, ms. */
  slowest = 10;
  #rows = new Map<number, string>();
  #notes = new Map<string, string>();
  #waiting: Waiting[] = [];
  #syncing: Waiting[] | null = null;

  constructor(
    readonly schedule: Schedule,
    readonly prng: Prng,
    readonly readRow: (row: string) => Entry,
  ) {}

  write({ put, drop }: Batch, haste: Haste, done: () => void): void {
    this.#enqueue({ put: put.map((entry) => [entry.seq, JSON.stringify(toTuple(entry))]), drop, done }, haste);
  }

  #enqueue(waiting: Waiting, haste: Haste): void {
    const group = this.#waiting;
    group.push(waiting);
    if (haste === 'now') this.#start(group);
    else if (group.length === 1) this.schedule.in(SOON_MS, () => this.#start(group));
  }

  /** Unless the group is on its way, or gone with a crash. */
  #start(group: readonly Waiting[]): void {
    if (this.#syncing === null && group === this.#waiting) this.#sync();
  }

  entries(): Numbered[] {
    return [...this.#rows].map(([seq, row]) => ({ ...this.readRow(row), seq }));
  }

  readNote(name: string): unknown {
    const note = this.#notes.get(name);
    return note === undefined ? undefined : JSON.parse(note);
  }

  /** Goes the way of the writes before it. */
  writeNote(name: string, value: unknown): void {
    const note = { name, text: JSON.stringify(value) };
    this.#enqueue({ put: [], drop: [], note, done: () => {} }, 'now');
  }

  /** The sync under way may have come through, but nobody is told. */
  crash(): void {
    if (this.#syncing !== null && this.prng.chance(0.5)) this.#store(this.#syncing);
    this.#syncing = null;
    this.#waiting = [];
  }

  image(): Image {
    return { rows: new Map(this.#rows), notes: new Map(this.#notes) };
  }

  restore({ rows, notes }: Image): void {
    this.#rows = new Map(rows);
    this.#notes = new Map(notes);
  }

  #sync(): void {
    const group = this.#waiting;
    this.#waiting = [];
    this.#syncing = group;
    this.schedule.in(this.prng.whole(1, this.slowest), () => {
      if (this.#syncing !== group) return;
      this.#syncing = null;
      this.#store(group);
      for (const { done } of group) done();
      if (this.#waiting.length > 0 && this.#syncing === null) this.#sync();
    });
  }

  #store(group: readonly Waiting[]): void {
    for (const { put, drop, note } of group) {
      for (const [seq, row] of put) this.#rows.set(seq, row);
      for (const seq of drop) this.#rows.delete(seq);
      if (note !== undefined) this.#notes.set(note.name, note.text);
    }
  }
}
