import type { ClassicLevel } from 'classic-level';
import { CHUNK, ENTRIES, rowKey, seqOf, UNNUMBERED } from './row';

/**
 * Numbers the entries of a profile from before the change feed had numbers, in their old order: without numbers they
 * would not be seen, and the node would start empty. Each batch removes a row and puts it under its number in one step,
 * so a process killed meanwhile loses nothing, and the next continues after the highest number.
 */
export async function numberRows(db: ClassicLevel<string, string>): Promise<void> {
  const rows = db.iterator(UNNUMBERED);
  try {
    let chunk = await rows.nextv(CHUNK);
    let seq = chunk.length === 0 ? 0 : await highest(db);
    for (; chunk.length > 0; chunk = await rows.nextv(CHUNK)) {
      const batch = db.batch();
      for (const [key, value] of chunk) batch.put(rowKey(++seq), value).del(key);
      await batch.write({ sync: true });
    }
  } finally {
    await rows.close();
  }
}

async function highest(db: ClassicLevel<string, string>): Promise<number> {
  const [last] = await db.keys({ ...ENTRIES, reverse: true, limit: 1 }).all();
  return last === undefined ? 0 : seqOf(last);
}
