import { setTimeout as sleep } from 'node:timers/promises';
import { Refused } from '../../store/refusal';
import { anyValue } from '../../store/text';
import type { Socket } from './socket-link';
import { type Traffic, trafficOf } from './traffic';

/** A course node that does not answer within this is asked again later. */
const ANSWER_MS = 10_000;
/** A node that has not answered a `set` by then may never: asking what it holds is quicker. Most answer in ms. */
const LOOK_MS = 1_000;

/** Where Socket.IO's clients keep the callbacks that wait for an answer, by its number; and the next number. */
interface Asking {
  readonly ids: number;
  readonly acks: Record<number, unknown>;
}

/** Calls the events of the course protocol on a node that speaks nothing else. */
export class CourseSocket {
  readonly traffic: Traffic;
  /** What ends each call under way when the socket closes. */
  readonly #waiting = new Set<() => void>();
  /** Events to which it was seen to call back `cb(error, value)`, as in later editions of the course. */
  readonly #errorFirst = new Set<string>();
  /** Whether a `set` was seen to have no answer: some never call back, or only where they take the value. */
  #isMute = false;
  /** Calls so far; the last of them that was answered, and the last that was given up. */
  #calls = 0;
  #answered = 0;
  #givenUp = 0;
  /** For all calls that had no answer. */
  #asking: Promise<boolean> | null = null;
  #isClosed = false;

  constructor(readonly socket: Socket) {
    this.traffic = trafficOf(socket);
    socket.on('disconnect', () => {
      this.#isClosed = true;
      for (const giveUp of this.#waiting) giveUp();
    });
  }

  /**
   * The value that the other side's callback was given; nothing is `null` or `undefined`.
   * @throws Refused `closed` where no answer comes, `bad-request` with its error
   */
  async call(event: string, ...args: unknown[]): Promise<unknown> {
    return this.#read(event, await this.#answer(event, args));
  }

  /**
   * Has it set a value. Returns why it does not hold that, `null` where it does: early editions answer `false` also to
   * a value that they have, later ones nothing, and some never call back.
   */
  async set(key: string, value: unknown): Promise<Refused | null> {
    const why = await this.persist(() => this.#trySet(key, value));
    this.#learn(why);
    return why;
  }

  /** Tries again what may not have come through, or its answer. Returns why it failed. */
  async persist(attempt: () => Promise<Refused | null>): Promise<Refused | null> {
    const why = await attempt();
    if (why?.code !== 'closed' || !this.isSilent) return why;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    const wasThere = await this.#asking;
    return wasThere || this.#isClosed ? why : attempt();
  }

  async #trySet(key: string, value: unknown): Promise<Refused | null> {
    if (this.#isMute) {
      this.tell('set', key, value);
      if (await this.holds(key, value)) return null;
      // It may write a file first.
      await sleep(LOOK_MS);
      return (await this.holds(key, value)) ? null : noAnswer('set');
    }
    const answer = this.#refusal(key, value);
    if (!(await isWithin(LOOK_MS, answer)) && (await this.holds(key, value))) {
      void answer.then((why) => this.#learn(why));
      return null;
    }
    const why = await answer;
    return why === null || this.#isClosed || !(await this.holds(key, value)) ? why : null;
  }

  /** Calls an event, whatever it answers. */
  tell(event: string, ...args: unknown[]): void {
    this.#emit(event, args, () => {})();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Whether a call was given up, and none made since was answered. So it is where a cable is out: what is sent arrives in
   * its order, so only a later answer shows that the call came through, and that the script does not answer it.
   */
  get isSilent(): boolean {
    return !this.#isClosed && this.#givenUp > this.#answered;
  }

  onClosed(listener: () => void): void {
    this.socket.on('disconnect', listener);
  }

  close(): void {
    this.socket.disconnect();
  }

  /** All that its callback is given. */
  #answer(event: string, args: readonly unknown[]): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      this.#calls += 1;
      const call = this.#calls;
      const giveUp = (): void => {
        this.#givenUp = Math.max(this.#givenUp, call);
        clearTimeout(timer);
        this.#waiting.delete(giveUp);
        forget();
        reject(noAnswer(event));
      };
      const timer = setTimeout(giveUp, ANSWER_MS);
      this.#waiting.add(giveUp);
      const forget = this.#emit(event, args, (answer) => {
        clearTimeout(timer);
        this.#waiting.delete(giveUp);
        this.#answered = Math.max(this.#answered, call);
        resolve(answer);
      });
    });
  }

  /** Returns a function that ends the wait, which otherwise lasts as long as the socket if no answer ever comes. */
  #emit(event: string, args: readonly unknown[], answered: (answer: unknown[]) => void): () => void {
    const { acks, ids } = this.socket as unknown as Asking;
    this.socket.emit(event, ...args, (...answer: unknown[]) => answered(answer));
    return () => delete acks[ids];
  }

  /**
   * `cb(value)`, or error-first: `cb(null, value)` and `cb(error)`, as an event is known to be once it gave a value so. A
   * first argument that is true, false or a list is an answer, never an error.
   */
  #read(event: string, answer: readonly unknown[]): unknown {
    const [first, second] = answer;
    const isSecond = answer.length > 1;
    if (typeof first === 'boolean') return first;
    if (first === null || first === undefined) {
      if (isSecond) this.#errorFirst.add(event);
      return second;
    }
    if (!isSecond && (Array.isArray(first) || !this.#isErrorFirst(event))) return first;
    throw new Refused('bad-request', typeof first === 'string' ? first : 'It answered with an error.');
  }

  /** As `keys`, which it is asked first, so is all else unless it shows otherwise; a student may change one event alone. */
  #isErrorFirst(event: string): boolean {
    return this.#errorFirst.has(event) || this.#errorFirst.has('keys');
  }

  /** What it says to a value that it is asked to set. */
  async #refusal(key: string, value: unknown): Promise<Refused | null> {
    try {
      return this.#verdict(await this.call('set', key, value));
    } catch (error) {
      return error as Refused;
    }
  }

  /** Of what it said to a `set`. */
  #learn(why: Refused | null): void {
    if (why?.code === 'closed' && !this.#isClosed) this.#isMute = true;
  }

  /** Asks what it answered when it was dialled, until it answers anything. Returns whether it does so at once. */
  async #ask(): Promise<boolean> {
    const asked = performance.now();
    do await this.call('keys').catch(() => {});
    while (this.isSilent);
    return performance.now() - asked < LOOK_MS;
  }

  /** Of an answer to `set`. */
  #verdict(answer: unknown): Refused | null {
    if (answer === true || (this.#isErrorFirst('set') && (answer ?? null) === null)) return null;
    return new Refused('write-once', typeof answer === 'string' ? answer : 'The course node refused set.');
  }

  /** Whether it gives that value of a key. Never throws. */
  async holds(key: string, value: unknown): Promise<boolean> {
    try {
      return anyValue(await this.call('get', key)) === JSON.stringify(value);
    } catch {
      // No answer, or nothing that we would keep, such as lists some thousand deep.
      return false;
    }
  }
}

/** Whether something is settled by then. @param settles never fails */
function isWithin(ms: number, settles: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    void settles.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function noAnswer(event: string): Refused {
  return new Refused('closed', `No answer to ${event} in time.`);
}
