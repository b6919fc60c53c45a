/** Runs `job` at once, then at most every `ms`; calls in between are answered by one run at the end. */
export function coalesce(job: () => void, ms: number): () => void {
  let waiting = false;
  let again = false;
  const run = (): void => {
    if (waiting) {
      again = true;
      return;
    }
    waiting = true;
    job();
    setTimeout(() => {
      waiting = false;
      if (!again) return;
      again = false;
      run();
    }, ms);
  };
  return run;
}
