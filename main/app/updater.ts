import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, type Session, session } from 'electron';
import { AppImageUpdater } from 'electron-updater/out/AppImageUpdater';
import { getNetSession } from 'electron-updater/out/electronHttpExecutor';
import { NsisUpdater } from 'electron-updater/out/NsisUpdater';
import { Provider, type ProviderRuntimeOptions, resolveFiles } from 'electron-updater/out/providers/Provider';
import type { ResolvedUpdateFileInfo, UpdateInfo } from 'electron-updater/out/types';
import type { Logger } from '../net/logger';
import { letOut } from './security';
import { type Feed, isSafe, MAX_PACKAGE, readFeed } from './update-feed';

export type Updater = AppImageUpdater | NsisUpdater;

/**
 * The updater of electron-updater, which downloads a package, checks it and replaces this one with it. It does nothing
 * unasked, and reads feeds only through `readFeed`.
 */
export function openUpdater(app: App, address: URL, logger: Logger): Updater {
  const updater = process.platform === 'win32' ? new NsisUpdater() : new AppImageUpdater();
  letOut(feedSession(), isSafe);
  letOut(getNetSession(), isSafe, MAX_PACKAGE);
  for (const one of [feedSession(), getNetSession()]) tellNoMore(one, app);
  updater.logger = logger;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.disableDifferentialDownload = true;
  // Otherwise it refuses to check in a build that cannot update itself.
  updater.forceDevUpdateConfig = true;
  updater.updateConfigPath = writeConfig(app.getPath('userData'));
  updater.setFeedURL({ provider: 'custom', updateProvider: CheckedProvider, address: address.href });
  return updater;
}

/** Of itself Chromium would tell the server its own version, the system, and the language of its user. */
function tellNoMore(session: Session, app: App): void {
  session.setUserAgent(`build-your-rating/${app.getVersion()}`, 'en');
}

/** All that electron-updater reads there: its folder's name in the user's caches. */
function writeConfig(folder: string): string {
  const file = join(folder, 'update.yml');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, 'updaterCacheDirName: build-your-rating-updates\n');
  return file;
}

/** Apart from that of packages: a feed may come without its length. */
function feedSession(): Session {
  return session.fromPartition('update-feed', { cache: false });
}

class CheckedProvider extends Provider<UpdateInfo> {
  readonly #address: URL;

  constructor({ address }: { [option: string]: unknown }, _updater: Updater, options: ProviderRuntimeOptions) {
    super(options);
    this.#address = new URL(String(address));
  }

  async getLatestVersion(): Promise<UpdateInfo> {
    const file = `${this.getDefaultChannelName()}.yml`;
    const feed: Feed = await readFeed(feedSession(), this.#address, file);
    return { ...feed, path: '', sha512: '', releaseDate: '' };
  }

  resolveFiles(feed: UpdateInfo): ResolvedUpdateFileInfo[] {
    return resolveFiles(feed, this.#address);
  }
}
