import { rename } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** While somebody reads a file, or an antivirus looks at it: on Windows it can be neither renamed nor replaced. */
const HELD: readonly unknown[] = ['EPERM', 'EACCES', 'EBUSY'];
/** Longer than an antivirus takes for a file of ours; after that the caller is told. */
const PATIENCE_MS = 2_000;
const RETRY_MS = 50;

/** Renames a file or a folder; on Windows it waits, up to 2 s, until nobody holds it. @throws as `rename` */
export function move(from: string, to: string): Promise<void> {
  return process.platform === 'win32' ? insist(() => rename(from, to)) : rename(from, to);
}

/** Retries for 2 s what fails while somebody holds a file. @throws what it threw last */
export async function insist(work: () => Promise<void>): Promise<void> {
  for (const began = performance.now(); ; await sleep(RETRY_MS)) {
    try {
      return await work();
    } catch (error) {
      const isHeld = HELD.includes((error as NodeJS.ErrnoException).code);
      if (!isHeld || performance.now() - began > PATIENCE_MS) throw error;
    }
  }
}
