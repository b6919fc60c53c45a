import { monitorEventLoopDelay } from 'node:perf_hooks';

const loop = monitorEventLoopDelay({ resolution: 1 });

/** Begins to note for how long this process's event loop is blocked, or held up by what else the machine does. */
export function watchLoop(): void {
  loop.reset();
  loop.enable();
}

/** Ends that. Returns the longest, ms. */
export function longestBlock(): number {
  loop.disable();
  return loop.max / 1e6;
}
