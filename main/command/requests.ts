import type { Socket } from '../net/wire/socket-link';
import { Refused } from '../store/refusal';
import { NoAnswer, NotReached } from './failure';

interface Waiting {
  readonly timer: NodeJS.Timeout;
  /** Ends the wait in vain. */
  giveUp(why: NotReached): void;
}

const gone = (): NotReached => new NotReached('closed', 'The node closed the connection.');

/** Requests to a node, each of which waits for its answer; of those that are over, nothing is kept. */
export class Requests {
  /** Resolves once the node is gone. */
  readonly closed: Promise<void>;
  #isClosed = false;
  readonly #waiting = new Set<Waiting>();

  constructor(readonly socket: Socket) {
    // At long work the node tells how far it is, and all are waited for anew.
    socket.on('progress', () => this.#waiting.forEach(({ timer }) => timer.refresh()));
    this.closed = new Promise((resolve) => {
      socket.on('disconnect', () => {
        this.#isClosed = true;
        this.#waiting.forEach(({ giveUp }) => giveUp(gone()));
        resolve();
      });
    });
  }

  /**
   * @param ms to wait, from the node's last `progress` on
   * @throws NotReached where no answer comes; Refused where the course's events answer `false` and why
   */
  ask(ms: number, event: string, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) throw gone();
      const end = (): void => {
        clearTimeout(request.timer);
        this.#waiting.delete(request);
      };
      const request: Waiting = {
        timer: setTimeout(() => request.giveUp(new NoAnswer('closed', 'The node did not answer in time.')), ms),
        giveUp: (why) => {
          end();
          reject(why);
        },
      };
      this.#waiting.add(request);
      this.socket.emit(event, ...args, (reply: unknown, why: unknown) => {
        end();
        if (reply === false && typeof why === 'string') reject(new Refused('bad-request', why));
        else resolve(reply);
      });
    });
  }
}
