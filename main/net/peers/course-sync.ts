import { severalAtOnce } from '../../several';
import { Slice } from '../../slice';
import type { Database } from '../../store/database';
import { BASIS, PRIME } from '../../store/fnv';
import type { Version } from '../../store/record';
import { anyValue, checkKey, type JsonText, type Key } from '../../store/text';
import type { Logger } from '../logger';
import type { CourseSocket } from '../wire/course-socket';
import type { PeerEvents } from './peer-events';

/** Course nodes tell nobody of what their own clients set, unless they dialled us: so they are asked. */
const ASK_MS = 3_000;
/** Calls under way at once: a course node answers each by itself, and some write their whole file each time. */
const WINDOW = 32;
/** Socket.IO 3 and 4 hang up on a longer message (`maxHttpBufferSize`, 1 MB by default, less room for its frame). */
const MAX_SET_BYTES = 1_000_000 - 100;

/** What is no UTF-16 unit. */
const END = 0x10000;
const UNSEEN = { digest: 0, head: -1 };

export interface CourseHost {
  readonly database: Database;
  readonly logger: Logger;
  readonly now: () => number;
  readonly events: Pick<PeerEvents, 'set' | 'notSet' | 'took'>;
  /** Where this node listens, as `auth` and the course's `peers` give it. */
  readonly port: () => number | null;
  /** Takes a value that a course node has. @throws Refused */
  create(key: Key, value: JsonText): void;
  /** Addresses that the course node shared. */
  learn(addresses: readonly unknown[]): void;
}

/**
 * Keeps a course node up to date and takes what it has: `keys`, `get` what is unknown, `set` what it lacks, then every
 * change. It refuses edits by design, so what it refused is counted. It must never throw: a course node may say
 * anything.
 */
export class CourseSync {
  /** The numbers of versions whose values it is known to hold. */
  readonly #held = new Map<Key, number>();
  #sent = 0;
  /** What it last answered to `keys`, as a digest; and the number of the feed then. */
  #keys = UNSEEN;
  #running = false;
  #again = false;
  #nextAsk = 0;
  #refused = 0;
  #refusedKey: Key | null = null;
  /** Keys that it has though they were deleted here: the course knows no deletion. */
  readonly #kept = new Set<Key>();
  #closed = false;
  #latency: number | null = null;

  constructor(
    readonly host: CourseHost,
    readonly socket: CourseSocket,
  ) {
    socket.onClosed(() => {
      this.#closed = true;
    });
  }

  async start(): Promise<void> {
    const port = this.host.port();
    if (port !== null) void this.#ask('auth', port);
    const peers = await this.#ask('peers');
    if (Array.isArray(peers)) this.host.learn(peers);
  }

  tick(): void {
    const now = this.host.now();
    // A wall clock that is set back must not put it off until it is as late again.
    this.#nextAsk = Math.min(this.#nextAsk, now + ASK_MS);
    if (this.#running || now < this.#nextAsk) return;
    this.#nextAsk = now + ASK_MS;
    void this.#run(() => this.#fetch());
  }

  /** Whether nothing is under way to the peer. */
  get isQuiet(): boolean {
    return !this.#running;
  }

  /** Forwards what changed since the last call. */
  pump(): void {
    void this.#run(async () => {});
  }

  status(): { refused: number; refusedKey: Key | null; latency: number | null } {
    return { refused: this.#refused, refusedKey: this.#refusedKey, latency: this.#latency };
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
    } while (this.#again && !this.#closed);
    this.#running = false;
  }

  async #fetch(): Promise<void> {
    const asked = this.host.now();
    const keys = await this.#ask('keys');
    this.#latency = this.host.now() - asked;
    if (!Array.isArray(keys) || (await this.#isAsBefore(keys))) return;
    const unknown = new Set<Key>();
    const slice = new Slice();
    for (const key of keys) {
      if (slice.isOver) await slice.rest();
      if (!isKey(key)) continue;
      const held = this.host.database.holds(key);
      if (held === null) unknown.add(key);
      else if (held === 'tombstone') this.#countKept(key);
    }
    // What is not given, or not taken, is asked for again.
    if (unknown.size > 0) this.#keys = UNSEEN;
    await this.#each(unknown, (key) => this.#get(key));
  }

  /** Whether it has the same keys as when it was last asked, and nothing has changed here since. */
  async #isAsBefore(keys: readonly unknown[]): Promise<boolean> {
    const before = this.#keys;
    const slice = new Slice();
    let digest = BASIS;
    for (const key of keys) {
      if (slice.isOver) await slice.rest();
      if (typeof key === 'string') digest = digestOn(digest, key);
    }
    this.#keys = { digest, head: this.host.database.feed.head };
    return before.digest === digest && before.head === this.#keys.head;
  }

  async #get(key: Key): Promise<void> {
    const value = await this.#ask('get', key);
    if (value === null || value === undefined) return;
    try {
      const json = anyValue(value);
      this.host.create(key, json);
      const winner = this.host.database.winner(key);
      if (winner?.value === json) this.#held.set(key, winner.seq);
      this.host.events.took(key);
    } catch (error) {
      this.host.logger.warn(`A course node's value of ${JSON.stringify(key)} was not taken: ${String(error)}`);
    }
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
    while (this.#sent < head && !this.#closed) {
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
    if (isTooLong(key, parsed)) return this.#countRefused(key);
    const why = await this.socket.set(key, parsed);
    if (this.#closed) return;
    if (why !== null) return this.#countRefused(key);
    this.#held.set(key, seq);
    this.host.events.set(key);
  }

  #countRefused(key: Key): void {
    this.#refused += 1;
    this.#refusedKey = key;
    this.host.events.notSet(key);
    this.host.logger.info(`A course node did not take the change of ${JSON.stringify(key)}.`);
  }

  #countKept(key: Key): void {
    if (this.#kept.has(key)) return;
    this.#kept.add(key);
    this.#countRefused(key);
  }

  async #each<T>(items: AsyncIterable<T> | Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
    await severalAtOnce(items, WINDOW, async (item) => {
      if (!this.#closed) await work(item);
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

function isKey(key: unknown): key is Key {
  try {
    return typeof key === 'string' && checkKey(key) === key;
  } catch {
    return false;
  }
}

/** Of FNV-1a, by UTF-16 units, with an end of each key. */
function digestOn(digest: number, key: string): number {
  let hash = digest;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), PRIME);
  return Math.imul(hash ^ END, PRIME);
}

/** A text of 256 KiB may take six times that as JSON, where every character is escaped. */
function isTooLong(key: Key, value: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(['set', key, value])) > MAX_SET_BYTES;
}
