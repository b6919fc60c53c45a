import { type Batch, type Disk, ENOUGH, type Haste, type Notes } from '../disk/disk';
import type { Logger } from '../net/logger';
import type { Acknowledge, DiskStatus } from '../net/service';
import { atTurnsEnd } from '../net/soon';
import { sizeOf } from '../store/batch';
import type { Numbered } from '../store/contents';
import type { Applied, Database } from '../store/database';
import { Refused } from '../store/refusal';
import type { Key } from '../store/text';
import { gather, newGroup, type WriteGroup } from './write-group';

/** A failed disk is opened again after this, then after ever longer waits: a disk may be full for hours. */
const RETRY_MS = 500;
const MAX_RETRY_MS = 10_000;
/** Entries that may wait for the disk while writes are acknowledged early: it takes them in less than a second. */
const MAX_EARLY = 10_000;
/** Entries in one batch when the disk is brought up to date, and UTF-16 units of their keys and values: some ms of work. */
const CHUNK = 1000;
const CHUNK_SIZE = 1024 * 1024;
const DONE = Promise.resolve();
const NO_KEYS: readonly Key[] = [];

export interface KeeperHost {
  readonly database: Database;
  readonly disk: Disk;
  readonly logger: Logger;
  readonly now: () => number;
  /** Runs this once, that many ms from now, unless what it returns is called before. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** The status of the disk changed. */
  changed(): void;
  /** The disk did not take `count` writes, the first of them of this key. */
  refused(why: Refused, key: Key | null, count: number): void;
}

/**
 * Keeps on the disk what the database holds, and reports when it is there. A failed disk is reopened until it works,
 * then brought up to date from the database, which lost nothing: meanwhile writes here are refused, but peers' entries
 * are taken. It must never acknowledge what the disk does not have, unless its user chose so.
 */
export class Keeper implements Notes {
  /** The disk holds all changes up to this number of the feed. */
  #kept: number;
  #group: WriteGroup | null = null;
  readonly #isFirst = atTurnsEnd(() => this.#flush());
  /** The write begun last. */
  #latest: Promise<void> = DONE;
  #failure: { readonly since: number; readonly message: string } | null = null;
  /** Whether writes go to the disk: after a failure none do until the disk is up to date but for a last batch. */
  #takes = true;
  #cancel = (): void => {};
  #delay = RETRY_MS;
  #recovering: Promise<void> | null = null;
  /** While the disk is brought up to date: the number up to which it is, and those below it dropped since. */
  #passed = 0;
  #dropped: number[] = [];
  #closed = false;

  constructor(
    readonly host: KeeperHost,
    public acknowledge: Acknowledge,
  ) {
    this.#kept = host.database.feed.head;
  }

  status(): DiskStatus {
    const { acknowledge } = this;
    const unsaved = this.host.database.feed.countAfter(this.#kept);
    return { acknowledge, failure: this.#failure && { ...this.#failure, unsaved } };
  }

  /** Call before anything is written here. @throws Refused `disk` while the disk fails, `closed` */
  check(): void {
    if (this.#closed) throw new Refused('closed', 'The node is closing; nothing was changed.');
    if (this.#failure === null) return;
    const what = `The disk takes no writes now (${this.#failure.message}); nothing was changed.`;
    throw new Refused('disk', `${what} Check that it has space and works, then try again.`);
  }

  /**
   * Resolves when a write of this node may be acknowledged. A write that changed nothing may repeat one that is not on
   * disk yet.
   * @param key the first that it set; `keys`: all of them, if several
   * @throws Refused `disk`; the write is in the database nevertheless, and on the disk as soon as that works again
   */
  written(applied: Applied, key: Key | undefined, keys = NO_KEYS): Promise<void> {
    const isSafe = applied.added.length === 0 && this.#isKept(key) && keys.every((one) => this.#isKept(one));
    if (isSafe) return DONE;
    const { feed } = this.host.database;
    const isEarly = this.acknowledge === 'early' && feed.head - this.#kept < MAX_EARLY;
    const group = this.#gather(applied, isEarly ? 'soon' : 'now');
    group.writes += 1;
    group.key ??= key ?? null;
    return isEarly ? DONE : group.done;
  }

  /** Writes what came from a peer, which does not wait for it. */
  merged(applied: Applied): void {
    if (applied.added.length > 0) this.#gather(applied, 'soon');
  }

  readNote(name: string): Promise<unknown> {
    return this.host.disk.readNote(name);
  }

  /** A note may claim that the disk has entries, so none is written while the disk fails. @throws Refused `disk` */
  async writeNote(name: string, value: unknown): Promise<void> {
    this.check();
    this.#flush();
    await this.host.disk.writeNote(name, value).catch((error) => this.#failed(error));
  }

  /** Tries once more if the disk fails, even if only now, then closes it. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#flush();
    await this.#latest.catch(() => {});
    this.#cancel();
    if (this.#failure !== null) await this.#recover();
    await this.host.disk.close();
  }

  #isKept(key: Key | undefined): boolean {
    return key === undefined || this.host.database.newest(key) <= this.#kept;
  }

  #gather(applied: Applied, haste: Haste): WriteGroup {
    this.#group ??= newGroup();
    const group = this.#group;
    gather(group, applied);
    if (haste === 'now') group.haste = haste;
    // Only once these are in it: the fingerprint written with a group covers everything in the database.
    if (group.put.length >= ENOUGH) this.#flush();
    else if (this.#isFirst()) queueMicrotask(() => this.#flush());
    return group;
  }

  #flush(): void {
    const group = this.#group;
    if (group === null) return;
    this.#group = null;
    const { drop } = group;
    // What was added and dropped since never reached the disk.
    const gone = new Set(drop);
    const put = gone.size === 0 ? group.put : group.put.filter(({ seq }) => !gone.has(seq));
    const write = this.#write({ put, drop }, group.haste);
    this.#latest = write;
    group.follow(write);
    write.catch((why: Refused) => {
      if (group.writes > 0) this.host.refused(why, group.key, group.writes);
    });
  }

  /** Call when every change is in this batch or an earlier one, so that the fingerprint covers them all. */
  async #write(batch: Batch, haste: Haste): Promise<void> {
    if (!this.#takes) {
      this.#dropped.push(...batch.drop.filter((seq) => seq <= this.#passed));
      const what = `The disk did not take it (${this.#failure?.message})`;
      throw new Refused('disk', `${what}; check that it has space and works, then try again.`);
    }
    const { feed, fingerprint } = this.host.database;
    const { head } = feed;
    await this.host.disk.write({ ...batch, fingerprint }, haste).catch((error) => this.#failed(error));
    this.#kept = Math.max(this.#kept, head);
    this.#delay = RETRY_MS;
  }

  #failed(error: unknown): never {
    if (this.#failure === null) this.#retryAfter(error);
    throw error;
  }

  #retryAfter(error: unknown): void {
    this.#takes = false;
    if (this.#failure === null) this.host.logger.error((error as Error).message);
    this.#failure = { since: this.#failure?.since ?? this.host.now(), message: causeOf(error) };
    if (!this.#closed) this.#cancel = this.host.after(this.#delay, () => void this.#recover());
    this.#delay = Math.min(MAX_RETRY_MS, 2 * this.#delay);
    this.host.changed();
  }

  #recover(): Promise<void> {
    this.#recovering ??= this.#tryToRecover().finally(() => {
      this.#recovering = null;
    });
    return this.#recovering;
  }

  async #tryToRecover(): Promise<void> {
    try {
      await this.host.disk.reopen();
      await this.#bringUpToDate();
      this.host.logger.info('The disk takes writes again, and has all that this node holds.');
      this.host.changed();
    } catch (error) {
      this.#retryAfter(error);
    }
  }

  /**
   * Makes the disk hold what the database does, whatever failed writes left on it: number by number, in one pass over
   * both. Other writes resume in the turn in which the last batch is sent, and so follow it.
   */
  async #bringUpToDate(): Promise<void> {
    const { database, disk } = this.host;
    this.#passed = 0;
    this.#dropped = [];
    for await (const rows of disk.entries()) {
      // All entries of a chunk may have been dropped.
      if (rows.length > 0) await this.#bring(rows.map(({ seq }) => seq));
    }
    const { feed } = database;
    let head: number;
    do {
      head = feed.head;
      await this.#bring([]);
    } while (this.#passed < head || feed.countAfter(this.#passed) > CHUNK || this.#dropped.length > CHUNK);
    // What waits in this turn is in the last batch too, so it is flushed now: no entry is put onto a disk twice.
    this.#flush();
    const last = this.#nextBatch([], true);
    this.#takes = true;
    await this.#write(last, 'now');
    this.#failure = null;
  }

  /** @param onDisk the next numbers that the disk has, in order; empty if there are no more */
  #bring(onDisk: readonly number[]): Promise<void> {
    return this.host.disk.write(this.#nextBatch(onDisk));
  }

  /**
   * Nothing is dropped before all that the database holds is there, or comes with it: a crash between two batches would
   * take what was acknowledged, and not have brought what replaced it.
   * @param onDisk as `#bring`
   * @param isLast whether all that is left is in it, however much
   */
  #nextBatch(onDisk: readonly number[], isLast = false): Batch {
    const { feed } = this.host.database;
    const last = onDisk.at(-1) ?? feed.head;
    const tooMany = new Set(onDisk);
    const put: Numbered[] = [];
    let passed = last;
    let size = 0;
    for (const version of feed.after(this.#passed)) {
      if (version.seq > last) break;
      if (!tooMany.delete(version.seq)) {
        put.push(version);
        size += sizeOf(version);
      }
      if (!isLast && tooMany.size === 0 && (put.length >= CHUNK || size >= CHUNK_SIZE)) {
        passed = version.seq;
        break;
      }
    }
    for (const seq of tooMany) this.#dropped.push(seq);
    this.#passed = passed;
    const most = isLast ? this.#dropped.length : CHUNK;
    return { put, drop: passed === feed.head ? this.#dropped.splice(0, most) : [] };
  }
}

/** The system's own message, without what this program added. */
function causeOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? causeOf(cause) : message;
}
