import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newFolder } from '../support/folder';
import { LastingDisk, openNode } from '../support/nodes';
import { nodeWithBackups } from './nodes';

test('what is chosen at once is all kept, also while a backup is noted', async (context) => {
  const disk = new LastingDisk();
  const { node, folder } = await nodeWithBackups(context, { disk });
  await node.backups.setFolder(await newFolder(context));
  const { path } = await node.backups.now();
  await Promise.all([node.backups.setMinutes(30), node.backups.setFolder(null), node.backups.verify(path)]);
  await node.close();
  const again = await openNode(context, { disk, backups: folder });
  const { minutes, chosen } = again.backups.status();
  assert.deepEqual([minutes, chosen], [30, false]);
});
