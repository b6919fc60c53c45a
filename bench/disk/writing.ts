import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { openProfile } from '../../main/disk/profile';
import { rowKey } from '../../main/disk/row';
import { checkKey, type JsonText, type Key, textValue } from '../../main/store/text';
import { textsOf } from '../support/fill';
import { inOnePiece } from '../support/in-flight';
import { openNode } from '../support/our-node';
import { type Watched, watched } from './watched';

/** Sets before anything is measured, by many writers: the first of a process are its slowest. */
const WARM_UP = 20_480;
const MANY = 256;

/** Sets that a benchmark of so many writers makes: syncs take longest, and there are as many for one as for all. */
export function setsOf(writers: number): number {
  return 400 * writers;
}

/** What a node is given by its window. */
function checked([key, value]: readonly [string, string]): [Key, JsonText] {
  return [checkKey(key), textValue(value)];
}

/** Has so many writers set keys at a node, each its next when the last was acknowledged. */
export async function sets(folder: string, writers: number): Promise<Watched> {
  const node = await openNode((await openProfile(folder, folder)).disk);
  const setAll = async (texts: readonly (readonly [string, string])[], writers: number): Promise<void> => {
    let next = 0;
    const write = async (): Promise<void> => {
      for (let text = texts[next++]; text !== undefined; text = texts[next++]) await node.put(...checked(text));
    };
    await Promise.all(Array.from({ length: writers }, write));
  };
  await setAll(textsOf({ from: setsOf(writers), count: WARM_UP }), MANY);
  const texts = textsOf({ from: 0, count: setsOf(writers) });
  const { result, ...figures } = await watched(() => setAll(texts, writers));
  await node.close();
  return figures;
}

/** Writes the rows of as many sets, so many a batch, with nothing but LevelDB. */
export async function batches(folder: string, rows: number): Promise<Watched> {
  const db = new ClassicLevel<string, string>(join(folder, 'db'), { keyEncoding: 'utf8', valueEncoding: 'utf8' });
  await db.open();
  const node = 'aaaaaaaaaaaaaaaa';
  const all = textsOf({ from: 0, count: setsOf(rows) + WARM_UP }).map((text, i): [string, string] => [
    inOnePiece(rowKey(i)),
    JSON.stringify([...checked(text), Date.now(), i % 256, node]),
  ]);
  const writeAll = async (texts: readonly (readonly [string, string])[], rows: number): Promise<void> => {
    for (let at = 0; at < texts.length; at += rows) {
      const batch = db.batch();
      for (const [key, value] of texts.slice(at, at + rows)) batch.put(key, value);
      await batch.write({ sync: true });
    }
  };
  await writeAll(all.slice(setsOf(rows)), MANY);
  const { result, ...figures } = await watched(() => writeAll(all.slice(0, setsOf(rows)), rows));
  await db.close();
  return figures;
}
