import { setImmediate as turn } from 'node:timers/promises';
import { ClassicLevel, type OpenOptions } from 'classic-level';
import type { Numbered } from '../store/contents';
import { Refused } from '../store/refusal';
import { Damaged, unopened, unread } from './damaged';
import { type Batch, type Disk, ENOUGH, FINGERPRINT, type Haste } from './disk';
import { EntryRows, type Level, type LevelBatch } from './entry-rows';
import { unheld } from './move';
import { numberRows } from './number-rows';
import { NOTES, noteKey } from './row';

/** Writes that go to LevelDB together. */
interface Group {
  readonly batch: LevelBatch;
  /** Entries and notes. */
  size: number;
  /** Numbers in blocks that the group drops. */
  readonly dead: number[];
  /** Of what the disk then holds; `null` if that is not known, `undefined` if it holds what it did. */
  fingerprint: string | null | undefined;
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Most entries written at once, unless one write has more: LevelDB takes some ms for them. */
const MAX_GROUP = 2000;
/** If the disk takes longer for a write, ms, all writes that arrive during one had better share the next sync. */
const QUICK_MS = 2;
/** How long peers' entries wait for a write that is waited for: five syncs a second cost a disk next to nothing. */
const SOON_MS = 200;

/**
 * LevelDB's options: a small buffer makes it write and compact tables often; it creates what is missing unless told not
 * to.
 */
export type LevelOptions = Pick<OpenOptions, 'writeBufferSize' | 'maxFileSize' | 'createIfMissing'>;

/**
 * LevelDB in a folder. Entries under `f/` and their number in the feed, notes under `n/`. Writes are synced, and those
 * that arrive during one go together in the next (group commit: DeWitt et al. 1984), so that many small writes cost few
 * syncs.
 */
export class LevelDisk implements Disk {
  readonly #db: Level;
  readonly #rows: EntryRows;
  /** Those waiting, oldest first. */
  #groups: Group[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | null = null;
  /** How long the last write took, ms. */
  #took = 0;
  /** The error of every write since one has failed. */
  #broken: Refused | null = null;

  private constructor(db: Level) {
    this.#db = db;
    this.#rows = new EntryRows(db);
  }

  /** @throws Damaged; Error whose `cause.code` is `LEVEL_LOCKED` if another process holds the folder */
  static open(folder: string, options: LevelOptions = {}): Promise<LevelDisk> {
    // It replaces its file CURRENT, which another process may read that starts at the same moment.
    return unheld(() => LevelDisk.#open(folder, options));
  }

  static async #open(folder: string, options: LevelOptions): Promise<LevelDisk> {
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
    try {
      yield* this.#rows.read();
    } catch (error) {
      throw unread(error);
    }
  }

  write({ put, drop, fingerprint }: Batch, haste: Haste = 'now'): Promise<void> {
    return this.#add(put.length + drop.length, haste, (group) => {
      this.#rows.put(group.batch, put);
      for (const seq of this.#rows.drop(group.batch, drop)) group.dead.push(seq);
      group.fingerprint = fingerprint ?? null;
    });
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
    return this.#add(1, 'now', ({ batch }) => batch.put(noteKey(name), JSON.stringify(value)));
  }

  async reopen(): Promise<void> {
    await this.#writing;
    await this.#db.close();
    // If the folder is gone, it must not become an empty database without notes.
    await this.#db.open({ createIfMissing: false });
    this.#rows.forget();
    this.#broken = null;
  }

  async close(): Promise<void> {
    this.#start();
    await this.#writing;
    await this.#db.close();
  }

  /** @param size entries or notes that `put` puts into the group */
  #add(size: number, haste: Haste, put: (group: Group) => void): Promise<void> {
    if (this.#broken !== null) return Promise.reject(this.#broken);
    let group: Group;
    try {
      group = this.#groupFor(size, haste === 'now' ? this.#enough : MAX_GROUP);
      put(group);
    } catch (error) {
      // Half of it may already be in a batch with others.
      return Promise.reject(this.#fail(error));
    }
    group.size += size;
    if (haste === 'now' || group.size >= MAX_GROUP) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), SOON_MS);
    return group.done;
  }

  /** The newest group if it has room for that many more, else a new one. */
  #groupFor(size: number, most: number): Group {
    const newest = this.#groups.at(-1);
    if (newest !== undefined && newest.size + size <= most) return newest;
    const group = newGroup(this.#db.batch());
    this.#groups.push(group);
    return group;
  }

  get #enough(): number {
    return this.#took > QUICK_MS ? MAX_GROUP : ENOUGH;
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#groups.length > 0) this.#writing ??= this.#drain();
  }

  /**
   * After a failed write LevelDB takes others, though its log may hold half a record, beyond which a later start sees
   * nothing; after a failed sync it takes none. So all waiting writes fail until the database is reopened.
   */
  async #drain(): Promise<void> {
    while (this.#groups.length > 0) {
      // Callers whose write was just acknowledged make their next in this turn; it would otherwise wait for another
      // sync.
      if (this.#groups.length === 1 && (this.#groups[0]?.size ?? 0) < this.#enough) await turn();
      const group = this.#groups.shift() as Group;
      try {
        await this.#commit(group);
        group.resolve();
        await this.#rows.tidy(group.dead.length);
      } catch (error) {
        group.reject(this.#fail(error));
      }
    }
    // In the same turn as the last check: a later write finds none under way and starts this again.
    this.#writing = null;
  }

  /** Fails all waiting writes and all later ones. */
  #fail(error: unknown): Refused {
    this.#broken = refusal(error);
    for (const { reject } of this.#groups.splice(0)) reject(this.#broken);
    return this.#broken;
  }

  async #commit({ batch, dead, fingerprint }: Group): Promise<void> {
    this.#rows.bury(batch, dead);
    if (typeof fingerprint === 'string') batch.put(noteKey(FINGERPRINT), JSON.stringify(fingerprint));
    else if (fingerprint === null) batch.del(noteKey(FINGERPRINT));
    const began = performance.now();
    await batch.write({ sync: true });
    this.#took = performance.now() - began;
    this.#rows.buried(dead);
  }
}

/** @param batch a chained one: it costs a third of the processor time of a list of as many operations */
function newGroup(batch: Group['batch']): Group {
  let [resolve, reject] = [(): void => {}, (_: unknown): void => {}];
  const done = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  // If the write does not get into its batch, nobody was given this promise.
  done.catch(() => {});
  return { batch, size: 0, dead: [], fingerprint: undefined, done, resolve, reject };
}

function refusal(cause: unknown): Refused {
  return new Refused(
    'disk',
    `The disk did not take it (${String(cause)}); check that it has space and works, then try again.`,
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
