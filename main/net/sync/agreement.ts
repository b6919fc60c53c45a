/** Whether two databases are equal, as far as each side told its fingerprint, and for how long neither has changed. */
export class Agreement {
  #theirs: string | null = null;
  /** This side's fingerprint as the peer was last told it. */
  #told = '';
  /** Both as they were at the last tick. */
  #last = '';
  #lastTheirs: string | null = null;
  #restsSince = 0;

  constructor(readonly database: { readonly fingerprint: string }) {}

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
    const rests = isStill && this.#lastTheirs === this.#theirs;
    this.#restsSince = rests ? Math.min(this.#restsSince, now) : now;
    this.#last = ours;
    this.#lastTheirs = this.#theirs;
    return isStill && this.#told !== ours;
  }

  /** ms for which neither side has changed. */
  restedFor(now: number): number {
    return now - this.#restsSince;
  }
}
