import type { Prng } from './prng';

/** More than follow each other within a turn. */
const MOST_TICKS = 12;

interface Due {
  readonly time: number;
  readonly order: number;
  readonly run: () => void;
}

/** What is to happen, by virtual time in ms; of two things due at once, the one planned first goes first. */
export class Schedule {
  #now = 0;
  #planned = 0;
  #stirred = false;
  #failure: Error | null = null;

  /** @param prng draws which of the things due at one time happen in one turn of the event loop */
  constructor(readonly prng: Prng) {}
  /** A binary heap, the next one at its root. */
  readonly #heap: Due[] = [];

  get now(): number {
    return this.#now;
  }

  in(delay: number, run: () => void): void {
    this.#planned += 1;
    this.#rise({ time: this.#now + delay, order: this.#planned, run });
  }

  /** Call where a promise may have been settled, or awaited: time stands still until nothing comes of it any more. */
  stir(): void {
    this.#stirred = true;
  }

  /** Ends the run, from where nobody would see it thrown. */
  fail(why: Error): void {
    this.#failure ??= why;
    this.stir();
  }

  /** Lets all happen that is due until `time`, and what comes of it. @throws what `fail` was told first */
  async runUntil(time: number): Promise<void> {
    await this.#settled();
    for (let next = this.#heap[0]; next !== undefined && next.time <= time; next = this.#heap[0]) {
      this.#takeRoot();
      this.#now = next.time;
      next.run();
      if (this.#stirred) await (this.#heap[0]?.time === this.#now ? this.#turned() : this.#settled());
    }
    await this.#settled();
    this.#now = time;
  }

  /** More is due now: it may come in the same turn, before all, some or none of what is waiting to go on does. */
  async #turned(): Promise<void> {
    const ticks = this.prng.whole(0, MOST_TICKS);
    if (ticks === MOST_TICKS) await this.#settled();
    else for (let left = ticks; left > 0; left--) await null;
  }

  async #settled(): Promise<void> {
    while (this.#stirred) {
      this.#stirred = false;
      await new Promise(setImmediate);
    }
    if (this.#failure !== null) throw this.#failure;
  }

  #rise(due: Due): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >>> 1;
      const parent = heap[above] as Due;
      if (isBefore(parent, due)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = due;
  }

  #takeRoot(): void {
    const heap = this.#heap;
    const last = heap.pop() as Due;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1] as Due, heap[below] as Due)) below += 1;
      if (isBefore(last, heap[below] as Due)) break;
      heap[at] = heap[below] as Due;
      at = below;
    }
    heap[at] = last;
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
