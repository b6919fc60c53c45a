import { rename } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * While somebody reads a file, or an antivirus looks at it: on Windows it can be neither renamed nor replaced, nor opened
 * where they share it with nobody. LevelDB says no more than that it failed.
 */
const HELD: readonly unknown[] = ['EPERM', 'EACCES', 'EBUSY', 'LEVEL_IO_ERROR'];
/** Longer than an antivirus takes for a file of ours; after that the caller is told. */
const PATIENCE_MS = 2_000;
const RETRY_MS = 50;

/** Renames a file or a folder; on Windows it waits, up to 2 s, until nobody holds it. @throws as `rename` */
export function move(from: string, to: string): Promise<void> {
  return unheld(() => rename(from, to));
}

/** Does what on Windows may fail while somebody holds a file; there it waits for that, up to 2 s. @throws what it threw */
export function unheld<T>(work: () => Promise<T>): Promise<T> {
  return process.platform === 'win32' ? insist(work) : work();
}

/** Retries for 2 s what fails while somebody holds a file. @throws what it threw last */
export async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (const began = performance.now(); ; await sleep(RETRY_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isHeld(error) || performance.now() - began > PATIENCE_MS) throw error;
    }
  }
}

function isHeld(error: unknown): boolean {
  const { code, cause } = error as NodeJS.ErrnoException;
  return HELD.includes(code) || (cause !== undefined && isHeld(cause));
}
