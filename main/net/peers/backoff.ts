/**
 * A friend who lost the network is back within 2 s of its healing: so for the first minutes the peer is dialled often,
 * this long after a dial that failed or had no answer for 1 s.
 */
const SOON_MS = 500;
const RECENT_MS = 5 * 60_000;
/** Later, still often enough that nobody needs to press a button: a node that slept or restarts dials on its own. */
const LATER_MS = 10_000;
/** A node that answers but refuses to link needs somebody to change it: the waits double from the first to the last. */
const FIRST_MS = 1_000;
const LAST_MS = 60_000;

/**
 * When to dial next, with jitter over the upper half of the wait, so that a class whose network came back does not dial
 * as one (Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015).
 */
export class Backoff {
  #failures = 0;
  /** When the failures began, and from when a dial is due, ms since 1970. */
  #since = 0;
  #due = 0;

  get due(): number {
    return this.#due;
  }

  /** A wait that seems longer than the longest means that the wall clock was set back meanwhile. */
  isOver(now: number): boolean {
    return this.#due <= now || this.#due - now > LAST_MS;
  }

  /**
   * @param random 0 to 1
   * @param refused whether somebody answered, and would not link
   */
  failed(now: number, random: number, refused: boolean): void {
    if (this.#failures === 0) this.#since = now;
    const lost = now - this.#since < RECENT_MS ? SOON_MS : LATER_MS;
    const wait = refused ? Math.min(LAST_MS, FIRST_MS * 2 ** this.#failures) : lost;
    this.#failures += 1;
    this.#due = now + wait * (0.5 + random / 2);
  }

  /** A dial is due at once; the waits do not begin anew. */
  hasten(): void {
    this.#due = 0;
  }

  /** Others say where the peer is now: a dial is due soon, at most twice a second however often they say so. */
  told(now: number): void {
    this.#due = Math.min(this.#due, now + SOON_MS);
  }

  reset(): void {
    this.#failures = 0;
    this.#due = 0;
  }
}
