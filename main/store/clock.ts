import { MAX_COUNTER, type NodeId, type Stamp } from './stamp';

/** A stamp further ahead of the local clock than this is refused: such a clock is wrong, not just skewed. */
export const MAX_AHEAD_MS = 5 * 60 * 1000;

/** How far a stamp that is refused lies ahead, in words. @param ms more than `MAX_AHEAD_MS` */
export function aheadText(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours < 2) return `${Math.round(hours * 60)} min`;
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}

/**
 * Hybrid logical clock: never behind the wall clock, nor behind any stamp it observed, and at most `MAX_AHEAD_MS` ahead.
 * Kulkarni, Demirbas, Madappa, Avva, Leone: Logical Physical Clocks, 2014, figure 5.
 * It must never observe a stamp that was refused. Where the wall clock is set back by more, it follows: else no peer
 * would take what is written here, for as long as the clock had been wrong.
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

  /**
   * A stamp greater than `after`; and than every one given or observed before, unless the wall clock was found more than
   * `MAX_AHEAD_MS` behind one of them.
   * @param after the latest stamp of the key
   */
  tick(writer: NodeId = this.node, after?: Stamp): Stamp {
    const wall = Math.floor(this.now());
    if (wall > this.#time || this.#time - wall > MAX_AHEAD_MS) {
      this.#time = wall;
      this.#counter = 0;
    } else if (this.#counter < MAX_COUNTER) {
      this.#counter += 1;
    } else {
      this.#time += 1;
      this.#counter = 0;
    }
    if (after === undefined || isLater(this.#time, this.#counter, after)) {
      return { time: this.#time, counter: this.#counter, node: writer };
    }
    const isUsedUp = after.counter === MAX_COUNTER;
    return { time: after.time + (isUsedUp ? 1 : 0), counter: isUsedUp ? 0 : after.counter + 1, node: writer };
  }

  observe(stamp: Stamp): void {
    if (!isLater(this.#time, this.#counter, stamp)) {
      this.#time = stamp.time;
      this.#counter = stamp.counter;
    }
  }
}

function isLater(time: number, counter: number, than: Stamp): boolean {
  return time > than.time || (time === than.time && counter > than.counter);
}
