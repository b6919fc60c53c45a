import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { handOver, takeOpenings } from '../../main/app/hand-over';
import { newFolder } from '../support/folder';

const link = 'byr:v=1/at=192.168.1.23:3000/id=0123456789abcdef/rule=latest';

test('a link goes to the first window that takes it, and to that one alone', async (context) => {
  const [gone, first, second] = [await newFolder(context), await newFolder(context), await newFolder(context)];
  const taken: string[] = [];
  context.after(takeOpenings(first, (link) => taken.push(`first ${link}`)));
  context.after(takeOpenings(second, (link) => taken.push(`second ${link}`)));
  assert.equal(await handOver(link, [gone, first, second]), true);
  assert.equal(await handOver(` ${link.replace('/id', '\r\n/id')}\n`, [second, first]), true);
  assert.deepEqual(taken, [`first ${link}`, `second ${link}`]);
});

test('where no window is open, or none takes it any more, nobody has it', async (context) => {
  const [folder, closed] = [await newFolder(context), await newFolder(context)];
  takeOpenings(closed, () => assert.fail('It was taken by a window that is closed.'))();
  assert.equal(await handOver(link, []), false);
  assert.equal(await handOver(link, [folder, closed]), false);
});

test('a window that hangs, or says anything but that it took it, is passed over', {
  skip: process.platform === 'win32' && 'what listens in a folder there is no file',
}, async (context) => {
  const [hung, other, well] = [await newFolder(context), await newFolder(context), await newFolder(context)];
  const servers = [createServer(() => {}), createServer((socket) => void socket.end('busy\n'))];
  for (const [n, folder] of [hung, other].entries())
    await new Promise<void>((resolve) => servers[n]?.listen(join(folder, 'links'), resolve));
  context.after(() => servers.forEach((server) => void server.close()));
  const taken: string[] = [];
  context.after(takeOpenings(well, (link) => taken.push(link)));
  assert.equal(await handOver(link, [hung, other, well]), true);
  assert.deepEqual(taken, [link]);
});

test('more than a link ever is is cut off, and does no harm', async (context) => {
  const folder = await newFolder(context);
  const taken: string[] = [];
  context.after(takeOpenings(folder, (link) => taken.push(link)));
  assert.equal(await handOver('x'.repeat(1_000_000), [folder]), false);
  assert.equal(await handOver(link, [folder]), true);
  assert.deepEqual(taken, [link]);
});

test('a window whose folder is gone, or has too long a path for a socket, is handed nothing, and opens all the same', {
  skip: process.platform === 'win32' && 'what listens in a folder there is no file',
}, async (context) => {
  const parent = await newFolder(context);
  for (const name of ['gone', 'x'.repeat(200)]) {
    context.after(takeOpenings(join(parent, name), () => assert.fail('It was taken.')));
    assert.equal(await handOver(link, [join(parent, name)]), false);
  }
  assert.deepEqual(await readdir(parent), []);
});
