/**
 * Returns a function that, however often it is called in a turn of the event loop, has `first` run right after the code
 * that runs now, and `rest` once at the turn's end: what comes alone goes at once, what comes in crowds goes together.
 * It returns whether it was the turn's first call.
 */
export function soon(first: () => void, rest: () => void): () => boolean {
  const begins = atTurnsEnd(rest);
  return () => {
    if (!begins()) return false;
    queueMicrotask(first);
    return true;
  };
}

/** Returns a function that has `rest` run once at the end of a turn in which it is called, and tells whether it was the turn's first call. */
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
