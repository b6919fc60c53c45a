/**
 * Returns a function that, however often it is called in a turn of the event loop, runs `rest` once at the end of it,
 * and returns whether it was the turn's first call: a single change may go immediately, many go together.
 */
export function atTurnsEnd(rest: () => void, later: Timing['later'] = timing.later): () => boolean {
  let waits = false;
  return () => {
    if (waits) return false;
    waits = true;
    later(() => {
      waits = false;
      rest();
    });
    return true;
  };
}

/** Runs this once, that many ms from now, unless what it returns is called before. */
export function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** How time passes for a network: that of the process, or a simulation's. */
export interface Timing {
  /** ms of a clock that only goes on. */
  elapsed(): number;
  /** As `after`. */
  after(ms: number, run: () => void): () => void;
  /** Runs this again and again, that many ms apart, until what it returns is called. */
  every(ms: number, run: () => void): () => void;
  /** Runs this once the event loop has turned. */
  later(run: () => void): void;
}

export const timing: Timing = {
  elapsed: () => performance.now(),
  after,
  every: (ms, run) => {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
  later: (run) => void setImmediate(run),
};

export function sleep({ after }: Timing, ms: number): Promise<void> {
  return new Promise((resolve) => void after(ms, resolve));
}
