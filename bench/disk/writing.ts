import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { openProfile } from '../../main/disk/profile';
import { rowKey } from '../../main/disk/row';
import { checkKey, type JsonText, type Key, textValue } from '../../main/store/text';
import { keyAt, valueAt } from '../support/in-flight';
import { openNode } from '../support/our-node';
import { type Watched, watched } from './watched';

/** Keys that are set before anything is measured: the first sets of a process are its slowest. */
const WARM_UP = 20_000;

/** Sets that a benchmark of so many writers makes: syncs take longest, and there are as many for one as for all. */
export function setsOf(writers: number): number {
  return 400 * writers;
}

function textAt(index: number): [Key, JsonText] {
  return [checkKey(keyAt(index)), textValue(valueAt(index))];
}

/** Has so many writers set keys at a node, each its next when the last was acknowledged. */
export async function sets(folder: string, writers: number): Promise<Watched> {
  const node = await openNode((await openProfile(folder, folder)).disk);
  await node.putAll(Array.from({ length: WARM_UP }, (_, i) => textAt(setsOf(writers) + i)));
  let next = 0;
  const write = async (): Promise<void> => {
    while (next < setsOf(writers)) await node.put(...textAt(next++));
  };
  const { result, ...figures } = await watched(() => Promise.all(Array.from({ length: writers }, write)));
  await node.close();
  return figures;
}

/** Writes the rows of as many sets, so many a batch, with nothing but LevelDB. */
export async function batches(folder: string, rows: number): Promise<Watched> {
  const db = new ClassicLevel<string, string>(join(folder, 'db'), { keyEncoding: 'utf8', valueEncoding: 'utf8' });
  await db.open();
  const node = 'aaaaaaaaaaaaaaaa';
  const texts = Array.from({ length: setsOf(rows) }, (_, i) => [
    rowKey(i),
    JSON.stringify([...textAt(i), Date.now(), i % 256, node]),
  ]) as [string, string][];
  const { result, ...figures } = await watched(async () => {
    for (let at = 0; at < texts.length; at += rows) {
      const batch = db.batch();
      for (const [key, value] of texts.slice(at, at + rows)) batch.put(key, value);
      await batch.write({ sync: true });
    }
  });
  await db.close();
  return figures;
}
