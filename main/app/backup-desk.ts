import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupId, PutBack, Restored, RestorePreview } from '../../preload/contract/backups';
import { peekBackup } from '../backup/read-backup';
import type { BackupFile } from '../backup/shelf';
import { newProfile } from '../disk/profile';
import type { Node } from '../node/node';
import { Refused } from '../store/refusal';
import type { LongWork } from './long-work';

/** What a desk needs from the system and the app. */
export interface BackupSystem {
  /** The folder of the numbered profiles. */
  readonly profiles: string;
  /** The user's choice in a dialog that begins in a folder (in the system's choice if it is ''); `null` for none. */
  chooseFile(from: string): Promise<string | null>;
  chooseFolder(from: string): Promise<string | null>;
  /** Shows a folder in the system's file manager. Resolves to the reason why it could not, or to ''. */
  show(folder: string): Promise<string>;
  /** Opens a numbered profile in a window of its own. */
  openProfile(number: number): Promise<void>;
}

/**
 * What one window does with its node's backups. It must never open a path from the page: a file is named by its name in
 * the folder, or chosen in a dialog or a file manager.
 */
export class BackupDesk {
  #chosen: string | null = null;
  /** What the system had this window open, until the window asks for it. */
  #opened: string | null = null;
  /** Ends the hold on the backup that was previewed last: its user may be about to restore it. One a window. */
  #release = (): void => {};

  constructor(
    readonly node: Node,
    readonly long: LongWork,
    readonly system: BackupSystem,
  ) {}

  backUp(): Promise<BackupFile> {
    return this.long.run('backup', (work) => this.node.backups.now(work));
  }

  async verify(id: BackupId): Promise<void> {
    await this.long.run('verify', (work) => this.node.backups.verify(this.#path(id), work));
  }

  preview(id: BackupId): Promise<RestorePreview> {
    return this.long.run('preview', async (work) => {
      const path = this.#path(id);
      const release = await this.node.backups.holdFile(path);
      this.#release();
      this.#release = release;
      const { header: _, ...counts } = await this.node.backups.preview(path, work);
      return counts;
    });
  }

  restore(id: BackupId): Promise<Restored> {
    return this.long.run('restore', (work) => this.node.backups.restore(this.#path(id), work));
  }

  putBack(id: BackupId): Promise<PutBack> {
    return this.long.run('put-back', async (work) => {
      const { before: _, ...put } = await this.node.backups.putBack(this.#path(id), work);
      return put;
    });
  }

  async restoreAsNew(id: BackupId): Promise<Restored & { profile: string }> {
    const { profiles } = this.system;
    const made = await this.long.run('restore-as-new', async (work) => {
      const number = await newProfile(profiles);
      const folder = join(profiles, String(number));
      return { number, ...(await this.node.backups.restoreAsNew(this.#path(id), folder, work)) };
    });
    await this.system.openProfile(made.number);
    return { added: made.added, tooNew: made.tooNew, profile: String(made.number) };
  }

  /** Lets the user choose a backup anywhere. @throws Refused as `peekBackup` */
  async choose(): Promise<BackupFile | null> {
    const path = await this.system.chooseFile(this.node.backups.status().folder ?? '');
    return path === null ? null : this.#choose(path);
  }

  /** If several were not asked for yet, the newest counts. */
  open(path: string): void {
    this.#opened = path;
  }

  /** What was opened, once, as if the user had just chosen it. @throws Refused as `peekBackup` */
  async opened(): Promise<BackupFile | null> {
    const path = this.#opened;
    this.#opened = null;
    return path === null ? null : this.#choose(path);
  }

  /** @throws Refused `backup-failed` */
  async openFolder(): Promise<void> {
    const folder = this.#folder;
    // Before the first backup the usual one does not exist; where a chosen one is gone, its drive may be unplugged.
    if (!this.node.backups.status().chosen) await mkdir(folder, { recursive: true }).catch(() => {});
    const why = await this.system.show(folder);
    if (why !== '') throw new Refused('backup-failed', `The folder ${folder} could not be opened (${why}).`);
  }

  /** @throws Refused `backup-failed` */
  async chooseFolder(): Promise<void> {
    const folder = await this.system.chooseFolder(this.node.backups.status().folder ?? '');
    if (folder !== null) await this.node.backups.setFolder(folder);
  }

  get #folder(): string {
    const { folder } = this.node.backups.status();
    if (folder === null) throw new Refused('backup-failed', 'This node has no folder for backups; choose one.');
    return folder;
  }

  async #choose(path: string): Promise<BackupFile> {
    const header = await peekBackup(path);
    this.#chosen = path;
    const { size } = await stat(path);
    return { path, size, header, own: header.node === this.node.id, verified: null, problem: null };
  }

  #path(id: BackupId): string {
    if (id !== null) return join(this.#folder, id);
    if (this.#chosen === null) throw new Refused('not-found', 'No backup was chosen yet.');
    return this.#chosen;
  }
}
