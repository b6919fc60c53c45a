import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const loop = monitorEventLoopDelay({ resolution: 1 });

/** The monitor notes how late its own timer is: that runs once before what is to be seen, and once after it. */
const TICK_MS = 5;

/** Begins to note for how long this process's event loop is blocked, or held up by what else the machine does. */
export async function watchLoop(): Promise<void> {
  loop.reset();
  loop.enable();
  await sleep(TICK_MS);
}

/** Ends that. Returns the longest, ms. */
export async function longestBlock(): Promise<number> {
  await sleep(TICK_MS);
  loop.disable();
  return loop.max / 1e6;
}
