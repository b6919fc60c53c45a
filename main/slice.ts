import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';

/** ms: nobody notices so short a wait. */
export const SLICE_MS = 5;

/**
 * Parts work that goes through the whole database into slices, each followed by a rest as long as it took: so half of a
 * node's time at least is for all else.
 */
export class Slice {
  /** When it began, in this turn of the event loop. */
  #began: number | null = null;

  /** Whether it is time to rest; to be asked between two pieces of the work. */
  get isOver(): boolean {
    return this.#took >= SLICE_MS;
  }

  async rest(): Promise<void> {
    const took = this.#took;
    // By then what was done is on its way, too.
    await turn();
    await sleep(took);
  }

  get #took(): number {
    const now = performance.now();
    if (this.#began === null) {
      this.#began = now;
      setImmediate(() => {
        this.#began = null;
      });
    }
    return now - this.#began;
  }
}
