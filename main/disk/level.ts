import { ClassicLevel } from 'classic-level';
import type { Entry } from '../store/entry';
import { fromTuple, toTuple } from '../store/tuple';
import type { Batch, Disk } from './disk';
import { rowId } from './row';

/** Entries read at once: large enough to be fast, small enough to leave the event loop within a few ms. */
const CHUNK = 1000;
/** Bytes that a chunk may take; LevelDB's default of 16 KiB would cut it at some 200 entries. */
const CHUNK_BYTES = 1024 * 1024;

type Operation = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };
interface Waiter {
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * LevelDB in a folder. Entries under `e/`, notes under `n/`. Writes are synced, and those that come while one is under
 * way go together in the next (group commit: DeWitt et al. 1984), so that many small writes cost few syncs.
 */
export class LevelDisk implements Disk {
  readonly #db: ClassicLevel<string, string>;
  #pending: Operation[] = [];
  #waiters: Waiter[] = [];
  #writing: Promise<void> | null = null;

  private constructor(db: ClassicLevel<string, string>) {
    this.#db = db;
  }

  /** @throws Error whose `cause.code` is `LEVEL_LOCKED` where another process holds the folder */
  static async open(folder: string): Promise<LevelDisk> {
    const db = new ClassicLevel<string, string>(folder, { keyEncoding: 'utf8', valueEncoding: 'utf8' });
    await db.open();
    return new LevelDisk(db);
  }

  async *entries(): AsyncGenerator<readonly Entry[]> {
    const rows = this.#db.values({ gt: 'e/', lt: 'e0', highWaterMarkBytes: CHUNK_BYTES });
    try {
      for (let chunk = await rows.nextv(CHUNK); chunk.length > 0; chunk = await rows.nextv(CHUNK)) {
        yield chunk.map((row) => fromTuple(JSON.parse(row)));
      }
    } finally {
      await rows.close();
    }
  }

  write({ put, drop }: Batch): Promise<void> {
    for (const entry of drop) this.#pending.push({ type: 'del', key: `e/${rowId(entry)}` });
    for (const entry of put) {
      this.#pending.push({ type: 'put', key: `e/${rowId(entry)}`, value: JSON.stringify(toTuple(entry)) });
    }
    return this.#flushed();
  }

  async readNote(name: string): Promise<unknown> {
    const text = await this.#db.get(`n/${name}`);
    return text === undefined ? undefined : JSON.parse(text);
  }

  writeNote(name: string, value: unknown): Promise<void> {
    this.#pending.push({ type: 'put', key: `n/${name}`, value: JSON.stringify(value) });
    return this.#flushed();
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#db.close();
  }

  #flushed(): Promise<void> {
    const done = new Promise<void>((resolve, reject) => this.#waiters.push({ resolve, reject }));
    this.#writing ??= this.#drain().finally(() => {
      this.#writing = null;
    });
    return done;
  }

  async #drain(): Promise<void> {
    while (this.#waiters.length > 0) {
      const operations = this.#pending;
      const waiters = this.#waiters;
      this.#pending = [];
      this.#waiters = [];
      await this.#db.batch(operations, { sync: true }).then(
        () => waiters.forEach((waiter) => waiter.resolve()),
        (error: unknown) => waiters.forEach((waiter) => waiter.reject(error)),
      );
    }
  }
}
