import { Slice } from './slice';
import type { Database } from './store/database';
import { MAX_ENTRIES } from './store/pack';
import type { Key } from './store/text';

/**
 * Writes anew all that a database holds stamped ahead, so many keys at a time that the event loop stays free. What fails
 * or is cut off leaves the rest as it was: the next time goes on.
 * @param write as `Writes.restamp`
 * @returns how many entries were written
 */
export async function restampAll(
  database: Database,
  write: (keys: readonly Key[]) => Promise<number>,
): Promise<number> {
  const slice = new Slice();
  let keys: Key[] = [];
  let written = 0;
  for (const key of database.stampedAfter(database.latest)) {
    if (key !== undefined) keys.push(key);
    if (keys.length < MAX_ENTRIES && !slice.isOver) continue;
    written += await write(keys);
    keys = [];
    if (slice.isOver) await slice.rest();
  }
  return written + (await write(keys));
}
