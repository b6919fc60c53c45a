import type { Notes } from '../disk/disk';

/** Keeps a note that changes often up to date. */
export class SavedNote {
  #timer: NodeJS.Timeout | undefined;
  /** What the latest write holds, or what was read; `null` where it failed. */
  #text: string | null;
  #written: Promise<void> = Promise.resolve();

  constructor(
    readonly notes: Notes,
    readonly name: string,
    /** What is to be kept; at first what was read, or what stands for no note. */
    readonly current: () => unknown,
    /** How long after the first change the note is written, ms. */
    readonly delay: number,
    readonly failed: (error: unknown) => void,
  ) {
    this.#text = JSON.stringify(current());
  }

  /** Saves soon, if anything changed. */
  soon(): void {
    this.#timer ??= setTimeout(() => void this.saved(), this.delay);
  }

  /** Resolves when what is to be kept is on the disk, or that `failed`. */
  saved(): Promise<void> {
    return this.now().catch(this.failed);
  }

  /** Also waits for what is being written: that is not on the disk yet, nor what it replaces any more. */
  now(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const value = this.current();
    const text = JSON.stringify(value);
    if (text !== this.#text) {
      this.#text = text;
      this.#written = this.#write(value);
    }
    return this.#written;
  }

  async #write(value: unknown): Promise<void> {
    try {
      await this.notes.writeNote(this.name, value);
    } catch (error) {
      this.#text = null;
      throw error;
    }
  }
}
