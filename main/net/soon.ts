/**
 * Returns a function that, however often it is called in a turn of the event loop, runs `first` right after the current
 * code, and `rest` once at the end of the turn: a single change goes immediately, many go together. The function
 * returns whether it was the turn's first call.
 */
export function soon(first: () => void, rest: () => void): () => boolean {
  const begins = atTurnsEnd(rest);
  return () => {
    if (!begins()) return false;
    queueMicrotask(first);
    return true;
  };
}

/** As `soon`, without `first`. */
export function atTurnsEnd(rest: () => void): () => boolean {
  let waits = false;
  return () => {
    if (waits) return false;
    waits = true;
    setImmediate(() => {
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
