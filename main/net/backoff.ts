/** The first wait: a friend who restarts is back at once. */
const FIRST_MS = 1_000;
/** The longest wait: a friend who comes back is noticed within a minute, and an absent one costs little. */
const LAST_MS = 60_000;

/**
 * When to dial next: exponential backoff with jitter over the upper half of the wait, so that a class whose network
 * came back does not dial as one (Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015).
 */
export class Backoff {
  #failures = 0;
  /** Time from which a dial is due, ms since 1970. */
  #due = 0;

  get due(): number {
    return this.#due;
  }

  /** A wait that seems longer than any is one of a wall clock that was set back meanwhile. */
  isOver(now: number): boolean {
    return this.#due <= now || this.#due - now > LAST_MS;
  }

  /** @param random 0 to 1 */
  failed(now: number, random: number): void {
    const wait = Math.min(LAST_MS, FIRST_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#due = now + wait * (0.5 + random / 2);
  }

  reset(): void {
    this.#failures = 0;
    this.#due = 0;
  }
}
