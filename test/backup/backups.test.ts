import assert from 'node:assert/strict';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { test } from 'node:test';
import { verifyBackup } from '../../main/backup/read-backup';
import { FailingDisk } from '../support/failing-disk';
import { newFolder } from '../support/folder';
import { LastingDisk, openNode } from '../support/nodes';
import { MINUTE, nodeWithBackups, set } from './nodes';

test('a backup is made on demand, verified, listed and told', async (context) => {
  const { node, folder, clock } = await nodeWithBackups(context);
  await set(node, 'Ville', 'Lyon');
  await set(node, 'Ville', 'Nice');
  const told: [number, number][] = [];
  const made = await node.backups.now({ progress: (done, total) => void told.push([done, total]) });
  assert.deepEqual(told.at(-1), [2, 2]);
  const header = { node: node.id, name: 'Alice', rule: 'latest', time: clock.now, entries: 2 };
  assert.deepEqual(made.header, { ...header, fingerprint: node.status().fingerprint });
  assert.deepEqual([made.own, made.verified, made.problem], [true, clock.now, null]);
  assert.deepEqual(await verifyBackup(made.path), made.header);
  assert.deepEqual(await node.backups.list(), [made]);
  assert.deepEqual(
    node.events.recent(1).map(({ kind, count }) => [kind, count]),
    [['backup', 2]],
  );
  const due = clock.now + 15 * MINUTE;
  const status = { folder, chosen: false, minutes: 15, due, last: clock.now, problem: null, running: null };
  assert.deepEqual(node.status().backups, status);
});

test('where nothing changed, the newest is read through again; if it is damaged, another one is made', async (context) => {
  const { node, folder, clock } = await nodeWithBackups(context);
  await set(node, 'Ville', 'Lyon');
  const first = await node.backups.now();
  clock.now += MINUTE;
  const again = await node.backups.now();
  assert.deepEqual(again, { ...first, verified: clock.now });
  await truncate(first.path, first.size - 4);
  assert.equal((await node.backups.list())[0]?.verified, null, 'it is another file than the one that was found good');
  const other = await node.backups.now();
  assert.notEqual(other.path, first.path);
  const [newest, damaged] = await node.backups.list();
  assert.deepEqual([newest?.path, damaged?.problem?.code], [other.path, 'bad-backup']);
  assert.deepEqual(
    await readdir(folder),
    [first.path, other.path].map((path) => basename(path)),
  );
});

test('one is made every 15 minutes if something changed, also when the last was made before the start', async (context) => {
  const disk = new LastingDisk();
  const { node, folder, clock } = await nodeWithBackups(context, { disk });
  const made = async () => (await readdir(folder).catch(() => [])).length;
  await node.backups.look();
  assert.equal(await made(), 0, 'an empty node needs none');
  await set(node, 'Ville', 'Lyon');
  await node.backups.look();
  assert.equal(await made(), 1, 'the first is due at once');
  await set(node, 'Ville', 'Nice');
  clock.now += 14 * MINUTE;
  await node.backups.look();
  assert.equal(await made(), 1, 'too early');
  await node.close();
  const again = await openNode(context, { disk, backups: folder, now: () => clock.now });
  clock.now += 2 * MINUTE;
  await again.backups.look();
  assert.equal(await made(), 2);
  clock.now += 20 * MINUTE;
  await again.backups.look();
  assert.equal(await made(), 2, 'nothing changed');
  await again.backups.setMinutes(null);
  await set(again, 'Ville', 'Paris');
  clock.now += 20 * MINUTE;
  await again.backups.look();
  assert.equal(await made(), 2, 'only on demand');
});

test('two backups are never made at once, and the outdated go', async (context) => {
  const { node, folder, clock } = await nodeWithBackups(context);
  const making: Promise<unknown>[] = [];
  for (let n = 0; n < 12; n++) {
    await set(node, 'Ville', `${n}`);
    clock.now += 1_000;
    making.push(node.backups.now(), node.backups.now());
    if (n % 2 === 0) await Promise.all(making);
  }
  await Promise.all(making);
  const left = await node.backups.list();
  assert.ok(left.length <= 10, `${left.length}`);
  assert.equal(left[0]?.header?.fingerprint, node.status().fingerprint);
  assert.equal((await readdir(folder)).length, left.length);
});

test('what is damaged, and what another node made, is never removed', async (context) => {
  const { node, folder, clock } = await nodeWithBackups(context);
  const { node: bob } = await nodeWithBackups(context, { name: 'Bob', backups: folder, now: () => clock.now });
  await set(bob, 'Ville', 'Paris');
  const { path: ofBob } = await bob.backups.now();
  const own: string[] = [];
  for (let n = 0; n < 13; n++) {
    await set(node, 'Ville', `${n}`);
    clock.now += 1_000;
    const { path, size } = await node.backups.now();
    own.push(path);
    if (n > 0) continue;
    await truncate(path, size - 1);
    await assert.rejects(node.backups.verify(path), { code: 'bad-backup' });
  }
  const left = (await readdir(folder)).map((name) => join(folder, name));
  assert.deepEqual(left.sort(), [ofBob, ...own.slice(0, 1), ...own.slice(3)].sort());
});

test('one is made on schedule where the newest is damaged, or another node made it, though nothing changed', async (context) => {
  const { node, folder, clock } = await nodeWithBackups(context);
  await set(node, 'Ville', 'Lyon');
  const { path, size } = await node.backups.now();
  await truncate(path, size - 1);
  await assert.rejects(node.backups.verify(path), { code: 'bad-backup' });
  clock.now += 15 * MINUTE;
  await node.backups.look();
  const [newest] = await node.backups.list();
  assert.notEqual(newest?.path, path);
  const { node: bob } = await nodeWithBackups(context, { name: 'Bob', backups: folder, now: () => clock.now });
  await bob.backups.restore(newest?.path ?? '');
  await bob.backups.look();
  assert.deepEqual(
    (await bob.backups.list()).filter(({ own }) => own).map(({ header }) => header?.fingerprint),
    [node.status().fingerprint],
  );
});

test('one that is made after the clock was set back stays, though its name is that of the oldest', async (context) => {
  const { node, clock } = await nodeWithBackups(context);
  for (let n = 0; n < 10; n++) {
    await set(node, 'Ville', `${n}`);
    clock.now += 1_000;
    await node.backups.now();
  }
  await set(node, 'Ville', 'last');
  clock.now -= MINUTE;
  const { path } = await node.backups.now();
  assert.equal((await verifyBackup(path)).fingerprint, node.status().fingerprint);
});

test('a backup that fails is told, once a quarter of an hour, until one succeeds', async (context) => {
  const { node, folder, clock } = await nodeWithBackups(context);
  await writeFile(folder, 'no folder');
  await set(node, 'Ville', 'Lyon');
  await assert.rejects(node.backups.now(), { code: 'backup-failed' });
  assert.equal(node.status().backups.problem?.code, 'backup-failed');
  const failures = () => node.events.recent(100).filter(({ kind }) => kind === 'backup-failed').length;
  assert.equal(failures(), 1);
  await node.backups.look().catch(() => {});
  assert.equal(failures(), 1);
  clock.now += 15 * MINUTE;
  await assert.rejects(node.backups.look(), { code: 'backup-failed' });
  assert.equal(failures(), 2);
  await node.backups.setFolder(await newFolder(context));
  await node.backups.now();
  assert.equal(node.status().backups.problem, null);
});

test('a backup is made of all that the node holds also while its disk takes nothing', async (context) => {
  const disk = new FailingDisk();
  const { node } = await nodeWithBackups(context, { disk });
  await set(node, 'before', '1');
  disk.fails = true;
  await assert.rejects(set(node, 'during', '2'), { code: 'disk' });
  const made = await node.backups.now();
  assert.deepEqual([made.header?.entries, made.problem, made.verified === null], [2, null, false]);
  await assert.rejects(node.backups.setMinutes(60), { code: 'disk' });
  await assert.rejects(node.backups.restore(made.path), { code: 'disk' });
});

test('the folder and the interval that a user chose are kept, bad ones refused', async (context) => {
  const disk = new LastingDisk();
  const { node } = await nodeWithBackups(context, { disk });
  const chosen = join(await newFolder(context), 'mine', sep);
  await assert.rejects(node.backups.setFolder('mine'), { code: 'backup-failed', message: /whole path/ });
  for (const minutes of [0, 1.5, 1441]) await assert.rejects(node.backups.setMinutes(minutes), { code: 'bad-request' });
  await node.backups.setFolder(chosen);
  await node.backups.setMinutes(60);
  const { path } = await node.backups.now();
  assert.equal(dirname(path), dirname(join(chosen, 'any')));
  assert.equal((await node.backups.list())[0]?.verified, node.backups.status().last);
  await node.close();
  const again = await openNode(context, { disk, backups: 'elsewhere' });
  const { folder, minutes, chosen: isChosen } = again.status().backups;
  assert.deepEqual({ folder, minutes, isChosen }, { folder: chosen, minutes: 60, isChosen: true });
});

test('a node that closes ends the backup under way, and leaves nothing half', async (context) => {
  const { node, folder } = await nodeWithBackups(context);
  await Promise.all(Array.from({ length: 5_000 }, (_, n) => set(node, `key ${n}`, `value ${n}`)));
  let closed: Promise<void> | null = null;
  const made = node.backups.now({
    progress: () => {
      closed ??= node.close();
    },
  });
  await assert.rejects(made, { code: 'cancelled' });
  await closed;
  assert.deepEqual(await readdir(folder), []);
});

test('a node goes on taking writes while a backup is made, which holds what was there when it began', async (context) => {
  const { node } = await nodeWithBackups(context);
  await Promise.all(Array.from({ length: 3_000 }, (_, n) => set(node, `key ${n}`, 'old')));
  const { fingerprint } = node.status();
  let written = 0;
  const made = await node.backups.now({
    progress: () => {
      for (let n = 0; n < 50; n++) void set(node, `key ${written++ % 4_000}`, 'new');
    },
  });
  assert.ok(written > 0);
  assert.notEqual(node.status().fingerprint, fingerprint);
  assert.deepEqual([made.header?.fingerprint, made.header?.entries], [fingerprint, 3_000]);
});

test('a backup that an older version of the app could not read can be restored once this one can', async (context) => {
  const disk = new LastingDisk();
  const { node, folder } = await nodeWithBackups(context, { disk });
  await set(node, 'Ville', 'Lyon');
  const { path, size } = await node.backups.now();
  const problem = { code: 'newer-backup', message: 'A newer version wrote this backup; install that one.' };
  await node.close();
  const note = { folder: null, minutes: 15, found: { [basename(path)]: { at: 1, size, problem } } };
  await disk.writeNote('backups', note);
  const updated = await openNode(context, { disk, backups: folder });
  const [file] = await updated.backups.list();
  assert.deepEqual([file?.problem, file?.verified], [null, null]);
});

test('a copy in another folder is not said to be verified before it was read through', async (context) => {
  const { node } = await nodeWithBackups(context);
  await set(node, 'Ville', 'Lyon');
  const { path } = await node.backups.now();
  const stick = await newFolder(context);
  const bytes = await readFile(path);
  const inChecksum = bytes.length - 8;
  bytes[inChecksum] = ~(bytes[inChecksum] ?? 0);
  await writeFile(join(stick, basename(path)), bytes);
  await node.backups.setFolder(stick);
  const [copy] = await node.backups.list();
  assert.equal(copy?.verified, null);
  await assert.rejects(node.backups.verify(copy?.path ?? ''), { code: 'bad-backup' });
  await node.backups.setFolder(null);
  assert.deepEqual(
    (await node.backups.list()).map(({ problem }) => problem),
    [null],
  );
});

test('where the newest was cut short since it was verified, another is made on schedule, though nothing changed', async (context) => {
  const { node, clock } = await nodeWithBackups(context);
  await set(node, 'Ville', 'Lyon');
  const { path, size } = await node.backups.now();
  await truncate(path, size - 4);
  clock.now += 15 * MINUTE;
  await node.backups.look();
  const [newest, damaged] = await node.backups.list();
  assert.deepEqual([newest?.verified, damaged?.path, damaged?.problem?.code], [clock.now, path, 'bad-backup']);
});
