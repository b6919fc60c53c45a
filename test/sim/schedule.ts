interface Due {
  readonly time: number;
  readonly order: number;
  readonly run: () => void;
}

/** What is to happen, by virtual time in ms; of two things due at once, the one planned first goes first. */
export class Schedule {
  #now = 0;
  #planned = 0;
  /** A binary heap, the next one at its root. */
  readonly #heap: Due[] = [];

  get now(): number {
    return this.#now;
  }

  in(delay: number, run: () => void): void {
    this.#planned += 1;
    this.#rise({ time: this.#now + delay, order: this.#planned, run });
  }

  /** Lets all happen that is due until `time`, and what comes of it. */
  runUntil(time: number): void {
    for (let next = this.#heap[0]; next !== undefined && next.time <= time; next = this.#heap[0]) {
      this.#takeRoot();
      this.#now = next.time;
      next.run();
    }
    this.#now = time;
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
