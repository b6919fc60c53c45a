import assert from 'node:assert/strict';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { newFolder } from '../support/folder';
import { remountReadOnly, smallDisk } from '../support/small-disk';
import { Checkout } from './checkout';

const windows = process.platform === 'win32';
const asRoot = process.getuid?.() === 0;

for (const name of windows ? ['C#'] : ['C#', 'why?']) {
  test(`a checkout in a folder called ${name} is not built: a line says to move it`, async (t) => {
    const folder = join(await newFolder(t), name, 'byr');
    const checkout = await Checkout.create(t, folder);
    for (const script of ['setup', 'start', 'test', 'dist']) {
      const { code, said } = await checkout.run(`build/${script}.mjs`).ended;
      assert.equal(code, 1);
      assert.equal(said, `Move this checkout to a folder whose path has no # and no ?: ${join(folder, '/')}\n`);
    }
  });
}

test('a checkout that is reached by a link is set up, too', async (t) => {
  const folder = join(await newFolder(t), 'C#');
  const link = join(await newFolder(t), 'link');
  await mkdir(folder);
  await symlink(folder, link, 'junction');
  const linked = await Checkout.create(t, link);
  for (const script of ['setup', 'start']) {
    const { code, said } = await linked.run(`build/${script}.mjs`).ended;
    assert.deepEqual([code, said.startsWith('Move this checkout')], [1, true]);
  }
});

test('who may not write a checkout is told so in a line', {
  skip: windows && 'Windows has no such mode',
}, async (t) => {
  // Nothing but a disk keeps root from writing.
  const disk = asRoot ? await smallDisk(t, 2) : await newFolder(t);
  if (disk === null) return t.skip('This user may not mount a small disk');
  const checkout = await Checkout.create(t, join(disk, 'byr'));
  if (asRoot) remountReadOnly(disk);
  else await chmod(checkout.folder, 0o500);
  const { code, said } = await checkout.run('build/setup.mjs').ended;
  if (!asRoot) await chmod(checkout.folder, 0o700);
  assert.equal(code, 1);
  assert.match(said, /^You may not write \S+\/\.cache \((?:EROFS|EACCES)\): start as the user who .*\n$/);
});
