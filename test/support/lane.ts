import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How all connections fare in one direction; it may change at any time. */
export interface Condition {
  /** ms that everything takes longer. */
  delay: number;
  /** Bytes a second of each connection; at 0 all is held, as while a cable is out for a moment. */
  rate: number;
  /** Whether everything is swallowed. */
  swallows: boolean;
}

export const sound: Readonly<Condition> = { delay: 0, rate: Number.POSITIVE_INFINITY, swallows: false };

/** How soon a changed rate is noticed, ms; below 50 bytes a second, after the next byte. */
const SLICE_MS = 20;
/** Bytes that wait here before the sender has to: about what a socket's own buffer takes. */
const MOST_WAITING = 64 * 1024;

const NOTHING = Buffer.alloc(0);

/**
 * One direction of one connection: passes on bytes and their end, in order. A stream has no gaps, so nothing may come
 * through behind what was swallowed.
 */
export class Lane {
  #shut = false;
  #waiting = 0;
  #passed = Promise.resolve();

  constructor(
    readonly from: Socket,
    readonly to: Socket,
    readonly condition: Readonly<Condition>,
  ) {
    from.on('data', (bytes) => this.#take(bytes));
    from.on('end', () => this.#take(NOTHING, () => to.end()));
    from.on('error', () => {});
    from.on('close', (failed) => failed && this.#take(NOTHING, () => reset(to)));
  }

  /** Whether something was swallowed, or its end was told: nothing comes through any more. */
  get isShut(): boolean {
    return this.#shut;
  }

  /** Passes on, in its turn, what the sender never sent. */
  inject(bytes: Buffer): void {
    this.#queue(bytes);
  }

  /** Ends this direction alone: the receiver is told so, the sender is not. */
  end(): void {
    this.#queue(NOTHING, () => this.to.end());
    this.#shut = true;
  }

  #take(bytes: Buffer, then?: () => void): void {
    this.#shut ||= this.condition.swallows;
    if (!this.#shut) this.#queue(bytes, then);
  }

  #queue(bytes: Buffer, then: () => void = () => {}): void {
    const due = performance.now() + this.condition.delay;
    this.#waiting += bytes.length;
    if (this.#waiting > MOST_WAITING) this.from.pause();
    this.#passed = this.#passed.then(() => this.#pass(bytes, due)).then(then);
  }

  async #pass(bytes: Buffer, due: number): Promise<void> {
    const early = due - performance.now();
    if (early > 0) await sleep(Math.ceil(early));
    let rest = bytes;
    while (!this.to.destroyed && (rest.length > 0 || this.condition.rate === 0)) rest = await this.#passSlice(rest);
    this.#waiting -= bytes.length;
    if (this.#waiting <= MOST_WAITING) this.from.resume();
  }

  /** Passes on what the rate allows; returns the rest. */
  async #passSlice(bytes: Buffer): Promise<Buffer> {
    const { rate } = this.condition;
    const size = Math.min(bytes.length, Math.ceil((rate * SLICE_MS) / 1_000));
    if (rate < Number.POSITIVE_INFINITY) await sleep(size === 0 ? SLICE_MS : (size / rate) * 1_000);
    if (size > 0) this.to.write(bytes.subarray(0, size));
    return bytes.subarray(size);
  }
}

/** Node refuses to reset a socket that is just being ended, and then never closes it (`uv_tcp_close_reset`). */
export function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
