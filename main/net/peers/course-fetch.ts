import { severalAtOnce } from '../../several';
import { Slice } from '../../slice';
import type { Database } from '../../store/database';
import { type Reason, type RefusalCode, Refused } from '../../store/refusal';
import { anyValue, type JsonText, type Key } from '../../store/text';
import type { CourseSocket } from '../wire/course-socket';
import { Backoff } from './backoff';
import { digestOf, listedIn, readKey } from './course-keys';
import type { PeerEvents } from './peer-events';

/** Calls under way at once: a course node answers each by itself, and some write their whole file each time. */
export const WINDOW = 32;

/** Socket.IO does where nothing comes for 45 s, unless a script has it wait longer. */
const HANGS_UP_MS = 60_000;

const UNSEEN = { digest: 0, head: -1, fault: '' };

export interface FetchHost {
  readonly database: Database;
  readonly now: () => number;
  readonly random: () => number;
  readonly events: Pick<PeerEvents, 'took' | 'notTaken'>;
  /** Takes a value that a course node has. @throws Refused */
  create(key: Key, value: JsonText): void;
  /** It has the key, too. */
  listed(key: Key, here: 'value' | 'tombstone'): void;
  /** It has the value that this node now has under the key. */
  taken(key: Key): void;
}

/**
 * Takes what a course node has: asks it for its `keys`, and for the value of each that is unknown here. What it does
 * that keeps a value from here is kept, for the author of its script. It must never throw: a course node may say
 * anything.
 */
export class CourseFetch {
  /** What it last answered to `keys`, as a digest, and what was wrong with that; and the number of the feed then. */
  #keys = UNSEEN;
  /** What is wrong with that answer, or with a key in it. */
  #keysFault: Refused | null = null;
  /** Keys that it lists whose values are not here, and why; in words, why for the last. */
  #missing = new Map<Key, RefusalCode>();
  #lastMissing: Reason | null = null;
  /** When to ask again for values that it did not give. */
  readonly #again = new Backoff();
  /** Since when it answers nothing, ms; `null` while it does. */
  #silentSince: number | null = null;
  /** ms that it took to answer `keys`. */
  latency: number | null = null;

  constructor(
    readonly host: FetchHost,
    readonly socket: CourseSocket,
  ) {}

  /** What keeps something that it has from here; `null` where nothing does. */
  get why(): Reason | null {
    if (this.#keysFault !== null) return this.#keysFault;
    const { size } = this.#missing;
    if (size === 0 || this.#lastMissing === null) return null;
    const { code, message } = this.#lastMissing;
    return { code, message: size === 1 ? message : `${message} (The last of ${size} keys.)` };
  }

  async fetch(): Promise<void> {
    const asked = this.host.now();
    const answer = await this.#ask('keys');
    if (this.socket.isClosed || this.#isOut(asked)) return;
    this.latency = this.host.now() - asked;
    const { keys, fault } = listedIn(answer);
    const isRetry = this.#isAnyWorthAsking && this.#again.isOver(this.host.now());
    if ((await this.#isAsBefore(keys, fault)) && !isRetry) return;
    await this.#takeAll(await this.#unknown(keys, fault, isRetry));
  }

  /** Whether it may be the network that gives no answer: where it is out, Socket.IO hangs up by and by. */
  #isOut(now: number): boolean {
    if (!this.socket.isSilent) {
      this.#silentSince = null;
      return false;
    }
    this.#silentSince ??= now;
    return now - this.#silentSince < HANGS_UP_MS;
  }

  /** Whether it has the same keys as when it was last asked, and nothing has changed here since. */
  async #isAsBefore(keys: readonly unknown[], fault: Refused | null): Promise<boolean> {
    const before = this.#keys;
    const digest = await digestOf(keys);
    const now = { digest, head: this.host.database.feed.head, fault: fault?.code ?? '' };
    this.#keys = now;
    return before.digest === digest && before.head === now.head && before.fault === now.fault;
  }

  /** Keys whose values are to be asked for, each with what the node itself calls it. */
  async #unknown(keys: readonly unknown[], fault: Refused | null, isRetry: boolean): Promise<Map<Key, unknown>> {
    const unknown = new Map<Key, unknown>();
    // Those alone that it still lists: it may list others each time.
    const missing = new Map<Key, RefusalCode>();
    const slice = new Slice();
    for (const listed of keys) {
      if (slice.isOver) await slice.rest();
      const key = readKey(listed);
      if (key instanceof Refused) {
        fault ??= key;
        continue;
      }
      const here = this.host.database.holds(key);
      if (here !== null) {
        this.host.listed(key, here);
        continue;
      }
      const why = this.#missing.get(key);
      if (why !== undefined) missing.set(key, why);
      if (why === undefined || (isRetry && why === 'no-get')) unknown.set(key, listed);
    }
    this.#missing = missing;
    if (fault !== null && fault.code !== this.#keysFault?.code) this.host.events.notTaken(fault, null);
    this.#keysFault = fault;
    return unknown;
  }

  /** A value that cannot be kept stays so: a course node overwrites none. */
  get #isAnyWorthAsking(): boolean {
    for (const why of this.#missing.values()) if (why === 'no-get') return true;
    return false;
  }

  async #takeAll(unknown: ReadonlyMap<Key, unknown>): Promise<void> {
    if (unknown.size === 0) return;
    // One that does not answer is not asked for all others, each of which would take as long.
    let isSilent = false;
    const slice = new Slice();
    await severalAtOnce(unknown, WINDOW, async ([key, listed]) => {
      if (slice.isOver) await slice.rest();
      if (this.socket.isClosed) return;
      const take = (): Promise<Refused | null> => this.#take(key, listed);
      const why = isSilent ? noValue(key, 'does not call back in time') : await this.socket.persist(take);
      isSilent ||= why?.code === 'closed';
      this.#note(key, why?.code === 'closed' ? noValue(key, 'does not call back in time') : why);
    });
    if (this.#isAnyWorthAsking) this.#again.failed(this.host.now(), this.host.random(), true);
    else this.#again.reset();
  }

  /** @param listed the key as its `keys` has it @returns why its value is not taken */
  async #take(key: Key, listed: unknown): Promise<Refused | null> {
    try {
      const value = await this.socket.call('get', listed);
      if (value === null || value === undefined) return noValue(key, 'calls back nothing');
      this.host.create(key, anyValue(value));
      return null;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code === 'closed') return error;
      if (error.code === 'bad-request') return noValue(key, 'calls back an error', 'null, db[key]');
      return new Refused(error.code, `Its value of ${JSON.stringify(key)} cannot be kept: ${error.message}`);
    }
  }

  #note(key: Key, why: Refused | null): void {
    // A key that was set here meanwhile is no mistake of its script.
    if (this.socket.isClosed || why?.code === 'write-once') return;
    if (why === null) {
      this.#missing.delete(key);
      this.host.taken(key);
      return this.host.events.took(key);
    }
    if (!this.#missing.has(key)) this.host.events.notTaken(why, key);
    this.#missing.set(key, why.code);
    this.#lastMissing = { code: why.code, message: why.message };
  }

  async #ask(event: string): Promise<unknown> {
    try {
      return await this.socket.call(event);
    } catch (error) {
      return error;
    }
  }
}

function noValue(key: Key, what: string, answer = 'db[key]'): Refused {
  const asked = `Its 'get' of ${JSON.stringify(key)}, which its 'keys' lists, ${what}`;
  return new Refused('no-get', `${asked}: have it call back the value, as callback(${answer}).`);
}
