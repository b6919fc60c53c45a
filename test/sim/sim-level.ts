import { type Batch, type Disk, FINGERPRINT, type Haste } from '../../main/disk/disk';
import type { Numbered } from '../../main/store/contents';
import { Refused } from '../../main/store/refusal';
import { toTuple } from '../../main/store/tuple';
import type { Schedule } from './schedule';
import type { Rows, SimDisk } from './sim-disk';

/** As in main/disk/level.ts. */
const SOON_MS = 200;
/** Entries that are read at once: few, as there are few, so that much happens between the first and the last. */
const MOST_READ = 40;

interface Waiting {
  readonly rows: Rows;
  readonly resolve: () => void;
  readonly reject: (why: Refused) => void;
}

/**
 * What one process has of a disk, as `LevelDisk` is it: writes synced in groups, none after one has failed until it is
 * opened again. What was not synced is gone with the process.
 */
export class SimLevel implements Disk {
  #waiting: Waiting[] = [];
  #syncing: Waiting[] | null = null;
  #broken: Refused | null = null;
  #isGone = false;
  #idle: () => void = () => {};

  constructor(
    readonly disk: SimDisk,
    readonly schedule: Schedule,
    /** Is called whenever the disk has been opened again. */
    readonly reopened: () => void,
  ) {}

  /** What is on its way, oldest first. */
  get underway(): Rows[] {
    return [...(this.#syncing ?? []), ...this.#waiting].map(({ rows }) => rows);
  }

  async *entries(): AsyncGenerator<readonly Numbered[]> {
    const { prng } = this.disk;
    for (const rest = this.disk.entries(); rest.length > 0; ) {
      await this.#passed();
      yield rest.splice(0, prng.whole(0, MOST_READ));
    }
  }

  write({ put, drop, fingerprint }: Batch, haste: Haste = 'now'): Promise<void> {
    const rows = put.map((entry) => [entry.seq, JSON.stringify(toTuple(entry))] as const);
    const note = [FINGERPRINT, fingerprint === undefined ? null : JSON.stringify(fingerprint)] as const;
    return this.#enqueue({ put: rows, drop: [...drop], notes: [note] }, haste);
  }

  async readNote(name: string): Promise<unknown> {
    return this.disk.readNote(name);
  }

  writeNote(name: string, value: unknown): Promise<void> {
    return this.#enqueue({ put: [], drop: [], notes: [[name, JSON.stringify(value)]] }, 'now');
  }

  async reopen(): Promise<void> {
    await this.#rest();
    await this.#passed();
    this.#broken = null;
    this.reopened();
  }

  async close(): Promise<void> {
    if (this.#syncing === null && this.#waiting.length > 0) this.#sync();
    await this.#rest();
    this.#isGone = true;
  }

  /** The process ends at once: the sync under way may have come through, or half of it, but nobody is told. */
  kill(): void {
    this.#isGone = true;
    this.#leave(this.#syncing ?? []);
  }

  #enqueue(rows: Rows, haste: Haste): Promise<void> {
    if (this.#broken !== null) return Promise.reject(this.#broken);
    const group = this.#waiting;
    const done = new Promise<void>((resolve, reject) => group.push({ rows, resolve, reject }));
    if (haste === 'now') this.#start(group);
    else if (group.length === 1) this.schedule.in(SOON_MS, () => this.#start(group));
    return done;
  }

  /** Unless the group is on its way, or gone. */
  #start(group: readonly Waiting[]): void {
    if (this.#syncing === null && group === this.#waiting && group.length > 0) this.#sync();
  }

  #sync(): void {
    const group = this.#waiting;
    this.#waiting = [];
    this.#syncing = group;
    this.schedule.in(this.#took(), () => {
      if (this.#isGone) return;
      this.#syncing = null;
      if (this.disk.fails(true)) this.#fail(group);
      else for (const { rows, resolve } of group) this.#store(rows, resolve);
      this.schedule.stir();
      if (this.#waiting.length > 0) this.#sync();
      else this.#idle();
    });
  }

  #store(rows: Rows, resolve: () => void): void {
    this.disk.store(rows);
    resolve();
  }

  #fail(group: readonly Waiting[]): void {
    this.#leave(group);
    this.#broken = broken();
    for (const { reject } of [...this.#waiting.splice(0), ...group]) reject(this.#broken);
  }

  /** What a sync that did not end well leaves on the disk: its first writes, as many as may be. */
  #leave(group: readonly Waiting[]): void {
    for (const { rows } of group.slice(0, this.disk.prng.whole(0, group.length))) this.disk.store(rows);
  }

  async #rest(): Promise<void> {
    if (this.#syncing === null) return;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
  }

  /** Resolves a while later, unless the process has ended. */
  #passed(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.schedule.in(this.#took(), () => {
        if (this.#isGone) return;
        if (this.disk.fails(false)) reject(broken());
        else resolve();
        this.schedule.stir();
      });
    });
  }

  #took(): number {
    return this.disk.prng.whole(1, this.disk.slowest);
  }
}

function broken(): Refused {
  return new Refused('disk', 'The disk did not take it.', { cause: new Error('ENOSPC') });
}
