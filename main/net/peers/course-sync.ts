import { severalAtOnce } from '../../several';
import { Slice } from '../../slice';
import type { Version } from '../../store/record';
import { type Reason, Refused } from '../../store/refusal';
import type { JsonText, Key } from '../../store/text';
import type { Logger } from '../logger';
import type { CourseSocket } from '../wire/course-socket';
import { CourseFetch, type FetchHost, WINDOW } from './course-fetch';
import type { PeerEvents } from './peer-events';

/** Course nodes tell nobody of what their own clients set, unless they dialled us: so they are asked. */
const ASK_MS = 3_000;
/** Socket.IO 3 and 4 hang up on a longer message (`maxHttpBufferSize`, 1 MB by default, less room for its frame). */
const MAX_SET_BYTES = 1_000_000 - 100;

/** In place of a number of the feed: it has the key, with a value that was not looked at. */
const ANY_VALUE = 0;

export interface CourseHost extends Omit<FetchHost, 'events' | 'listed' | 'taken'> {
  readonly logger: Logger;
  readonly events: Pick<PeerEvents, 'set' | 'took' | 'notTaken'>;
  /** Where this node listens, as `auth` and the course's `peers` give it. */
  readonly port: () => number | null;
  /** Addresses that the course node shared. */
  learn(addresses: readonly unknown[]): void;
}

/**
 * Keeps a course node up to date and takes what it has: `keys`, `get` what is unknown, `set` what it lacks or has
 * otherwise, then every change. It refuses edits by design, so what it refused is counted. It must never throw: a
 * course node may say anything.
 */
export class CourseSync {
  readonly #fetch: CourseFetch;
  /** The numbers of versions whose values it is known to hold, or `ANY_VALUE`. */
  readonly #held = new Map<Key, number>();
  #sent = 0;
  #running = false;
  #again = false;
  #nextAsk = 0;
  /** Where it knows that this node listens. */
  #port: number | null = null;
  #refused = 0;
  #refusedKey: Key | null = null;
  /** What its `set` does wrong, until it takes something. */
  #setFault: Refused | null = null;
  /** Keys that it has though they were deleted here: the course knows no deletion. */
  readonly #kept = new Set<Key>();

  constructor(
    readonly host: CourseHost,
    readonly socket: CourseSocket,
  ) {
    this.#fetch = new CourseFetch(
      { ...host, listed: (key, here) => this.#listed(key, here), taken: (key) => this.#taken(key) },
      socket,
    );
  }

  async start(): Promise<void> {
    this.tellPort();
    const peers = await this.#ask('peers');
    if (Array.isArray(peers)) this.host.learn(peers);
  }

  /** Where this node listens, once. */
  tellPort(): void {
    const port = this.host.port();
    if (port === null || port === this.#port) return;
    this.#port = port;
    void this.#ask('auth', port);
  }

  tick(): void {
    const now = this.host.now();
    // A wall clock that is set back must not put it off until it is as late again.
    this.#nextAsk = Math.min(this.#nextAsk, now + ASK_MS);
    if (this.#running || now < this.#nextAsk) return;
    this.#nextAsk = now + ASK_MS;
    void this.#run(() => this.#fetch.fetch());
  }

  /** Whether nothing is under way to the peer. */
  get isQuiet(): boolean {
    return !this.#running;
  }

  /** Forwards what changed since the last call. */
  pump(): void {
    void this.#run(async () => {});
  }

  /** `why` is what its script does wrong. */
  status(): { refused: number; refusedKey: Key | null; latency: number | null; why: Reason | null } {
    const { latency } = this.#fetch;
    const fault = this.#fetch.why ?? this.#setFault;
    // An error would lose its words on the way to a window or to byr.
    const why = fault && { code: fault.code, message: fault.message };
    return { refused: this.#refused, refusedKey: this.#refusedKey, latency, why };
  }

  /** One round at a time: a fetch, if asked for, then everything that it lacks. */
  async #run(first: () => Promise<void>): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    await first();
    do {
      this.#again = false;
      await this.#forward();
    } while (this.#again && !this.socket.isClosed);
    this.#running = false;
  }

  #listed(key: Key, here: 'value' | 'tombstone'): void {
    if (here === 'tombstone') this.#countKept(key);
    else if (!this.#held.has(key)) this.#held.set(key, ANY_VALUE);
  }

  #taken(key: Key): void {
    const winner = this.host.database.winner(key);
    if (winner !== undefined) this.#held.set(key, winner.seq);
  }

  async #forward(): Promise<void> {
    await this.#each(this.#lacking(), (version) => this.#set(version));
  }

  /**
   * What it lacks of what was not sent yet, oldest first. What changes meanwhile waits: a key is set once at a time.
   */
  async *#lacking(): AsyncGenerator<Version> {
    const { head } = this.host.database.feed;
    const slice = new Slice();
    while (this.#sent < head && !this.socket.isClosed) {
      if (slice.isOver) await slice.rest();
      const next = this.#nextLacking(head, slice);
      if (next !== null) yield next;
    }
  }

  /** Up to a number of the feed; `null` where the slice is over, or nothing is left. */
  #nextLacking(head: number, slice: Slice): Version | null {
    for (const version of this.host.database.feed.after(this.#sent)) {
      if (version.seq > head) break;
      this.#sent = version.seq;
      if (this.#lacks(version)) return version;
      if (slice.isOver) return null;
    }
    this.#sent = head;
    return null;
  }

  #lacks(version: Version): boolean {
    const { database } = this.host;
    if (version.value === null || !database.isWinner(version)) return false;
    const held = this.#held.get(version.key);
    return held === undefined || (held !== version.seq && database.feed.get(held)?.value !== version.value);
  }

  async #set({ key, value, seq }: Version): Promise<void> {
    const parsed: unknown = JSON.parse(value as JsonText);
    if (isTooLong(key, parsed)) return this.#countRefused(key, tooLong());
    if (this.#held.get(key) === ANY_VALUE && (await this.socket.holds(key, parsed))) {
      this.#held.set(key, seq);
      return;
    }
    const why = await this.socket.set(key, parsed);
    if (this.socket.isClosed) return;
    this.#setFault = why?.code === 'closed' ? noSet(key) : null;
    if (why !== null) return this.#countRefused(key, this.#setFault ?? writeOnce());
    this.#held.set(key, seq);
    this.host.events.set(key);
  }

  #countRefused(key: Key, why: Refused): void {
    this.#refused += 1;
    this.#refusedKey = key;
    this.host.events.notTaken(why, key);
    this.host.logger.info(`A course node did not take the change of ${JSON.stringify(key)}: ${why.message}`);
  }

  #countKept(key: Key): void {
    if (this.#kept.has(key)) return;
    this.#kept.add(key);
    this.#countRefused(key, writeOnce());
  }

  async #each<T>(items: AsyncIterable<T> | Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
    await severalAtOnce(items, WINDOW, async (item) => {
      if (!this.socket.isClosed) await work(item);
    });
  }

  async #ask(event: string, ...args: unknown[]): Promise<unknown> {
    try {
      return await this.socket.call(event, ...args);
    } catch (error) {
      this.host.logger.debug(`A course node did not take ${event}: ${String(error)}`);
      return undefined;
    }
  }
}

function writeOnce(): Refused {
  return new Refused('write-once', 'The course node did not take the value.');
}

function noSet(key: Key): Refused {
  const what = `Its 'set' does not call back, and its 'get' does not give the value of ${JSON.stringify(key)}`;
  return new Refused('no-set', `${what}: have 'set' store the value and call back true.`);
}

function tooLong(): Refused {
  return new Refused('value-too-long', 'With this value the message is longer than Socket.IO lets in, 1 MB.');
}

/** A text of 256 KiB may take six times that as JSON, where every character is escaped. */
function isTooLong(key: Key, value: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(['set', key, value])) > MAX_SET_BYTES;
}
