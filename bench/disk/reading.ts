import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { openProfile } from '../../main/disk/profile';
import { CHUNK, ENTRIES } from '../../main/disk/row';
import { checkKey } from '../../main/store/text';
import { keyAt } from '../support/in-flight';
import { memory } from '../support/memory';
import { openNode } from '../support/our-node';
import { type Watched, watched } from './watched';

/** Opens a profile's LevelDB and reads all rows, doing nothing with them. */
export async function scan(profile: string): Promise<Watched> {
  return watched(async () => {
    const db = new ClassicLevel<string, string>(join(profile, 'db'), { keyEncoding: 'utf8', valueEncoding: 'utf8' });
    await db.open();
    const rows = db.iterator(ENTRIES);
    let count = 0;
    for (let chunk = await rows.nextv(CHUNK); chunk.length > 0; chunk = await rows.nextv(CHUNK)) count += chunk.length;
    if (count === 0) throw new Error('There are no rows');
  });
}

/** Starts a node on a profile, until it serves reads. */
export async function start(profile: string, keys: number): Promise<Watched & { rss: number }> {
  const { result, ...figures } = await watched(async () => {
    const node = await openNode((await openProfile(profile, profile)).disk);
    if (node.get(checkKey(keyAt(keys - 1))) === null) throw new Error('The last key is not there');
    return node;
  });
  const { rss } = await memory();
  await result.close();
  return { ...figures, rss };
}
