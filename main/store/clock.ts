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
  /** The latest time of all stamps given or observed. */
  #last = 0;
  /** The highest counter of them. */
  #top = 0;
  /** Where counters begin up to `#last`: above all of when the wall clock showed these times before. */
  #first = 0;

  constructor(
    /** Another one from when its node takes a new id. */
    public node: NodeId,
    /** The wall clock, ms since 1970; it may jump either way. */
    readonly now: () => number,
  ) {}

  /**
   * A stamp greater than `after`; and than every one given or observed before, unless the wall clock was found more than
   * `MAX_AHEAD_MS` behind one of them: it is unlike all of these even then, though times come again. (Of one process, until
   * counters run out.)
   * @param after the latest stamp of the key
   */
  tick(writer: NodeId = this.node, after?: Stamp): Stamp {
    const wall = Math.floor(this.now());
    if (this.#time - wall > MAX_AHEAD_MS) {
      this.#first = this.#top < MAX_COUNTER ? this.#top + 1 : 0;
      this.#begin(wall);
    } else if (wall > this.#time) {
      this.#begin(wall);
    } else if (this.#counter < MAX_COUNTER) {
      this.#counter += 1;
    } else {
      this.#begin(this.#time + 1);
    }
    let time = this.#time;
    let counter = this.#counter;
    if (after !== undefined && !isLater(time, counter, after)) {
      const isUsedUp = after.counter === MAX_COUNTER;
      time = after.time + (isUsedUp ? 1 : 0);
      counter = Math.max(isUsedUp ? 0 : after.counter + 1, this.#least(time));
    }
    this.#note(time, counter);
    return { time, counter, node: writer };
  }

  observe(stamp: Stamp): void {
    if (!isLater(this.#time, this.#counter, stamp)) {
      this.#time = stamp.time;
      this.#counter = Math.max(stamp.counter, this.#least(stamp.time));
    }
    this.#note(stamp.time, stamp.counter);
  }

  /** The lowest counter to be given at that time. */
  #least(time: number): number {
    return time > this.#last ? 0 : this.#first;
  }

  #begin(time: number): void {
    this.#time = time;
    this.#counter = this.#least(time);
  }

  #note(time: number, counter: number): void {
    if (time > this.#last) this.#last = time;
    if (counter > this.#top) this.#top = counter;
  }
}

function isLater(time: number, counter: number, than: Stamp): boolean {
  return time > than.time || (time === than.time && counter > than.counter);
}
