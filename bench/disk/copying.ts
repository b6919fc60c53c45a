import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { openProfile } from '../../main/disk/profile';
import type { Node } from '../../main/node/node';
import { checkKey, textValue } from '../../main/store/text';
import { keyAt, valueAt } from '../support/in-flight';
import { openNode } from '../support/our-node';
import { type Watched, watched } from './watched';

/** Of a backup: its text before it is packed. */
interface Sized extends Watched {
  readonly bytes: number;
}

/** Starts a node on a profile, and has it make a backup beside it while it sets keys one by one, old ones and new. */
export async function backup(profile: string, keys: number): Promise<Sized & { path: string; sets: number }> {
  const node = await openNode((await openProfile(profile, profile)).disk, join(profile, 'backups'));
  const writing = { ended: false, sets: 0 };
  const { result, ...figures } = await watched(async () => {
    const made = node.backups.now().finally(() => {
      writing.ended = true;
    });
    for (; !writing.ended; writing.sets++) await setOne(node, writing.sets, keys);
    return made;
  });
  await node.close();
  return { ...figures, path: result.path, sets: writing.sets, bytes: await unpackedBytes(result.path) };
}

async function setOne(node: Node, index: number, keys: number): Promise<void> {
  const at = index % 2 === 0 ? index : keys + index;
  await node.put(checkKey(keyAt(at)), textValue(valueAt(at + 1)));
  await turn();
}

/** Starts an empty node, tells what restoring a backup would come to, and restores it. */
export async function restore(path: string): Promise<{ preview: Watched; restore: Sized }> {
  const profile = `${path}.restored`;
  const node = await openNode((await openProfile(profile, profile)).disk, join(profile, 'backups'));
  const { result: told, ...preview } = await watched(() => node.backups.preview(path));
  const { result: came, ...figures } = await watched(() => node.backups.restore(path));
  if (told.newEntries !== came.added) throw new Error(`${came.added} entries came, ${told.newEntries} were foretold`);
  await node.close();
  return { preview, restore: { ...figures, bytes: await unpackedBytes(path) } };
}

/** The last four bytes of a gzip file (RFC 1952, section 2.3.1), for one of less than 4 GiB. */
async function unpackedBytes(path: string): Promise<number> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, size - 4);
    return buffer.readUInt32LE();
  } finally {
    await file.close();
  }
}
