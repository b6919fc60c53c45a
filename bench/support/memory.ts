import { setTimeout as sleep } from 'node:timers/promises';

/** Bytes. */
export interface Memory {
  /** What the process holds once its garbage is collected. */
  readonly rss: number;
  /** The most that it ever held. */
  readonly peak: number;
}

/** The collector gives pages back a little later than it is called. */
const SETTLE_MS = 500;

export async function memory(): Promise<Memory> {
  for (let i = 0; i < 2; i++) {
    global.gc?.();
    await sleep(SETTLE_MS);
  }
  return { rss: process.memoryUsage.rss(), peak: process.resourceUsage().maxRSS * 1024 };
}
