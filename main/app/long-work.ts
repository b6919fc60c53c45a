import type { Status } from '../../preload/contract/status';
import type { WorkKind } from '../../preload/contract/work';
import type { Work } from '../backup/work';
import { Refused } from '../store/refusal';

/** ms in which cancelled work should end: it does in its next slice, but a drive that is gone may never answer. */
const CANCEL_MS = 5_000;
/**
 * Each piece of work that goes on waiting for such a drive keeps one of the process's four threads for files, and the
 * database needs one, too: without any, nothing that is set would be saved or refused.
 */
const MAX_STUCK = 2;

/** What a window's user waits for: one piece of work at a time, which can be watched and cancelled. */
export class LongWork {
  #status: Status['work'] = null;
  #cancelling = new AbortController();
  /** The end of the last one. */
  #ended: Promise<unknown> = Promise.resolve();
  /** Pieces of work that were begun and have not ended, cancelled or not. */
  #begun = 0;

  /** @param changed is called when `status` changed */
  constructor(readonly changed: () => void) {}

  get status(): Status['work'] {
    return this.#status;
  }

  /**
   * Waits for work that was cancelled to end.
   * @throws Refused `bad-request` while there is other work, `drive-silent` while `MAX_STUCK` cancelled pieces have not
   * ended, `cancelled`; as the work does
   */
  async run<T>(kind: WorkKind, work: (work: Work) => Promise<T>): Promise<T> {
    while (this.#status !== null && this.#cancelling.signal.aborted) await this.#ended;
    if (this.#status !== null) throw new Refused('bad-request', 'Other work is under way; wait for it or cancel it.');
    if (this.#begun >= MAX_STUCK) {
      const why = 'Cancelled work still waits for a drive that does not answer; unplug it, or connect it again.';
      throw new Refused('drive-silent', why);
    }
    this.#cancelling = new AbortController();
    const { signal } = this.#cancelling;
    const progress = (done: number, total: number): void => {
      if (!signal.aborted) this.#set({ kind, done, total });
    };
    progress(0, 0);
    const result = unlessStuck(
      this.#counted(() => work({ progress, signal })),
      signal,
    ).finally(() => this.#set(null));
    this.#ended = result.catch(() => {});
    return result;
  }

  async #counted<T>(work: () => Promise<T>): Promise<T> {
    this.#begun += 1;
    try {
      return await work();
    } finally {
      this.#begun -= 1;
    }
  }

  cancel(): void {
    this.#cancelling.abort();
  }

  #set(status: Status['work']): void {
    this.#status = status;
    this.changed();
  }
}

/** What work comes to, unless it has not ended `CANCEL_MS` after it was cancelled. @throws Refused `cancelled` */
function unlessStuck<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Refused('cancelled', 'Cancelled.'));
    signal.addEventListener('abort', () => setTimeout(giveUp, CANCEL_MS).unref());
    work.then(resolve, reject);
  });
}
