/** How long a turn lasts without a sign of progress: a peer that fell asleep holds up nobody for long. */
const LEASE_MS = 3_000;
/** How long it lasts with one, while others wait: a newcomer has some million entries by then. */
const LONGEST_MS = 60_000;

/**
 * Whose turn it is to give this node what it lacks: at most one peer's at a time, as two would give the same twice.
 * What changes from now on comes from all of them all the while.
 */
export class Turn {
  #holder: object | null = null;
  /** When the holder took it, and last kept it. */
  #began = 0;
  #since = 0;
  /** Whether it was refused to anybody since. */
  #isWanted = false;
  /** Who had it for so long, and when it lost it: those who wait ask only now and then. */
  #last: object | null = null;
  #lastAt = 0;

  /** Takes the turn, or keeps it. Returns whether it is the holder's. */
  take(holder: object, now: number): boolean {
    if (this.#holder === holder) return this.#keep(now);
    if (this.#last === holder && now >= this.#lastAt && now < this.#lastAt + LEASE_MS) return false;
    const isOver = now >= this.#since + LEASE_MS || now < this.#since;
    this.#isWanted = this.#holder !== null && !isOver;
    if (this.#isWanted) return false;
    this.#holder = holder;
    this.#last = null;
    this.#began = now;
    this.#since = now;
    return true;
  }

  #keep(now: number): boolean {
    if (!this.#isWanted || now < this.#began + LONGEST_MS) {
      this.#since = now;
      return true;
    }
    this.#last = this.#holder;
    this.#lastAt = now;
    this.#holder = null;
    return false;
  }

  /** What the holder gives is on its way: it keeps the turn. */
  extend(holder: object, now: number): void {
    if (this.#holder === holder) this.#keep(now);
  }

  get isTaken(): boolean {
    return this.#holder !== null;
  }

  release(holder: object): void {
    if (this.#holder === holder) this.#holder = null;
  }
}
