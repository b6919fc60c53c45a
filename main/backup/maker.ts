import type { BackupsStatus } from '../status';
import { Refused } from '../store/refusal';
import { asRefused } from './host';
import { verifyBackup } from './read-backup';
import type { BackupFile, Shelf } from './shelf';
import { goOn, type Work } from './work';
import { writeBackup } from './write-backup';

const MINUTE_MS = 60_000;
/** ms that closing waits for a backup to end: it does in its next slice, but a drive that is gone may never answer. */
const CLOSE_MS = 5_000;

type MakerStatus = Pick<BackupsStatus, 'last' | 'problem' | 'running'>;

/** Makes the backups of one node, one at a time, and knows when one is due. */
export class Maker {
  /** Aborted when this node closes, or its folder is another. */
  #ending = new AbortController();
  #queue: Promise<unknown> = Promise.resolve();
  #running: MakerStatus['running'] = null;
  #last: number | null = null;
  /** When one was last tried since the start, if ever. */
  #tried: number | null = null;
  #problem: Refused | null = null;
  #reading: Promise<void> = Promise.resolve();
  #isLooking = false;

  constructor(readonly shelf: Shelf) {}

  status(): MakerStatus {
    const why = this.#problem;
    const problem = why === null ? null : { code: why.code, message: why.message };
    return { last: this.#last, problem, running: this.#running };
  }

  /**
   * Looks for the newest in the folder, at the start and when the folder has changed. What is under way in the former
   * one ends, but nothing waits for that: it may never answer.
   */
  readLast(): Promise<void> {
    this.#ending.abort();
    this.#ending = new AbortController();
    this.#queue = Promise.resolve();
    this.#isLooking = false;
    this.#problem = null;
    this.#reading = this.#readLast();
    return this.#reading;
  }

  /** Ends what is under way, and waits for that up to `CLOSE_MS`. */
  close(): Promise<void> {
    this.#ending.abort();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, CLOSE_MS);
      void this.#queue.then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** As `Backups.now`. */
  now(work: Work): Promise<BackupFile> {
    const signal = this.#either(work.signal);
    const made = this.#queue.then(() => this.#make({ ...work, signal }));
    this.#queue = made.catch(() => {});
    return made;
  }

  /** As `Backups.look`; nothing while another look is under way: each takes a thread until its folder answers. */
  async look(minutes: number): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      await this.#reading;
      await this.#look(minutes);
    } finally {
      this.#isLooking = false;
    }
  }

  async #look(minutes: number): Promise<void> {
    const { database, now } = this.shelf.host;
    if (this.#running !== null || database.feed.size === 0) return;
    if (now() < this.due(minutes)) return;
    // A folder that cannot be listed cannot be written to: making a backup fails, and says so.
    const current = await this.shelf.current().catch(() => null);
    // One that was not verified as it is now is read through, and made anew if it is damaged.
    if (current === null || current.verified === null) await this.now({});
    else {
      this.#tried = now();
      this.shelf.host.changed();
    }
  }

  /** When the next is due, ms since 1970, if something changed by then. */
  due(minutes: number): number {
    const now = this.shelf.host.now();
    const since = Math.max(this.#last ?? 0, this.#tried ?? 0);
    const wait = minutes * MINUTE_MS;
    // A clock that was set back must not put it off for long.
    return since - now < wait ? since + wait : now;
  }

  async #readLast(): Promise<void> {
    const { folder } = this.shelf;
    const newest = await this.shelf.newest().catch(() => null);
    if (folder !== this.shelf.folder) return;
    this.#last = newest?.header?.time ?? null;
    this.shelf.host.changed();
  }

  async #make(work: Work): Promise<BackupFile> {
    const { host } = this.shelf;
    try {
      goOn(work);
      this.#tried = host.now();
      const file = await this.#renew(this.#watched(work));
      this.#problem = null;
      return file;
    } catch (error) {
      const why = asRefused(error);
      if (!work.signal?.aborted) {
        this.#problem = why;
        host.tell('backup-failed', { why });
      }
      throw why;
    } finally {
      this.#running = null;
      host.changed();
    }
  }

  async #renew(work: Work): Promise<BackupFile> {
    const current = await this.shelf.current();
    const isGood = current !== null && (await this.#isGood(current, work));
    return this.shelf.take(isGood ? current.path : await this.#write(work));
  }

  async #isGood({ path }: BackupFile, work: Work): Promise<boolean> {
    try {
      await verifyBackup(path, work);
      return true;
    } catch (error) {
      const why = asRefused(error);
      if (why.code === 'cancelled') throw why;
      await this.shelf.found(path, why);
      return false;
    }
  }

  async #write(work: Work): Promise<string> {
    const { folder, host } = this.shelf;
    if (folder === null) throw new Refused('backup-failed', 'This node has no folder for backups; choose one.');
    const { database } = host;
    const snapshot = database.snapshot();
    try {
      const { fingerprint, size: entries } = snapshot;
      const who = { node: database.clock.node, name: host.name(), rule: database.rule };
      const header = { ...who, time: Math.floor(host.now()), entries, fingerprint };
      const path = await writeBackup(folder, header, snapshot.versions(), work);
      // One in the folder of before says nothing of this one.
      if (folder === this.shelf.folder) this.#last = header.time;
      host.tell('backup', { count: entries });
      return path;
    } finally {
      snapshot.close();
    }
  }

  /**
   * Aborted with `#ending`, or when the caller gives up. (`AbortSignal.any` is not in the oldest runtime, Electron
   * 25.)
   */
  #either(asked: Work['signal']): Work['signal'] {
    const ending = this.#ending.signal;
    return {
      get aborted() {
        return ending.aborted || asked?.aborted === true;
      },
    };
  }

  #watched({ progress, signal }: Work): Work {
    const watch = (done: number, total: number): void => {
      this.#running = { done, total };
      progress?.(done, total);
      this.shelf.host.changed();
    };
    return { progress: watch, signal };
  }
}
