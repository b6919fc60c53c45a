import type { App } from 'electron';
import { isInvitation } from '../net/invitation';
import { otherFolders } from './chromium-folder';
import { handOver, takeLinks } from './hand-over';

/** Where one window tells another that it opens of an invitation: that one asks about it, and hands it to nobody. */
export const INVITATION = 'BYR_INVITATION';

/** The `byr:` links that the system brings, as an argument, as an event on macOS, or to another instance of this app. */
export class Links {
  /** The newest that nobody took yet. */
  #waiting: string | null;
  #take = (link: string): void => {
    this.#waiting = link;
  };

  /** Make it before the app is ready. @param folder Chromium's, of this instance */
  constructor(
    readonly app: App,
    readonly folder: string,
  ) {
    this.#waiting = process.argv.find(isInvitation) ?? null;
    app.on('open-url', (event, link) => {
      event.preventDefault();
      this.#take(link);
    });
  }

  /** Hands what this instance was started for to a window that is open. Returns whether one took it. */
  async handOver(): Promise<boolean> {
    return this.#waiting !== null && handOver(this.#waiting, otherFolders());
  }

  /** Calls back with each link from now on, first with what came before. Returns what ends it. */
  listen(take: (link: string) => void): () => void {
    const before = process.env[INVITATION] ?? this.#waiting;
    delete process.env[INVITATION];
    this.#take = take;
    if (before !== null) take(before);
    this.#register();
    return takeLinks(this.folder, take);
  }

  /** Has the system open links with this app; not with a development run, which would go on being asked for them. */
  #register(): void {
    // On Linux the package's desktop entry says it.
    if (this.app.isPackaged && process.platform !== 'linux') this.app.setAsDefaultProtocolClient('byr');
  }
}
