import assert from 'node:assert/strict';
import { access, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { restoreAsNew } from '../../main/backup/as-new';
import { LevelDisk } from '../../main/disk/level';
import { NOON, newDatabase, snapshot } from '../store/fixtures';
import { newFolder } from '../support/folder';
import { backUp, filledDatabase } from './fixtures';
import { nodeWithBackups, nodeWithTen, set } from './nodes';

const HOUR = 3_600_000;

test('a new profile holds all of a backup, histories too, and its rule', async (context) => {
  const folder = await newFolder(context);
  const database = filledDatabase(5_000, 2_000);
  const profile = join(folder, 'new');
  await mkdir(profile);
  const { added, tooNew } = await restoreAsNew(await backUp(database, folder), profile, NOON);
  assert.deepEqual([added, tooNew], [5_000, 0]);
  if (process.platform !== 'win32') assert.equal((await stat(profile)).mode & 0o777, 0o700);
  const disk = await LevelDisk.open(join(profile, 'db'));
  const again = newDatabase('latest');
  for await (const entries of disk.entries()) again.load(entries);
  assert.deepEqual(snapshot(again), snapshot(database));
  assert.deepEqual([await disk.readNote('rule'), await disk.readNote('id')], ['latest', undefined]);
  await disk.close();
});

test('a first profile is made with the folder that it is to be in', async (context) => {
  const folder = await newFolder(context);
  const profile = join(folder, 'build-your-rating', 'profiles', 'new');
  await restoreAsNew(await backUp(newDatabase('latest'), folder), profile, NOON);
  assert.deepEqual(await readdir(profile), ['db']);
});

test('one that is cancelled, or that finds a damaged file or a full folder, leaves nothing', async (context) => {
  const folder = await newFolder(context);
  const path = await backUp(filledDatabase(5_000, 2_000), folder);
  const before = await readdir(folder);
  const cancel = new AbortController();
  const progress = () => cancel.abort();
  await assert.rejects(restoreAsNew(path, join(folder, 'new'), NOON, { progress, signal: cancel.signal }), {
    code: 'cancelled',
  });
  await assert.rejects(restoreAsNew(path, folder, NOON), { code: 'disk', message: /holds something already/ });
  await assert.rejects(restoreAsNew(path, join(path, 'new'), NOON), { code: 'disk' });
  await truncate(path, 100);
  await assert.rejects(restoreAsNew(path, join(folder, 'new'), NOON), { code: 'bad-backup' });
  assert.deepEqual(await readdir(folder), before);
});

test('a folder of a like name, and another restore to the same profile, are left alone', async (context) => {
  const folder = await newFolder(context);
  const path = await backUp(filledDatabase(5_000, 2_000), folder);
  const profile = join(folder, 'new');
  await mkdir(`${profile}.part`);
  await writeFile(join(`${profile}.part`, 'thesis.txt'), 'mine');
  const both = await Promise.allSettled([restoreAsNew(path, profile, NOON), restoreAsNew(path, profile, NOON)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  assert.equal(await readFile(join(`${profile}.part`, 'thesis.txt'), 'utf8'), 'mine');
  const disk = await LevelDisk.open(join(profile, 'db'));
  const again = newDatabase('latest');
  for await (const entries of disk.entries()) again.load(entries);
  await disk.close();
  assert.equal(again.feed.size, 5_000);
  assert.deepEqual((await readdir(folder)).sort(), [basename(path), 'new', 'new.part']);
});

test('entries stamped too far in the future are left out', async (context) => {
  const folder = await newFolder(context);
  const path = await backUp(filledDatabase(3), folder);
  const { added, tooNew } = await restoreAsNew(path, join(folder, 'new'), NOON - HOUR);
  assert.deepEqual([added, tooNew], [0, 3]);
});

test('a backup stays while a new network is made from it, though others push it out meanwhile', async (context) => {
  const { node, oldest, another } = await nodeWithTen(context);
  const { writeNote } = LevelDisk.prototype;
  context.mock.method(LevelDisk.prototype, 'writeNote', async function (this: LevelDisk, name: string, note: unknown) {
    await another();
    return writeNote.call(this, name, note);
  });
  const profile = join(await newFolder(context), 'new');
  assert.deepEqual(await node.backups.restoreAsNew(oldest, profile), { added: 1, tooNew: 0 });
  await access(oldest);
});

test('its file is read once: what is found damaged at its end makes no profile, and is known as damaged', async (context) => {
  const { node } = await nodeWithBackups(context);
  for (let n = 0; n < 2_000; n++) void set(node, `key ${n}`, `value ${n}`);
  const { path, size } = await node.backups.now();
  await truncate(path, size - 1);
  const folder = await newFolder(context);
  const told: number[] = [];
  const restored = node.backups.restoreAsNew(path, join(folder, 'new'), { progress: (done) => void told.push(done) });
  await assert.rejects(restored, { code: 'bad-backup' });
  assert.ok((told.at(-1) ?? 0) > 0, 'it was being filled when the damage was found');
  assert.deepEqual(await readdir(folder), []);
  assert.equal((await node.backups.list())[0]?.problem?.code, 'bad-backup');
});
