import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { chmod, lstat, open, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { byr } from '../support/byr-here';
import { newFolder } from '../support/folder';
import { addressOf, openNode } from '../support/nodes';

const JSON_TEXT = '{\n"Ville": "Lyon"\n}\n';
const onUnix = { skip: process.platform === 'win32' && 'Windows has neither permissions nor pipes among files' };

async function begun(test: TestContext) {
  const [folder, node] = [await newFolder(test), await openNode(test)];
  await node.put(checkKey('Ville'), textValue('Lyon'));
  return { folder, at: ['-u', addressOf(node)] };
}

test('an export makes no folders', async (context) => {
  const { folder, at } = await begun(context);
  const { code, stderr } = await byr(['export', join(folder, 'typo', 'dir', 'all.json'), ...at]);
  assert.equal(code, 1);
  assert.match(stderr, /^byr: There is no folder .*dir: make it first/);
  assert.deepEqual(await readdir(folder), []);
});

test('an export tells a program how many keys it wrote', async (context) => {
  const { folder, at } = await begun(context);
  const { stdout, stderr } = await byr(['export', join(folder, 'all.json'), '--json', ...at]);
  assert.deepEqual([JSON.parse(stdout), stderr], [{ exported: 1 }, '']);
});

test('an export goes where a link leads, and keeps the permissions of what was there', onUnix, async (context) => {
  const { folder, at } = await begun(context);
  const [file, link] = [join(folder, 'all.json'), join(folder, 'link.json')];
  await writeFile(file, 'before');
  await symlink('all.json', link);
  for (const mode of [0o600, 0o666]) {
    await chmod(file, mode);
    assert.equal((await byr(['export', link, ...at])).code, 0);
    assert.equal(await readFile(file, 'utf8'), JSON_TEXT);
    assert.equal((await stat(file)).mode & 0o777, mode);
  }
  assert.ok((await lstat(link)).isSymbolicLink());
  assert.deepEqual((await readdir(folder)).sort(), ['all.json', 'link.json']);
});

test('an export into a pipe goes through it', onUnix, async (context) => {
  const { folder, at } = await begun(context);
  const pipe = join(folder, 'pipe.json');
  execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
  // Without waiting for who writes.
  const reader = await open(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  context.after(() => reader.close());
  assert.equal((await byr(['export', pipe, ...at])).code, 0);
  const { buffer, bytesRead } = await reader.read(Buffer.alloc(1_000));
  assert.equal(buffer.toString('utf8', 0, bytesRead), JSON_TEXT);
  assert.ok((await lstat(pipe)).isFIFO());
});
