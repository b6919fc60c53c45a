import { isLoopback } from './barred';

/** Of one other machine: a link, the dials beside it, and a student's scripts. */
const MAX_OF_HOST = 64;
/** Of all other machines: `MAX_LINKS`, a class that tries to link beside these, and its scripts. */
const MAX_OF_OTHERS = 512;
/** Of this machine, where a class of nodes may run; kept for it, so that no stranger locks its owner out. */
const MAX_OF_THIS = 1024;

const CONNECTIONS = { ofHost: MAX_OF_HOST, ofOthers: MAX_OF_OTHERS, ofThis: MAX_OF_THIS };

/** How many connections, or sessions, are open, and from where. */
export class Room {
  readonly #open = new Map<string, number>();
  #others = 0;

  constructor(readonly most: typeof CONNECTIONS = CONNECTIONS) {}

  /** Whether there is room for one more from a host. */
  hasFor(host: string): boolean {
    const open = this.#open.get(host) ?? 0;
    if (isLoopback(host)) return open < this.most.ofThis;
    return open < this.most.ofHost && this.#others < this.most.ofOthers;
  }

  /** One more is open. Returns what is to be called, once, when it closes. */
  enter(host: string): () => void {
    this.#count(host, 1);
    return () => this.#count(host, -1);
  }

  #count(host: string, one: 1 | -1): void {
    const open = (this.#open.get(host) ?? 0) + one;
    if (open === 0) this.#open.delete(host);
    else this.#open.set(host, open);
    if (!isLoopback(host)) this.#others += one;
  }
}

/** Long enough that a burst, as when all link at once, is no flood. */
const QUOTA_MS = 10_000;

/**
 * How often each host did something lately: it is forgotten after `QUOTA_MS`, so this holds no more than came
 * meanwhile.
 */
export class Quota {
  #done = new Map<string, number>();
  #since = 0;

  constructor(
    readonly ofHost: number,
    readonly ofThis: number,
  ) {}

  /** Whether a host may do it once more, which then counts. @param now ms of a clock that only goes on */
  takes(host: string, now: number): boolean {
    if (now - this.#since >= QUOTA_MS) {
      this.#done = new Map();
      this.#since = now;
    }
    const done = (this.#done.get(host) ?? 0) + 1;
    this.#done.set(host, done);
    return done <= (isLoopback(host) ? this.ofThis : this.ofHost);
  }
}
