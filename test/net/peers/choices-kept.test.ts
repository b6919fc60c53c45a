import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { LevelDisk } from '../../../main/disk/level';
import { newFolder } from '../../support/folder';
import { openNode } from '../../support/nodes';
import { until } from '../../support/until';

test('a removal that is undone while it is written is undone on the disk, too', async (context) => {
  const disk = await LevelDisk.open(join(await newFolder(context), 'db'));
  const node = await openNode(context, { disk, peers: ['localhost:1'] });
  const isRemoved = async (): Promise<unknown> => {
    const peers = (await disk.readNote('peers')) as { removed: boolean }[] | undefined;
    return peers?.[0]?.removed;
  };
  await until('the peer to be on the disk', async () => (await isRemoved()) === false);
  const [{ id = '' } = {}] = node.status().peers;
  await Promise.all([node.peers.remove(id), node.peers.keep(id)]);
  assert.equal(await isRemoved(), false);
});
