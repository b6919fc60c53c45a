import type { Traffic } from '../wire/traffic';

/**
 * A LAN answers in ms, and half a second each way is slow: a peer that is silent for longer is dialled again, to check.
 */
const SUSPECT_TICKS = 10;
/**
 * A suspicion that was wrong costs a dial: so the patience with that link doubles, up to this, as TCP's timeout does.
 */
const MOST_PATIENT_TICKS = 40;
/** A link that gave no cause for suspicion in that time is a new one again: a busy machine is so for a while. */
const FORGIVEN_TICKS = 600;
/** A link that is silent for so long is dead: a closed laptop is noticed before its owner walks away. */
const DEAD_TICKS = 80;
/** Bytes to come in that time if no whole message does, about 1 kB/s: so the largest values get through. */
const SLOWEST_BYTES = 8_000;

/**
 * Whether the other end of a link is still there, told by the bytes that come from it: a message of 256 KiB may take
 * half a minute. Time is counted in ticks, so that a node which slept, or was too busy to read, blames nobody.
 */
export class Pulse {
  #heard = 0;
  #messages = 0;
  #silent = 0;
  /** Ticks since a message came, or many bytes, and how many bytes had come by then. */
  #stuck = 0;
  #heardThen = 0;
  #patience = SUSPECT_TICKS;
  /** Ticks since a suspicion was wrong. */
  #calm = 0;

  constructor(readonly traffic: Pick<Traffic, 'heard' | 'count'>) {
    this.tick(false);
  }

  /** Call ten times a second. @param isDue whether the peer has anything to answer */
  tick(isDue: boolean): void {
    const { heard } = this.traffic;
    const { messagesIn } = this.traffic.count();
    const isHeard = heard !== this.#heard;
    this.#calm += 1;
    if (isHeard && this.isSuspect) {
      this.#patience = Math.min(2 * this.#patience, MOST_PATIENT_TICKS);
      this.#calm = 0;
    } else if (this.#calm >= FORGIVEN_TICKS) this.#patience = SUSPECT_TICKS;
    this.#silent = isHeard || !isDue ? 0 : this.#silent + 1;
    const isMoving = messagesIn !== this.#messages || heard - this.#heardThen >= SLOWEST_BYTES;
    if (isMoving) this.#heardThen = heard;
    this.#stuck = isMoving || !isDue ? 0 : this.#stuck + 1;
    this.#heard = heard;
    this.#messages = messagesIn;
  }

  /**
   * Of the link that takes this one's place. Where this one was silent, that is given twice its time: on a path that
   * loses all large packets each link falls silent again at once, and the system sends smaller ones only once its own
   * patience with a connection has ended (RFC 4821, after some 2 s).
   */
  next(traffic: Pulse['traffic']): Pulse {
    const pulse = new Pulse(traffic);
    pulse.#patience = this.isSuspect ? Math.min(2 * this.#patience, MOST_PATIENT_TICKS) : this.#patience;
    return pulse;
  }

  /** Whether a new link is to be tried beside this one. */
  get isSuspect(): boolean {
    return this.#silent >= this.#patience;
  }

  get isDead(): boolean {
    return this.#stuck >= DEAD_TICKS;
  }
}
