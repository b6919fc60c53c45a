import { ClassicLevel } from 'classic-level';
import type { Numbered } from '../store/database';
import { fromTuple, toTuple } from '../store/tuple';
import type { Batch, Disk } from './disk';
import { numberRows } from './number-rows';
import { CHUNK, ENTRIES, rowKey, seqOf } from './row';

/** A row to put, or to delete where there is no value. */
interface Operation {
  readonly key: string;
  readonly value: string | null;
}
interface Waiter {
  readonly operations: readonly Operation[];
  resolve(): void;
  reject(error: unknown): void;
}

/** Rows that are written at once, unless one write has more: handed over to LevelDB in some 5 ms. */
const MAX_GROUP = 2000;

/**
 * LevelDB in a folder. Entries under `f/` and their number in the feed, notes under `n/`. Writes are synced, and those
 * that come while one is under way go together in the next (group commit: DeWitt et al. 1984), so that many small writes
 * cost few syncs.
 */
export class LevelDisk implements Disk {
  readonly #db: ClassicLevel<string, string>;
  #waiters: Waiter[] = [];
  #writing: Promise<void> | null = null;

  private constructor(db: ClassicLevel<string, string>) {
    this.#db = db;
  }

  /** @throws Error whose `cause.code` is `LEVEL_LOCKED` where another process holds the folder */
  static async open(folder: string): Promise<LevelDisk> {
    const db = new ClassicLevel<string, string>(folder, { keyEncoding: 'utf8', valueEncoding: 'utf8' });
    await db.open();
    try {
      await numberRows(db);
    } catch (error) {
      await db.close();
      throw error;
    }
    return new LevelDisk(db);
  }

  async *entries(): AsyncGenerator<readonly Numbered[]> {
    const rows = this.#db.iterator(ENTRIES);
    try {
      for (let chunk = await rows.nextv(CHUNK); chunk.length > 0; chunk = await rows.nextv(CHUNK)) {
        yield chunk.map(([id, row]) => ({ ...fromTuple(JSON.parse(row)), seq: seqOf(id) }));
      }
    } finally {
      await rows.close();
    }
  }

  write({ put, drop }: Batch): Promise<void> {
    const rows = put.map((entry) => ({ key: rowKey(entry.seq), value: JSON.stringify(toTuple(entry)) }));
    return this.#write(drop.length === 0 ? rows : [...rows, ...drop.map((seq) => ({ key: rowKey(seq), value: null }))]);
  }

  async readNote(name: string): Promise<unknown> {
    const text = await this.#db.get(`n/${name}`);
    return text === undefined ? undefined : JSON.parse(text);
  }

  writeNote(name: string, value: unknown): Promise<void> {
    return this.#write([{ key: `n/${name}`, value: JSON.stringify(value) }]);
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#db.close();
  }

  #write(operations: readonly Operation[]): Promise<void> {
    const done = new Promise<void>((resolve, reject) => this.#waiters.push({ operations, resolve, reject }));
    this.#writing ??= this.#drain();
    return done;
  }

  async #drain(): Promise<void> {
    while (this.#waiters.length > 0) {
      const group = this.#nextGroup();
      await this.#commit(group).then(
        () => group.forEach((waiter) => waiter.resolve()),
        (error: unknown) => group.forEach((waiter) => waiter.reject(error)),
      );
    }
    // In the same turn as the last look: who comes later finds nobody at work and begins anew.
    this.#writing = null;
  }

  #nextGroup(): Waiter[] {
    let count = 0;
    let size = 0;
    for (const { operations } of this.#waiters) {
      if (count > 0 && size + operations.length > MAX_GROUP) break;
      size += operations.length;
      count += 1;
    }
    return this.#waiters.splice(0, count);
  }

  /** A chained batch costs a third of the processor time that a list of as many operations does. */
  async #commit(group: readonly Waiter[]): Promise<void> {
    const batch = this.#db.batch();
    for (const { operations } of group) {
      for (const { key, value } of operations) {
        if (value === null) batch.del(key);
        else batch.put(key, value);
      }
    }
    await batch.write({ sync: true });
  }
}
