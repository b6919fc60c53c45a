import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { removeAbandoned } from '../disk/whole-file';
import { Refused } from '../store/refusal';
import { type Listed, listBackups, removeOutdated } from './folder';
import type { Header } from './format';
import { asRefused, type BackupsHost } from './host';
import { BackupsNote, type Problem } from './note';
import { peekBackup } from './read-backup';

/** A backup as listed in its folder. */
export interface BackupFile {
  path: string;
  /** Bytes. */
  size: number;
  /** What it says about itself; `null` if that cannot be read. */
  header: Header | null;
  /** Whether this node made it; the others belong to nodes that use the same folder. */
  own: boolean;
  /** When it was last verified, ms since 1970. */
  verified: number | null;
  /** Why it cannot be restored, if that is known. */
  problem: Problem | null;
}

/** The folder of a node's backups, and what the node knows about the files there. */
export class Shelf {
  readonly note: BackupsNote;
  /** One for each reader that needs the backups of a fingerprint. */
  readonly #holds = new Set<{ readonly fingerprint: string }>();
  /** The end of the listing under way, and the listing that follows for all who asked since it began. */
  #listing: Promise<unknown> = Promise.resolve();
  #next: Promise<BackupFile[]> | null = null;

  constructor(readonly host: BackupsHost) {
    this.note = new BackupsNote(host.notes);
  }

  get folder(): string | null {
    return this.note.folder ?? this.host.folder;
  }

  /**
   * Newest first. One listing at a time, however many ask: each takes a thread until its folder answers, and the disk
   * needs one, too.
   * @throws Refused `backup-failed` if the folder cannot be read
   */
  list(): Promise<BackupFile[]> {
    this.#next ??= this.#listNext();
    return this.#next;
  }

  #listNext(): Promise<BackupFile[]> {
    const next = this.#listing.then(async () => {
      if (this.#next === next) this.#next = null;
      return this.#files(await this.#listed());
    });
    this.#listing = next.catch(() => {});
    return next;
  }

  /** This node's newest that is not known to be damaged. */
  async newest(): Promise<BackupFile | null> {
    return (await this.list()).find(({ own, problem }) => own && problem === null) ?? null;
  }

  /** The newest, if it holds what the node holds. */
  async current(): Promise<BackupFile | null> {
    const newest = await this.newest();
    return newest?.header?.fingerprint === this.host.database.fingerprint ? newest : null;
  }

  /** Records whether a file that `read` reads through is good; nothing for a file elsewhere. */
  async noting<T>(path: string, read: () => Promise<T>): Promise<T> {
    try {
      const result = await read();
      await this.found(path, null);
      return result;
    } catch (error) {
      if (error instanceof Refused) await this.found(path, error);
      throw error;
    }
  }

  /** @param why `null` if it was found good */
  async found(path: string, why: Refused | null): Promise<void> {
    if (this.#isHere(path)) await this.#note(path, why, await this.#listed());
  }

  #isHere(path: string): boolean {
    return this.folder !== null && dirname(path) === resolve(this.folder);
  }

  /**
   * Takes in a backup that was just made, or read through and found good, and removes what is kept no longer.
   * @throws Refused `backup-failed` where it is gone again; `cancelled` where the folder is another since
   */
  async take(path: string): Promise<BackupFile> {
    const listed = await this.#listed();
    await this.#note(path, null, listed);
    const files = this.#files(listed);
    await this.#tidy(files, path);
    const file = files.find((one) => one.path === path);
    if (!this.#isHere(path)) throw new Refused('cancelled', `The folder for backups was changed; this one is ${path}.`);
    if (file === undefined) throw new Refused('backup-failed', `The backup ${path} is gone again; make another one.`);
    return file;
  }

  /** Keeps the backups of a fingerprint, even if they are due for removal, until the returned function is called. */
  hold(fingerprint: string): () => void {
    const hold = { fingerprint };
    this.#holds.add(hold);
    return () => void this.#holds.delete(hold);
  }

  /** As `hold`, of the backup in a file; nothing where that cannot be read, which whoever reads it then refuses. */
  async holdFile(path: string): Promise<() => void> {
    const header = await peekBackup(path).catch(() => null);
    return header === null ? () => {} : this.hold(header.fingerprint);
  }

  /** Keeps a file while `work` reads it. */
  async holding<T>(path: string, work: () => Promise<T>): Promise<T> {
    const release = await this.holdFile(path);
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** @param folder an absolute path; `null` for the usual one. @throws Refused `backup-failed` */
  async move(folder: string | null): Promise<void> {
    if (folder !== null) await checkFolder(folder);
    await this.note.choose({ folder });
    // Nobody waits for the former one, which may never answer.
    this.#listing = Promise.resolve();
    this.#next = null;
  }

  async #note(path: string, why: Refused | null, listed: readonly Listed[]): Promise<void> {
    const file = listed.find((one) => one.path === path);
    if (file !== undefined) await this.note.find(path, file.size, this.host.now(), why, listed);
  }

  /**
   * That it fails is no reason to say that there is no backup.
   * @param made the one just made, or found good: it stays, even if the clock was set back since
   */
  async #tidy(files: readonly BackupFile[], made: string): Promise<void> {
    const own = files.filter(({ own, problem }) => own && problem === null);
    try {
      await removeOutdated(own, this.host.now(), ({ path, header }) => path === made || this.#isHeld(header));
      if (this.folder !== null) await removeAbandoned(this.folder, this.host.now());
    } catch (error) {
      this.host.tell('backup-failed', { why: asRefused(error) });
    }
  }

  #isHeld(header: Header | null): boolean {
    return [...this.#holds].some(({ fingerprint }) => fingerprint === header?.fingerprint);
  }

  #files(listed: readonly Listed[]): BackupFile[] {
    return listed.map((file) => {
      const found = this.note.found(file);
      const problem = found?.problem ?? null;
      const own = file.header?.node === this.host.database.clock.node;
      return { ...file, own, verified: problem === null ? (found?.at ?? null) : null, problem };
    });
  }

  async #listed(): Promise<Listed[]> {
    const { folder, note, host } = this;
    try {
      // The usual one is made with the first backup; where a chosen one is gone, its drive may be unplugged.
      if (note.folder !== null) await access(note.folder);
      return folder === null ? [] : await listBackups(folder, host.now(), host.database.clock.node);
    } catch (error) {
      throw asRefused(error);
    }
  }
}

async function checkFolder(folder: string): Promise<void> {
  if (!isAbsolute(folder)) throw new Refused('backup-failed', 'Give the whole path of the folder for backups.');
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    const why = `Backups cannot be written to ${folder} (${(error as Error).message}); choose another folder.`;
    throw new Refused('backup-failed', why, { cause: error });
  }
}
