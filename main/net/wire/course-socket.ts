import { Refused } from '../../store/refusal';
import type { Socket } from './socket-link';
import { type Traffic, trafficOf } from './traffic';

/** A course node that does not answer within this is asked again later. */
const ANSWER_MS = 10_000;

/** Calls the events of the course protocol on a node that speaks nothing else. */
export class CourseSocket {
  readonly traffic: Traffic;
  /** What ends each call under way when the socket closes. */
  readonly #waiting = new Set<() => void>();

  constructor(
    readonly socket: Socket,
    /** Of Socket.IO. */
    readonly generation: 2 | 4,
  ) {
    this.traffic = trafficOf(socket);
    socket.on('disconnect', () => {
      for (const giveUp of this.#waiting) giveUp();
    });
  }

  /**
   * What the other side's callback was given: `cb(value)`, or `cb(error, value)` as in later editions of the course.
   * A first argument true or false is an answer, never an error.
   * @throws Refused `closed` where no answer comes, `bad-request` with its error
   */
  call(event: string, ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(giveUp);
        reject(new Refused('closed', `No answer to ${event} in time.`));
      };
      const timer = setTimeout(giveUp, ANSWER_MS);
      this.#waiting.add(giveUp);
      this.socket.emit(event, ...args, (...answer: unknown[]) => {
        clearTimeout(timer);
        this.#waiting.delete(giveUp);
        const [first, second] = answer;
        if (answer.length < 2 || typeof first === 'boolean') resolve(first);
        else if (first === null || first === undefined) resolve(second);
        else reject(new Refused('bad-request', typeof first === 'string' ? first : 'It answered with an error.'));
      });
    });
  }

  /** Calls an event without waiting for an answer. */
  tell(event: string, ...args: unknown[]): void {
    this.socket.emit(event, ...args, () => {});
  }

  onClosed(listener: () => void): void {
    this.socket.on('disconnect', listener);
  }

  close(): void {
    this.socket.disconnect();
  }
}
