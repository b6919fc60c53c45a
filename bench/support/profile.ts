import { randomBytes } from 'node:crypto';
import { openProfile } from '../../main/disk/profile';
import { beginEpoch } from '../../main/node/settings';
import { sha256 } from '../../main/sha256';
import { Clock } from '../../main/store/clock';
import { Database } from '../../main/store/database';
import type { NodeId } from '../../main/store/stamp';
import { checkKey, textValue } from '../../main/store/text';
import { temporaryFolder } from './cleanup';
import { keyAt, valueAt } from './in-flight';

/** Sets in one write to the disk. */
const BATCH = 1_000;

/**
 * A profile in a temporary folder, as a node leaves it that set so many keys itself: all at once, as an import does, or one
 * by one (`apart`), so that each entry has a row of its own on the disk.
 */
export async function filledProfile(keys: number, how: 'together' | 'apart'): Promise<string> {
  const folder = temporaryFolder();
  const { disk } = await openProfile(folder, folder);
  const id = randomBytes(8).toString('hex') as NodeId;
  const database = new Database('latest', new Clock(id, Date.now), sha256);
  const notes = { id, name: 'Bench', rule: database.rule, nearby: false };
  for (const [name, note] of Object.entries(notes)) await disk.writeNote(name, note);
  await (await beginEpoch(disk, 0)).written;
  for (let from = 0; from < keys; from += BATCH) {
    const indices = Array.from({ length: Math.min(BATCH, keys - from) }, (_, i) => from + i);
    const put = indices.flatMap((i) => database.put(checkKey(keyAt(i)), textValue(valueAt(i))).added);
    const { fingerprint } = database;
    if (how === 'together') await disk.write({ put, drop: [], fingerprint });
    else await Promise.all(put.map((entry) => disk.write({ put: [entry], drop: [], fingerprint }, 'soon')));
  }
  await disk.close();
  return folder;
}
