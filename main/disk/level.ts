import { setImmediate as turn } from 'node:timers/promises';
import { ClassicLevel, type OpenOptions } from 'classic-level';
import type { Numbered } from '../store/database';
import { Refused } from '../store/refusal';
import { Damaged, unopened, unread } from './damaged';
import { type Batch, type Disk, FINGERPRINT, type Haste } from './disk';
import { numberRows } from './number-rows';
import { CHUNK, ENTRIES, NOTES, noteKey, readRows, rowKey, rowText } from './row';

/** A row to put, or to delete where there is no value. */
interface Operation {
  readonly key: string;
  readonly value: string | null;
}
interface Waiter {
  readonly operations: readonly Operation[];
  /** What the disk holds then; `null` where that is not known, `undefined` where it holds what it did. */
  readonly fingerprint: string | null | undefined;
  resolve(): void;
  reject(error: unknown): void;
}

/** Rows that are written at once, unless one write has more: handed over to LevelDB in some 5 ms. */
const MAX_GROUP = 2000;
/** Rows of peers wait so long for a write that somebody waits for: five syncs a second cost a disk next to nothing. */
const SOON_MS = 200;

/** Of LevelDB: a small buffer has it write tables and compact them often; it makes what is missing unless told not to. */
export type LevelOptions = Pick<OpenOptions, 'writeBufferSize' | 'maxFileSize' | 'createIfMissing'>;

/**
 * LevelDB in a folder. Entries under `f/` and their number in the feed, notes under `n/`. Writes are synced, and those
 * that come while one is under way go together in the next (group commit: DeWitt et al. 1984), so that many small writes
 * cost few syncs.
 */
export class LevelDisk implements Disk {
  readonly #db: ClassicLevel<string, string>;
  #waiters: Waiter[] = [];
  /** Rows of those that wait. */
  #size = 0;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  /** What every write is told since one has failed. */
  #broken: Refused | null = null;

  private constructor(db: ClassicLevel<string, string>) {
    this.#db = db;
  }

  /** @throws Damaged; Error whose `cause.code` is `LEVEL_LOCKED` where another process holds the folder */
  static async open(folder: string, options: LevelOptions = {}): Promise<LevelDisk> {
    const db = new ClassicLevel<string, string>(folder, { ...options, keyEncoding: 'utf8', valueEncoding: 'utf8' });
    try {
      await db.open();
      await readable(numberRows(db));
    } catch (error) {
      await db.close();
      throw unopened(error);
    }
    return new LevelDisk(db);
  }

  async *entries(): AsyncGenerator<readonly Numbered[]> {
    const rows = this.#db.iterator(ENTRIES);
    try {
      let next = rows.nextv(CHUNK);
      for (let chunk = await next; chunk.length > 0; chunk = await next) {
        // LevelDB reads on a thread of its own while this one takes in what was read before.
        next = rows.nextv(CHUNK);
        // An error is thrown where it is awaited; whoever ends before that does not mind.
        next.catch(() => {});
        yield readRows(chunk);
      }
    } catch (error) {
      throw unread(error);
    } finally {
      await rows.close();
    }
  }

  write({ put, drop, fingerprint }: Batch, haste: Haste = 'now'): Promise<void> {
    const rows = put.map((entry) => ({ key: rowKey(entry.seq), value: rowText(entry) }));
    const dropped = drop.map((seq) => ({ key: rowKey(seq), value: null }));
    return this.#write(drop.length === 0 ? rows : [...rows, ...dropped], haste, fingerprint ?? null);
  }

  /** All notes by name. @throws Damaged */
  async notes(): Promise<Record<string, unknown>> {
    const rows = await readable(this.#db.iterator(NOTES).all());
    return Object.fromEntries(rows.map(([key, text]) => [key.slice(noteKey('').length), parsed(text)]));
  }

  /** @throws Damaged */
  async readNote(name: string): Promise<unknown> {
    const text = await readable(this.#db.get(noteKey(name)));
    return text === undefined ? undefined : parsed(text);
  }

  writeNote(name: string, value: unknown): Promise<void> {
    return this.#write([{ key: noteKey(name), value: JSON.stringify(value) }], 'now');
  }

  async reopen(): Promise<void> {
    await this.#writing;
    await this.#db.close();
    // A folder that is gone must not become an empty database without the notes.
    await this.#db.open({ createIfMissing: false });
    this.#broken = null;
  }

  async close(): Promise<void> {
    this.#start();
    await this.#writing;
    await this.#db.close();
  }

  #write(operations: readonly Operation[], haste: Haste, fingerprint?: string | null): Promise<void> {
    if (this.#broken !== null) return Promise.reject(this.#broken);
    const done = new Promise<void>((resolve, reject) =>
      this.#waiters.push({ operations, fingerprint, resolve, reject }),
    );
    this.#size += operations.length;
    if (haste === 'now' || this.#size >= MAX_GROUP) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), SOON_MS);
    return done;
  }

  #start(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiters.length > 0) this.#writing ??= this.#drain();
  }

  /**
   * After a write that failed LevelDB takes others, though its log may hold half a record, behind which a later start
   * sees nothing; after a sync that failed it takes none. So all that wait fail, until the database was opened again.
   */
  async #drain(): Promise<void> {
    while (this.#waiters.length > 0) {
      // Those whose write was just acknowledged write their next in this turn: else they would wait for a sync of their own.
      await turn();
      const group = this.#nextGroup();
      try {
        await this.#commit(group);
        for (const waiter of group) waiter.resolve();
      } catch (error) {
        this.#broken = refusal(error);
        for (const waiter of [...group, ...this.#waiters.splice(0)]) waiter.reject(this.#broken);
        this.#size = 0;
      }
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
    this.#size -= size;
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
    const fingerprint = group.findLast((waiter) => waiter.fingerprint !== undefined)?.fingerprint;
    if (typeof fingerprint === 'string') batch.put(noteKey(FINGERPRINT), JSON.stringify(fingerprint));
    else if (fingerprint === null) batch.del(noteKey(FINGERPRINT));
    await batch.write({ sync: true });
  }
}

function refusal(cause: unknown): Refused {
  return new Refused(
    'disk',
    `The disk did not take it (${String(cause)}); see that it has space and is well, then set it again.`,
    { cause },
  );
}

/** Whether another process holds the database. */
export function isLocked(error: unknown): boolean {
  return (error as { cause?: { code?: unknown } }).cause?.code === 'LEVEL_LOCKED';
}

async function readable<T>(reading: Promise<T>): Promise<T> {
  return reading.catch((error) => {
    throw unread(error);
  });
}

function parsed(note: string): unknown {
  try {
    return JSON.parse(note);
  } catch (cause) {
    throw new Damaged('a note cannot be read', { cause });
  }
}
