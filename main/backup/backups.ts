import type { BackupsStatus, PutBack, Restored, RestorePreview } from '../status';
import type { KeyValue } from '../store/database';
import type { Entry } from '../store/entry';
import { Refused } from '../store/refusal';
import type { Rule } from '../store/rule';
import { restoreAsNew } from './as-new';
import type { Header } from './format';
import type { BackupsHost } from './host';
import { Maker } from './maker';
import { MAX_MINUTES } from './note';
import { Preview } from './preview';
import { checkPutBack, putBackFile, putBackValues } from './put-back';
import { verifyBackup } from './read-backup';
import { checkRule, type Merge, mergeFile, previewFile, restoreEntries } from './restore';
import { type BackupFile, Shelf } from './shelf';
import { partOf, type Work } from './work';

/** How often to check whether a backup is due: nobody notices one that comes a minute late. */
const LOOK_MS = 60_000;

/**
 * The backups of one node: made on schedule and on demand, one at a time, listed, checked, restored. It must never
 * remove a damaged file, or one that another node made.
 */
export class Backups {
  readonly #shelf: Shelf;
  readonly #maker: Maker;
  #looking: NodeJS.Timeout | undefined;

  constructor(readonly host: BackupsHost) {
    this.#shelf = new Shelf(host);
    this.#maker = new Maker(this.#shelf);
  }

  /** Reads the settings, and begins to check whether a backup is due. */
  async start(): Promise<void> {
    await this.#shelf.note.read();
    if (this.host.folder === null) return;
    // Not awaited: a folder on a network that is gone may not answer, and the node has to start.
    void this.#maker.readLast();
    // A failure has been reported already.
    this.#looking = setInterval(() => void this.look().catch(() => {}), LOOK_MS);
    this.#looking.unref();
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    clearInterval(this.#looking);
    await this.#maker.close();
  }

  status(): BackupsStatus {
    const { folder, note } = this.#shelf;
    const { minutes } = note;
    const due = folder === null || minutes === null ? null : this.#maker.due(minutes);
    return { folder, chosen: note.folder !== null, minutes, due, ...this.#maker.status() };
  }

  /** Newest first. @throws Refused `backup-failed` if the folder cannot be read */
  list(): Promise<BackupFile[]> {
    return this.#shelf.list();
  }

  /**
   * Makes a backup, once the one under way is done. Where nothing changed since the newest, that one is read through
   * again instead.
   * @throws Refused `backup-failed`, `bad-backup`, `cancelled`
   */
  now(work: Work = {}): Promise<BackupFile> {
    return this.#maker.now(work);
  }

  /** As `Shelf.hold`. */
  hold(fingerprint: string): () => void {
    return this.#shelf.hold(fingerprint);
  }

  /** As `Shelf.holdFile`. */
  holdFile(path: string): Promise<() => void> {
    return this.#shelf.holdFile(path);
  }

  /** Makes a backup if one is due: something changed, and the newest, or the last try, is old enough. */
  async look(): Promise<void> {
    const { minutes } = this.#shelf.note;
    if (minutes !== null) await this.#maker.look(minutes);
  }

  /** Reads a file through and records the result. @throws Refused as `readBackup` */
  verify(path: string, work: Work = {}): Promise<Header> {
    return this.#shelf.noting(path, () => verifyBackup(path, work));
  }

  /** What restoring a file would change. It changes nothing. @throws Refused as `readBackup`, `other-rule` */
  preview(path: string, work: Work = {}): Promise<RestorePreview & { header: Header }> {
    return this.#shelf.noting(path, () => previewFile(this.host.database, path, work));
  }

  /** Merges what a file holds, once it was checked. @throws Refused as `readBackup`, `other-rule`, `disk` */
  restore(path: string, work: Work = {}): Promise<Restored> {
    return this.#shelf.holding(path, async () => {
      checkRule(this.host.database, (await this.verify(path, { signal: work.signal })).rule);
      return mergeFile(this.host.database, this.#merge, path, work);
    });
  }

  /** Makes a new profile from a file. @throws Refused as the function of this name */
  restoreAsNew(path: string, profile: string, work: Work = {}): Promise<Restored> {
    const make = () => restoreAsNew(path, profile, this.host.now(), work);
    return this.#shelf.holding(path, () => this.#shelf.noting(path, make));
  }

  /**
   * Merges a file's entries, then writes again what keys have in it and not here, as they were changed or deleted
   * since. A backup is made first, so that this can be undone; keys that are not in the file stay.
   * @throws Refused as `restore` and `now`; `write-once` under rule `first`
   */
  putBack(path: string, work: Work = {}): Promise<PutBack> {
    return this.#shelf.holding(path, () => this.#putBack(path, work));
  }

  async #putBack(path: string, work: Work): Promise<PutBack> {
    const { database, putAll } = this.host;
    const { rule } = await this.verify(path, { signal: work.signal });
    checkRule(database, rule);
    checkPutBack(database.rule);
    const { path: before } = await this.now(partOf(work, 0, 3));
    try {
      const restored = await mergeFile(database, this.#merge, path, partOf(work, 1, 3));
      return { ...restored, written: await putBackFile(database, putAll, path, partOf(work, 2, 3)), before };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw new Refused(error.code, `${error.message} What was here before is in ${before}.`, { cause: error });
    }
  }

  /** As `preview`, for a client that sends the entries. @throws Refused `other-rule` */
  previewOf(rule: Rule): Preview {
    checkRule(this.host.database, rule);
    return new Preview(this.host.database);
  }

  /** As `restore`, for a client that sends the entries. @throws Refused `other-rule`, `disk` */
  async restoreEntries(rule: Rule, entries: readonly Entry[]): Promise<Restored> {
    checkRule(this.host.database, rule);
    return restoreEntries(this.host.database, this.#merge, entries);
  }

  /** As the second part of `putBack`, for a client that sends what keys have in the backup. @throws Refused `write-once`, `disk` */
  putBackValues(values: readonly KeyValue[]): Promise<number> {
    return putBackValues(this.host.database, this.host.putAll, values);
  }

  /** @param folder an absolute path; `null` for the usual one. @throws Refused `backup-failed` */
  async setFolder(folder: string | null): Promise<void> {
    await this.#shelf.move(folder);
    await this.#maker.readLast();
  }

  /** @param minutes 1 to 1,440; `null` for none unasked. @throws Refused `bad-request` */
  async setMinutes(minutes: number | null): Promise<void> {
    if (minutes !== null && !(Number.isInteger(minutes) && minutes >= 1 && minutes <= MAX_MINUTES)) {
      throw new Refused('bad-request', `Backups are made every 1 to ${MAX_MINUTES} minutes.`);
    }
    await this.#shelf.note.choose({ minutes });
    this.host.changed();
  }

  readonly #merge: Merge = async (entries) => {
    const added = await this.host.merge(entries);
    if (added > 0) this.host.tell('restored', { count: added });
    return added;
  };
}
