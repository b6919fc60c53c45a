import { Slice } from '../slice';
import type { Database } from '../store/database';
import type { Key } from '../store/text';

/**
 * Writes anew all that a database holds stamped ahead, so much at a time that the event loop stays free: a key by itself,
 * as its entries may be long; the disk takes those of a turn together. What fails or is cut off leaves the rest as it was:
 * the next time goes on.
 * @param write as `Writes.restamp`
 * @returns how many entries were written
 */
export async function restampAll(
  database: Database,
  write: (keys: readonly Key[]) => Promise<number>,
): Promise<number> {
  const slice = new Slice();
  let writing: Promise<number>[] = [];
  let written = 0;
  for (const key of database.stampedAfter(database.latest)) {
    if (key !== undefined) writing.push(write([key]));
    if (!slice.isOver) continue;
    written += await sum(writing);
    writing = [];
    if (slice.isOver) await slice.rest();
  }
  return written + (await sum(writing));
}

async function sum(counts: readonly Promise<number>[]): Promise<number> {
  return (await Promise.all(counts)).reduce((total, count) => total + count, 0);
}
