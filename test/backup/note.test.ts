import assert from 'node:assert/strict';
import { truncate } from 'node:fs/promises';
import { test } from 'node:test';
import { newFolder } from '../support/folder';
import { LastingDisk, openNode } from '../support/nodes';
import { MINUTE, nodeWithBackups, set } from './nodes';

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

test('what was found of each backup is known after a restart', async (context) => {
  const disk = new LastingDisk();
  const { node, folder, clock } = await nodeWithBackups(context, { disk });
  await set(node, 'Ville', 'Lyon');
  const { path, size } = await node.backups.now();
  await truncate(path, size - 1);
  await assert.rejects(node.backups.verify(path), { code: 'bad-backup' });
  clock.now += MINUTE;
  await node.backups.now();
  const found = (await node.backups.list()).map(({ verified, problem }) => [verified, problem?.code]);
  assert.deepEqual(found, [
    [clock.now, undefined],
    [null, 'bad-backup'],
  ]);
  await node.close();
  const again = await openNode(context, { disk, backups: folder, now: () => clock.now });
  assert.deepEqual(
    (await again.backups.list()).map(({ verified, problem }) => [verified, problem?.code]),
    found,
  );
});

test('what another version found in a form of its own takes no choice of the user with it', async (context) => {
  const disk = new LastingDisk();
  const folder = await newFolder(context);
  const problem = { code: 'too-good', message: 'It is too good.' };
  await disk.writeNote('backups', { folder, minutes: 30, found: { 'a.byr': { at: 1, size: 1, problem } } });
  const { node } = await nodeWithBackups(context, { disk });
  const status = node.backups.status();
  assert.deepEqual([status.minutes, status.chosen, status.folder], [30, true, folder]);
});
