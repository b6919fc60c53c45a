import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
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

test('a backup that goes while it is read through is told to be gone, and the next one is made anew', async (context) => {
  const { node } = await nodeWithBackups(context);
  await set(node, 'Ville', 'Lyon');
  const { path } = await node.backups.now();
  const progress = () => rmSync(path, { force: true });
  await assert.rejects(node.backups.now({ progress }), { code: 'backup-failed', message: /gone again/ });
  const { path: again } = await node.backups.now();
  assert.deepEqual(
    (await node.backups.list()).map((file) => file.path),
    [again],
  );
});
