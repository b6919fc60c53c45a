import type { App } from 'electron';
import { openingAmong } from './arguments';
import { otherFolders } from './chromium-folder';
import { handOver, takeOpenings } from './hand-over';
import { portable } from './single-file';

/**
 * The environment variable by which a window passes an invitation to one that it opens: that one asks about it, and
 * hands it to no other.
 */
export const INVITATION = 'BYR_INVITATION';

/**
 * What the system has this app open, a `byr:` link or the path of a backup: as an argument, as an event on macOS, or
 * through another instance of this app.
 */
export class Openings {
  /** The newest not taken yet. */
  #waiting: string | null;
  #take = (opening: string): void => {
    this.#waiting = opening;
  };

  /** Create before the app is ready. @param folder Chromium's, of this instance */
  constructor(
    readonly app: App,
    readonly folder: string,
  ) {
    this.#waiting = openingAmong(process.argv.slice(1));
    app.on('open-url', (event, link) => {
      event.preventDefault();
      this.#take(link);
    });
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.#take(path);
    });
  }

  /** Hands what this instance was started for to an open window. Returns whether one took it. */
  async handOver(): Promise<boolean> {
    return this.#waiting !== null && handOver(this.#waiting, otherFolders());
  }

  /** Calls back with each from now on, first with one that came before. Returns a function that stops it. */
  listen(take: (opening: string) => void): () => void {
    const before = process.env[INVITATION] ?? this.#waiting;
    delete process.env[INVITATION];
    this.#take = take;
    if (before !== null) take(before);
    this.#register();
    return takeOpenings(this.folder, take);
  }

  /** Makes the system open links with this app; not with a development run, which it would go on starting. */
  #register(): void {
    // On Linux the package's desktop entry does it. A portable .exe is unpacked where nothing lasts.
    if (this.app.isPackaged && process.platform !== 'linux' && portable() === null)
      this.app.setAsDefaultProtocolClient('byr');
  }
}
