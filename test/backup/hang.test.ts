import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { newFolder } from '../support/folder';
import { hasten } from '../support/hasten';
import { LastingDisk, openNode } from '../support/nodes';
import { until } from '../support/until';
import { MINUTE, nodeWithBackups, set } from './nodes';

/** A folder that does not answer until it is told to, as of a drive on a network that is gone. */
async function hangingFolder(test: TestContext) {
  const folder = join(await newFolder(test), 'backups');
  const { readdir } = fs;
  const waiting: (() => void)[] = [];
  const state = { hangs: true, asked: 0 };
  const mock = test.mock.method(fs, 'readdir', async (path: string) => {
    if (path !== folder || !state.hangs) return readdir(path);
    state.asked += 1;
    await new Promise<void>((resolve) => waiting.push(resolve));
    return readdir(path);
  });
  syncBuiltinESMExports();
  test.after(() => {
    mock.mock.restore();
    syncBuiltinESMExports();
  });
  const answer = (): void => {
    state.hangs = false;
    for (const one of waiting) one();
  };
  return { folder, state, answer };
}

test('a node starts though the folder of its backups does not answer, and asks it once at a time', async (context) => {
  const { folder, state, answer } = await hangingFolder(context);
  const clock = { now: Date.now() };
  const node = await openNode(context, { backups: folder, now: () => clock.now, disk: new LastingDisk() });
  assert.equal(state.asked, 1);
  await set(node, 'Ville', 'Lyon');
  const looks: Promise<void>[] = [];
  for (let n = 0; n < 5; n++) {
    clock.now += 15 * MINUTE;
    looks.push(node.backups.look());
  }
  assert.equal(state.asked, 1, 'what waits takes a thread, which the disk needs');
  answer();
  await Promise.all(looks);
  await until('the backup that was due', () => node.status().backups.last !== null);
});

test('a node closes though a backup waits for a folder that does not answer', async (context) => {
  const { folder, state, answer } = await hangingFolder(context);
  state.hangs = false;
  const node = await openNode(context, { backups: folder });
  await set(node, 'Ville', 'Lyon');
  await node.backups.now();
  state.hangs = true;
  const failed = assert.rejects(node.backups.now(), { code: 'cancelled' });
  await until('the folder to be asked', () => state.asked > 0);
  hasten(context);
  await node.close();
  answer();
  await failed;
});

test('a folder that does not answer is asked once, however often its backups are listed', async (context) => {
  const { folder, state, answer } = await hangingFolder(context);
  const node = await openNode(context, { backups: folder, disk: new LastingDisk() });
  const lists = Array.from({ length: 5 }, () => node.backups.list());
  await turn();
  assert.equal(state.asked, 1, 'what waits takes a thread, which the disk needs');
  answer();
  assert.deepEqual(await Promise.all(lists), [[], [], [], [], []]);
});

test('backups go to another folder once it is chosen, though one waits for a folder that does not answer', async (context) => {
  const { folder, answer } = await hangingFolder(context);
  const clock = { now: Date.now() };
  const node = await openNode(context, { backups: folder, now: () => clock.now, disk: new LastingDisk() });
  await set(node, 'Ville', 'Lyon');
  const waiting = [node.backups.look(), node.backups.now().catch(({ code }) => code), node.backups.list()];
  const other = await newFolder(context);
  await node.backups.setFolder(other);
  assert.deepEqual(await node.backups.list(), []);
  const { path } = await node.backups.now();
  assert.equal(dirname(path), other);
  await set(node, 'Ville', 'Nice');
  clock.now += 15 * MINUTE;
  await node.backups.look();
  assert.equal((await node.backups.list()).length, 2);
  answer();
  assert.equal((await Promise.all(waiting))[1], 'cancelled');
  assert.equal(node.status().backups.problem, null);
});

test('a backup that is made in the folder of before, as another is chosen, is none of that one', async (context) => {
  const { node, folder } = await nodeWithBackups(context);
  await set(node, 'Ville', 'Lyon');
  const other = await newFolder(context);
  const { rename } = fs;
  let renamed = '';
  const { mock } = context.mock.method(fs, 'rename', async (from: string, to: string) => {
    if (dirname(to) === folder) {
      renamed = to;
      await node.backups.setFolder(other);
    }
    return rename(from, to);
  });
  syncBuiltinESMExports();
  context.after(() => {
    mock.restore();
    syncBuiltinESMExports();
  });
  const why = await node.backups.now().catch((error) => error);
  assert.deepEqual([why.code, why.message.includes(renamed)], ['cancelled', true]);
  const { last, problem } = node.status().backups;
  assert.deepEqual([last, problem], [null, null]);
});
