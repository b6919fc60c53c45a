import { existsSync } from 'node:fs';
import { access, constants, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { App } from 'electron';
import * as v from 'valibot';
import type { UpdateState, UpdateStatus } from '../../preload/contract/status';
import type { Notes } from '../disk/disk';
import type { Logger } from '../net/logger';
import { Refused } from '../store/refusal';
import { appImage, portable } from './single-file';
import { parseFeedAddress } from './update-feed';
import type { Updater } from './updater';

const ADDRESS = 'update-feed';

export interface UpdateSystem {
  readonly app: App;
  readonly notes: Notes;
  readonly logger: Logger;
  /** Ends the node, so that the new version finds its profile free. */
  closeNode(): Promise<void>;
  /** The status changed. */
  changed(): void;
}

/**
 * Looks for a newer version of the app, and puts it in this one's place, each step only when its user asks for it.
 * Without a feed's address, as at first, no server is ever asked.
 */
export class UpdateDesk {
  #state: UpdateState = { at: 'unknown' };
  #updater: Updater | null = null;
  readonly #installable = isInstallable();

  private constructor(
    readonly system: UpdateSystem,
    private address: string,
  ) {}

  static async read(system: UpdateSystem): Promise<UpdateDesk> {
    const kept = v.parse(v.fallback(v.string(), ''), await system.notes.readNote(ADDRESS));
    return new UpdateDesk(system, kept);
  }

  status(): UpdateStatus {
    return { address: this.address, installable: this.#installable, state: this.#state };
  }

  /**
   * Keeps the address, and checks there; an empty one turns this off. @throws Refused `bad-feed-address`, `no-feed`,
   * `bad-feed`
   */
  async check(address: string): Promise<void> {
    this.#expectRest();
    await this.#step({ at: 'checking' }, async () => {
      const feed = address === '' ? null : parseFeedAddress(address);
      this.address = feed?.href ?? '';
      await this.system.notes.writeNote(ADDRESS, this.address);
      return feed === null ? { at: 'unknown' } : this.#ask(feed);
    });
  }

  /** @throws Refused `bad-request`, `bad-update`, `no-update` */
  async download(): Promise<void> {
    const { updater, version } = this.#expect('available');
    const show = ({ percent }: { percent: number }): void => this.#set({ at: 'downloading', version, percent });
    updater.on('download-progress', show);
    await this.#step({ at: 'downloading', version, percent: 0 }, async () => {
      await updater.downloadUpdate().catch((error: unknown) => {
        throw undone(version, error as NodeJS.ErrnoException);
      });
      return { at: 'ready', version };
    });
  }

  /** Ends the node and the app, and starts the new version. @throws Refused `bad-request`, `no-place` */
  async install(): Promise<void> {
    const { updater, version } = this.#expect('ready');
    await this.#step({ at: 'ready', version }, async () => {
      await checkPlace(version);
      return { at: 'ready', version };
    });
    await this.system.closeNode();
    updater.quitAndInstall();
    // Even if that failed, as the node has ended.
    this.system.app.quit();
  }

  async #ask(address: URL): Promise<UpdateState> {
    // Loaded only here, so that a start without updates does not need it.
    const { openUpdater } = await import('./updater');
    const updater = openUpdater(this.system.app, address, this.system.logger);
    // Each of its errors also rejects a call.
    updater.on('error', () => {});
    const found = await updater.checkForUpdates();
    if (!found?.isUpdateAvailable) return { at: 'newest' };
    this.#updater = updater;
    return { at: 'available', version: found.updateInfo.version, notes: String(found.updateInfo.releaseNotes) };
  }

  /** A failed step is shown until the next one, and reported as a refusal. */
  async #step(during: UpdateState, work: () => Promise<UpdateState>): Promise<void> {
    this.#set(during);
    try {
      this.#set(await work());
    } catch (error) {
      const { code, message } = error instanceof Refused ? error : new Refused('no-feed', String(error));
      this.#set({ at: 'failed', refusal: { code, message } });
      throw new Refused(code, message, { cause: error });
    }
  }

  #expect(at: 'available' | 'ready'): { updater: Updater; version: string } {
    if (!this.#installable || this.#updater === null || this.#state.at !== at) {
      throw new Refused('bad-request', 'There is no new version here; check for one first.');
    }
    return { updater: this.#updater, version: this.#state.version };
  }

  #expectRest(): void {
    if (this.#state.at === 'checking' || this.#state.at === 'downloading') {
      throw new Refused('bad-request', 'A check or a download is under way; wait for its end.');
    }
  }

  #set(state: UpdateState): void {
    this.#state = state;
    this.system.changed();
  }
}

/** Only a complete download can differ from what its feed promised. */
function undone(version: string, { code, message }: NodeJS.ErrnoException): Refused {
  if (code === 'ERR_CHECKSUM_MISMATCH') return new Refused('bad-update', `Version ${version} was refused: ${message}`);
  return new Refused('no-update', `Version ${version} could not be fetched: ${message}`);
}

/**
 * The updater removes an AppImage before it moves the new one to its place: if that cannot work, it must not begin.
 * @throws Refused `no-place`
 */
async function checkPlace(version: string): Promise<void> {
  const file = appImage();
  if (file === null) return;
  const folder = dirname(file);
  const refuse = (why: string, cause?: unknown): never => {
    throw new Refused('no-place', `Version ${version} cannot take the place of ${file}: ${why}`, { cause });
  };
  const failed = (error: Error): never => refuse(`${error.message}.`, error);
  await access(folder, constants.W_OK).catch(failed);
  const [{ size }, { bavail, bsize }] = await Promise.all([stat(file), statfs(folder)]).catch(failed);
  // A new version half as large again would be a surprise.
  if (bavail * bsize < 1.5 * size) refuse('there is too little room on the disk; make some, then try again.');
}

/** Whether this build can replace itself: an AppImage, or an installation by the Windows installer. */
function isInstallable(): boolean {
  const { execPath, platform } = process;
  if (platform === 'linux') return appImage() !== null;
  const uninstaller = join(dirname(execPath), `Uninstall ${basename(execPath)}`);
  return platform === 'win32' && portable() === null && existsSync(uninstaller);
}
