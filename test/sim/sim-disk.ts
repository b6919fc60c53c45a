import type { Batch } from '../../main/disk/disk';
import { rowId } from '../../main/disk/row';
import type { Entry } from '../../main/store/entry';
import { fromTuple, toTuple } from '../../main/store/tuple';
import type { Prng } from './prng';
import type { Schedule } from './schedule';

interface Waiting {
  readonly batch: Batch;
  readonly done: () => void;
}

/** All rows of a disk as they were at one moment. */
export type Image = ReadonlyMap<string, string>;

/** A disk as `LevelDisk` is one: rows by id, synced in groups. What was not synced is gone after a crash. */
export class SimDisk {
  /** The longest that a sync takes, ms. */
  slowest = 10;
  #rows = new Map<string, string>();
  #waiting: Waiting[] = [];
  #syncing: Waiting[] | null = null;

  constructor(
    readonly schedule: Schedule,
    readonly prng: Prng,
  ) {}

  write(batch: Batch, done: () => void): void {
    this.#waiting.push({ batch, done });
    if (this.#syncing === null) this.#sync();
  }

  entries(): Entry[] {
    return [...this.#rows.values()].map((row) => fromTuple(JSON.parse(row)));
  }

  /** The sync under way may have come through, but nobody is told. */
  crash(): void {
    if (this.#syncing !== null && this.prng.chance(0.5)) this.#store(this.#syncing);
    this.#syncing = null;
    this.#waiting = [];
  }

  image(): Image {
    return new Map(this.#rows);
  }

  restore(image: Image): void {
    this.#rows = new Map(image);
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
    for (const { batch } of group) {
      for (const entry of batch.drop) this.#rows.delete(rowId(entry));
      for (const entry of batch.put) this.#rows.set(rowId(entry), JSON.stringify(toTuple(entry)));
    }
  }
}
