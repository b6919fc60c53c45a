/**
 * Returns a function that, however often it is called in a turn of the event loop, has `first` run right after the code
 * that runs now, and `rest` once at the turn's end: what comes alone goes at once, what comes in crowds goes together.
 * It returns whether it was the turn's first call.
 */
export function soon(first: () => void, rest: () => void): () => boolean {
  let waits = false;
  return () => {
    if (waits) return false;
    waits = true;
    queueMicrotask(first);
    setImmediate(() => {
      waits = false;
      rest();
    });
    return true;
  };
}
