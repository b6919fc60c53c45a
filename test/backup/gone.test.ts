import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { newFolder } from '../support/folder';
import { nodeWithBackups, set } from './nodes';

test('a chosen folder that is gone, as its drive was unplugged, is told, and not made anew where the drive was', async (context) => {
  const { node } = await nodeWithBackups(context);
  const mount = await newFolder(context);
  const chosen = join(mount, 'backups');
  await node.backups.setFolder(chosen);
  await set(node, 'Ville', 'Lyon');
  const { path } = await node.backups.now();
  await fs.rename(chosen, join(mount, 'unplugged'));
  await set(node, 'Ville', 'Nice');
  await assert.rejects(node.backups.now(), { code: 'backup-failed', message: /ENOENT/ });
  await assert.rejects(node.backups.list(), { code: 'backup-failed' });
  assert.deepEqual(await fs.readdir(mount), ['unplugged']);
  await fs.rename(join(mount, 'unplugged'), chosen);
  await node.backups.now();
  assert.equal(node.status().backups.problem, null);
  assert.ok((await node.backups.list()).some((file) => file.path === path));
});
