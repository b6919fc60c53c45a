import type { Database } from '../../store/database';
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
 * change. It refuses edits by design, so what it refused is counted. It must never throw: a course node may say anything.
 */
export class CourseSync {
  /** Values that it is known to hold. */
  readonly #held = new Map<Key, JsonText>();
  #sent = 0;
  #running = false;
  #again = false;
  #nextAsk = 0;
  #refused = 0;
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
    if (this.host.now() < this.#nextAsk) return;
    this.#nextAsk = this.host.now() + ASK_MS;
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

  status(): { refused: number; latency: number | null } {
    return { refused: this.#refused, latency: this.#latency };
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
    if (!Array.isArray(keys)) return;
    const theirs = [...new Set(keys)].filter(isKey);
    for (const key of theirs) if (this.host.database.winner(key)?.value === null) this.#countKept(key);
    const unknown = theirs.filter((key) => this.host.database.winner(key) === undefined);
    await this.#each(unknown, (key) => this.#get(key));
  }

  async #get(key: Key): Promise<void> {
    const value = await this.#ask('get', key);
    if (value === null || value === undefined) return;
    try {
      const json = anyValue(value);
      this.#held.set(key, json);
      this.host.create(key, json);
      this.host.events.took(key);
    } catch (error) {
      this.host.logger.warn(`A course node's value of ${JSON.stringify(key)} was not taken: ${String(error)}`);
    }
  }

  async #forward(): Promise<void> {
    const { feed } = this.host.database;
    const versions = [...feed.after(this.#sent)].filter((version) => this.#lacks(version));
    this.#sent = feed.head;
    await this.#each(versions, (version) => this.#set(version.key, version.value as JsonText));
  }

  #lacks(version: Version): boolean {
    const isWinner = this.host.database.winner(version.key)?.seq === version.seq;
    return isWinner && version.value !== null && this.#held.get(version.key) !== version.value;
  }

  async #set(key: Key, value: JsonText): Promise<void> {
    const parsed: unknown = JSON.parse(value);
    if (isTooLong(key, parsed)) return this.#countRefused(key);
    const why = await this.socket.set(key, parsed);
    if (this.#closed) return;
    if (why !== null) return this.#countRefused(key);
    this.#held.set(key, value);
    this.host.events.set(key);
  }

  #countRefused(key: Key): void {
    this.#refused += 1;
    this.host.events.notSet(key);
    this.host.logger.info(`A course node did not take the change of ${JSON.stringify(key)}.`);
  }

  #countKept(key: Key): void {
    if (this.#kept.has(key)) return;
    this.#kept.add(key);
    this.#countRefused(key);
  }

  async #each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    const queue = items.values();
    const worker = async (): Promise<void> => {
      for (const item of queue) {
        if (this.#closed) return;
        await work(item);
      }
    };
    await Promise.all(Array.from({ length: WINDOW }, worker));
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

/** A text of 256 KiB may take six times that as JSON, where every character is escaped. */
function isTooLong(key: Key, value: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(['set', key, value])) > MAX_SET_BYTES;
}
