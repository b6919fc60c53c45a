/**
 * A node tells all its peers that it rests: after one tick without a change, and of more than so many links after one
 * more for each as many. In a class in which somebody writes five times a second, 30 nodes would else tell each other so
 * after every change.
 */
const LINKS_A_TICK = 8;

/** Whether two databases are equal, as far as each side told its fingerprint, and for how long neither has changed. */
export class Agreement {
  #theirs: string | null = null;
  /** This side's fingerprint as the peer was last told it. */
  #told = '';
  /** Both as they were at the last tick. */
  #last = '';
  #lastTheirs: string | null = null;
  #restsSince = 0;
  /** Ticks for which this side has not changed. */
  #still = 0;

  /** @param links how many this node has */
  constructor(
    readonly database: { readonly fingerprint: string },
    readonly links: () => number,
  ) {}

  get ours(): string {
    return this.database.fingerprint;
  }

  /** As the peer last told it; `null` before it did. */
  get theirs(): string | null {
    return this.#theirs;
  }

  get isReached(): boolean {
    return this.#theirs === this.ours;
  }

  heard(theirs: string): void {
    this.#theirs = theirs;
  }

  said(ours: string): void {
    this.#told = ours;
  }

  /** Call about ten times a second. Returns whether this side rests, and the peer was not told at what. */
  tick(now: number): boolean {
    const { ours } = this;
    const isStill = this.#last === ours;
    this.#still = isStill ? this.#still + 1 : 0;
    const rests = isStill && this.#lastTheirs === this.#theirs;
    this.#restsSince = rests ? Math.min(this.#restsSince, now) : now;
    this.#last = ours;
    this.#lastTheirs = this.#theirs;
    return isStill && this.#told !== ours && this.#still * LINKS_A_TICK >= this.links();
  }

  /** ms for which neither side has changed. */
  restedFor(now: number): number {
    return now - this.#restsSince;
  }
}
