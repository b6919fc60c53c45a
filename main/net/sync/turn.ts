/** How long a turn lasts without a sign of progress: a peer that fell asleep holds up nobody for long. */
const LEASE_MS = 3_000;

/**
 * Whose turn it is to give this node what it lacks: at most one peer's at a time, as two would give the same twice.
 * What changes from now on comes from all of them all the while.
 */
export class Turn {
  #holder: object | null = null;
  #since = 0;

  /** Takes the turn, or keeps it. Returns whether it is the holder's. */
  take(holder: object, now: number): boolean {
    const isOver = now >= this.#since + LEASE_MS || now < this.#since;
    if (this.#holder !== holder && this.#holder !== null && !isOver) return false;
    this.#holder = holder;
    this.#since = now;
    return true;
  }

  get isTaken(): boolean {
    return this.#holder !== null;
  }

  release(holder: object): void {
    if (this.#holder === holder) this.#holder = null;
  }
}
