import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { removeAbandoned } from '../disk/whole-file';
import { Refused } from '../store/refusal';
import { type Listed, listBackups, removeOutdated } from './folder';
import type { Header } from './format';
import { asRefused, type BackupsHost } from './host';
import { BackupsNote, type Problem } from './note';

/** A backup as its folder has it. */
export interface BackupFile {
  path: string;
  /** Bytes. */
  size: number;
  /** What it says of itself; `null` where that cannot be read. */
  header: Header | null;
  /** Whether this node made it; the others are of a node that uses the same folder. */
  own: boolean;
  /** When it was last read through and found good, ms since 1970. */
  verified: number | null;
  /** Why it cannot be restored, where that was found. */
  problem: Problem | null;
}

/** The folder of a node's backups, and what the node knows of the files there. */
export class Shelf {
  readonly note: BackupsNote;

  constructor(readonly host: BackupsHost) {
    this.note = new BackupsNote(host.notes);
  }

  get folder(): string | null {
    return this.note.folder ?? this.host.folder;
  }

  /** Newest first. @throws Refused `backup-failed` where the folder cannot be read */
  async list(): Promise<BackupFile[]> {
    return this.#files(await this.#listed());
  }

  /** The newest of this node that is not known to be damaged. */
  async newest(): Promise<BackupFile | null> {
    return (await this.list()).find(({ own, problem }) => own && problem === null) ?? null;
  }

  /** The newest, if it holds what the node holds. */
  async current(): Promise<BackupFile | null> {
    const newest = await this.newest();
    return newest?.header?.fingerprint === this.host.database.fingerprint ? newest : null;
  }

  /** Notes of a file that was read through whether it is good; of one that lies elsewhere nothing. */
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

  /** @param why `null` where it was found good */
  async found(path: string, why: Refused | null): Promise<void> {
    const { folder } = this;
    const isHere = folder !== null && dirname(path) === resolve(folder);
    if (isHere) await this.#note(path, why, await this.#listed());
  }

  /**
   * Takes in a backup that was just made, or read through and found good, and removes what is kept no longer.
   * @param keep the fingerprint of one that stays for now
   * @throws Refused `backup-failed` where it is gone again
   */
  async take(path: string, keep: string | null): Promise<BackupFile> {
    const listed = await this.#listed();
    await this.#note(path, null, listed);
    const files = this.#files(listed);
    // Where the clock was set back, the newest may have the oldest name.
    await this.#tidy(files, new Set([path, ...pathsOf(files.filter(({ header }) => header?.fingerprint === keep))]));
    const file = files.find((one) => one.path === path);
    if (file === undefined) throw new Refused('backup-failed', `The backup ${path} is gone again; make another one.`);
    return file;
  }

  /** @param folder an absolute path; `null` for the usual one. @throws Refused `backup-failed` */
  async move(folder: string | null): Promise<void> {
    if (folder !== null) await checkFolder(folder);
    await this.note.choose({ folder });
  }

  async #note(path: string, why: Refused | null, listed: readonly Listed[]): Promise<void> {
    const file = listed.find((one) => one.path === path);
    if (file !== undefined) await this.note.find(path, file.size, this.host.now(), why, listed);
  }

  /** That it fails is no reason to say that there is no backup. */
  async #tidy(files: readonly BackupFile[], kept: ReadonlySet<string>): Promise<void> {
    try {
      await removeOutdated(pathsOf(files.filter(({ own, problem }) => own && problem === null)), kept);
      if (this.folder !== null) await removeAbandoned(this.folder, this.host.now());
    } catch (error) {
      this.host.tell('backup-failed', { why: asRefused(error) });
    }
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
    try {
      return this.folder === null ? [] : await listBackups(this.folder);
    } catch (error) {
      throw asRefused(error);
    }
  }
}

function pathsOf(files: readonly BackupFile[]): string[] {
  return files.map(({ path }) => path);
}

async function checkFolder(folder: string): Promise<void> {
  if (!isAbsolute(folder)) throw new Refused('backup-failed', 'A folder for backups is named by its whole path.');
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    const why = `Backups cannot be written to ${folder} (${(error as Error).message}); choose another folder.`;
    throw new Refused('backup-failed', why, { cause: error });
  }
}
