/** How much may come in the long run, and how much of it at once: a leaky bucket (ITU-T I.371, annex A). */
export class Rate {
  #debt = 0;
  #then = 0;

  constructor(
    readonly perSecond: number,
    readonly atOnce: number,
    /** So that a flood that is over is soon forgotten. */
    readonly mostDebt = Number.POSITIVE_INFINITY,
  ) {}

  /** What came and has not yet leaked away. @param now ms of a clock that only goes on */
  debt(now: number): number {
    this.#debt = Math.max(0, this.#debt - ((now - this.#then) * this.perSecond) / 1000);
    this.#then = now;
    return this.#debt;
  }

  /** Counts what came. Returns how long to wait until there is room again, ms; 0 where there is. */
  add(amount: number, now: number): number {
    this.#debt = Math.min(this.debt(now) + amount, this.mostDebt);
    return this.wait(now);
  }

  wait(now: number): number {
    return (Math.max(0, this.debt(now) - this.atOnce) * 1000) / this.perSecond;
  }
}
