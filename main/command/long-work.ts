import { Refused } from '../store/refusal';
import { line } from './print';

/** Work that a user can watch and cancel. */
export interface LongWork {
  readonly signal: AbortSignal;
  /** Shows progress on a terminal. */
  progress(what: string): (done: number, total: number) => void;
  /** Clears it to make room for the next output. */
  clear(): void;
}

/** From one update on a terminal to the next: ten a second can be read. */
const SHOW_MS = 100;

/** Of Ctrl-C, of who ends a script in time, and of a terminal that closes. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does something until it is done or the process is told to stop; told twice, it ends as usual. */
export async function longWork<T>(work: (long: LongWork) => Promise<T>): Promise<T> {
  const cancel = new AbortController();
  const stop = (): void => {
    heedNoMore();
    cancel.abort();
  };
  const heedNoMore = (): void => STOP_SIGNALS.forEach((signal) => process.off(signal, stop));
  STOP_SIGNALS.forEach((signal) => process.on(signal, stop));
  let isShown = false;
  // What is begun is shown at once.
  const progress = (what: string) => {
    let latest = 0;
    return (done: number, total: number) => {
      if (!process.stderr.isTTY || Date.now() - latest < SHOW_MS) return;
      latest = Date.now();
      isShown = true;
      const share = total === 0 ? '' : ` ${Math.floor((100 * done) / total)}%`;
      // A node's own count may be no number.
      process.stderr.write(`\r\u001b[K${line(`${what}${share} (${done})`)}`);
    };
  };
  const clear = (): void => {
    if (isShown) process.stderr.write('\r\u001b[K');
    isShown = false;
  };
  try {
    return await work({ signal: cancel.signal, progress, clear });
  } finally {
    heedNoMore();
    clear();
  }
}

/** What `work` resolves to, or a refusal once it is cancelled. @throws Refused `cancelled` */
export async function unlessCancelled<T>({ signal }: LongWork, message: () => string, work: Promise<T>): Promise<T> {
  let stop = (): void => {};
  const cancelled = new Promise<never>((_, reject) => {
    stop = () => reject(new Refused('cancelled', message()));
  });
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, cancelled]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
