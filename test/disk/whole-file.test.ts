import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeWhole } from '../../main/disk/whole-file';
import { newFolder } from '../support/folder';

test('a file that does not reach the disk leaves the one before it in place, and nothing beside it', async (context) => {
  const folder = await newFolder(context);
  const path = join(folder, 'node.json');
  await writeWhole(path, (file) => file.writeFile('before'));
  const writing = writeWhole(path, async (file) => {
    await file.writeFile('after');
    context.mock.method(file, 'sync', async () => {
      throw new Error('input/output error');
    });
  });
  await assert.rejects(writing, /input\/output error/);
  assert.equal(await readFile(path, 'utf8'), 'before');
  assert.deepEqual(await readdir(folder), ['node.json']);
});

test('a file that cannot get its name is reported, and leaves nothing beside it', async (context) => {
  const folder = await newFolder(context);
  const path = join(folder, 'node.json');
  await mkdir(path);
  await writeFile(join(path, 'in the way'), '');
  await assert.rejects(writeWhole(path, (file) => file.writeFile('after')));
  assert.deepEqual(await readdir(folder), ['node.json']);
});
