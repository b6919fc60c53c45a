import { MAX_COUNTER, type NodeId, type Stamp } from './stamp';

/** A stamp further ahead of the local clock than this is refused: such a clock is wrong, not just skewed. */
export const MAX_AHEAD_MS = 5 * 60 * 1000;

/**
 * Hybrid logical clock: never behind any stamp it observed, never behind the wall clock, and close to it.
 * Kulkarni, Demirbas, Madappa, Avva, Leone: Logical Physical Clocks, 2014, figure 5.
 * It must never observe a stamp that was refused.
 */
export class Clock {
  #time = 0;
  #counter = 0;

  constructor(
    /** Another one from when its node takes a new id. */
    public node: NodeId,
    /** The wall clock, ms since 1970; it may jump either way. */
    readonly now: () => number,
  ) {}

  /** A stamp greater than every one given or observed before. */
  tick(writer: NodeId = this.node): Stamp {
    const wall = Math.floor(this.now());
    if (wall > this.#time) {
      this.#time = wall;
      this.#counter = 0;
    } else if (this.#counter < MAX_COUNTER) {
      this.#counter += 1;
    } else {
      this.#time += 1;
      this.#counter = 0;
    }
    return { time: this.#time, counter: this.#counter, node: writer };
  }

  observe(stamp: Stamp): void {
    if (stamp.time > this.#time || (stamp.time === this.#time && stamp.counter > this.#counter)) {
      this.#time = stamp.time;
      this.#counter = stamp.counter;
    }
  }

  /** How many ms the stamp is ahead of the wall clock; negative when behind. */
  ahead(stamp: Stamp): number {
    return stamp.time - this.now();
  }
}
