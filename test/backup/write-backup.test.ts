import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { getHeapSpaceStatistics } from 'node:v8';
import { restoreAsNew } from '../../main/backup/as-new';
import { isFileName } from '../../main/backup/format';
import { verifyBackup } from '../../main/backup/read-backup';
import { writeBackup } from '../../main/backup/write-backup';
import { move } from '../../main/disk/move';
import { removeAbandoned } from '../../main/disk/whole-file';
import { held, key, NOON, newDatabase, text } from '../store/fixtures';
import { kill } from '../support/byr';
import { newFolder } from '../support/folder';
import { program } from '../support/program';
import { smallDisk } from '../support/small-disk';
import { until } from '../support/until';
import { backUp, filledDatabase, headerOf } from './fixtures';

const WRITER = 'test/backup/writer.ts';

test('a process that is killed while it writes leaves no half backup behind, and loses none that it had written', async (context) => {
  for (let round = 0; round < 6; round++) {
    const folder = await newFolder(context);
    const child = spawn(process.execPath, [...program(WRITER), folder]);
    context.after(() => kill(child));
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      told += chunk;
    });
    await until('some backups', () => told.split('\n').length > 2 + round);
    await until('one that is half written', async () => (await readdir(folder)).some((name) => name.endsWith('.part')));
    await kill(child);
    const names = (await readdir(folder)).filter(isFileName);
    for (const name of names) await verifyBackup(join(folder, name));
    const complete = told.split('\n').slice(1, -1);
    for (const path of complete) assert.ok(names.includes(path.slice(folder.length + 1)), path);
  }
});

test('what a killed writer left is removed once it was left alone for an hour, and nothing else is', async (context) => {
  const folder = await newFolder(context);
  const now = Date.now();
  const names = ['2026-11-24T10-31-07Z-89abcdef.byr', 'notes.part', 'young.byr.0123456789ab.part'];
  for (const name of [...names, 'old.byr.0123456789ab.part']) {
    await writeFile(join(folder, name), '');
    const age = name.startsWith('young') ? 3_500 : 3_700;
    await utimes(join(folder, name), now / 1000 - age, now / 1000 - age);
  }
  await removeAbandoned(folder, now);
  assert.deepEqual((await readdir(folder)).sort(), names);
});

test('what another writer renames or removes while the folder is looked through is no failure', async (context) => {
  const folder = await newFolder(context);
  let goes = true;
  const others = (async () => {
    for (let n = 0; goes; n++) {
      const unfinished = join(folder, `${n}.byr.0123456789ab.part`);
      await writeFile(unfinished, '');
      await move(unfinished, join(folder, 'whole.byr'));
    }
  })();
  for (let n = 0; n < 300; n++) await removeAbandoned(folder, Date.now());
  goes = false;
  await others;
});

test('a backup that is cancelled, or does not hold what it should, leaves nothing behind', async (context) => {
  const folder = await newFolder(context);
  const database = filledDatabase(5_000);
  const header = headerOf(database);
  const cancel = new AbortController();
  const progress = (done: number) => done > 1_000 && cancel.abort();
  const cancelled = writeBackup(folder, header, held(database), {
    progress: (done) => void progress(done),
    signal: cancel.signal,
  });
  await assert.rejects(cancelled, { code: 'cancelled' });
  const entries = held(database).slice(1);
  await assert.rejects(writeBackup(folder, header, entries), { code: 'bad-backup' });
  assert.deepEqual(await readdir(folder), []);
});

test('a folder that cannot be written to is told', async (context) => {
  const folder = await newFolder(context);
  const file = join(folder, 'file');
  await writeFile(file, '');
  const database = filledDatabase(1);
  const written = writeBackup(join(file, 'backups'), headerOf(database), held(database));
  await assert.rejects(written, { code: 'backup-failed', message: /choose another folder/ });
});

test('a disk that runs full meanwhile is told as the reason, and keeps nothing half', async (context) => {
  const folder = await smallDisk(context, 1);
  if (folder === null) return context.skip('only root on Linux may mount a small disk');
  const database = newDatabase('latest');
  for (let n = 0; n < 200; n++) database.put(key(`key ${n}`), text(randomBytes(10_000).toString('hex')));
  const written = writeBackup(folder, headerOf(database), held(database));
  await assert.rejects(written, { code: 'backup-failed', message: /no space left on device/i });
  assert.deepEqual(await readdir(folder), []);
  const path = await backUp(database, await newFolder(context));
  const restored = restoreAsNew(path, join(folder, 'new'), NOON);
  await assert.rejects(restored, { code: 'disk', message: /profile .* no space left on device.*; make room/i });
  assert.deepEqual(await readdir(folder), []);
});

/** Bytes but those of the young generation, whose size is the engine's choice: up to 96 MB of garbage on Node 24. */
function lasting(): number {
  const spaces = getHeapSpaceStatistics().filter(({ space_name }) => !space_name.startsWith('new_'));
  return process.memoryUsage().external + spaces.reduce((sum, { space_used_size }) => sum + space_used_size, 0);
}

test('100,000 entries stream through in bounded memory, in slices that leave the event loop free', async (context) => {
  const folder = await newFolder(context);
  const database = filledDatabase(100_000);
  const entries = held(database);
  const before = lasting();
  let highest = 0;
  let turns = 0;
  const ticking = setInterval(() => {
    turns += 1;
    highest = Math.max(highest, lasting());
  }, 5);
  const path = await writeBackup(folder, headerOf(database), entries);
  await verifyBackup(path);
  clearInterval(ticking);
  assert.ok(turns > 10, `${turns} turns`);
  // The lines are some 8 MB, a database of them five times that.
  assert.ok(highest - before < 40e6, `${(highest - before) / 1e6} MB more`);
  const { size } = await stat(path);
  assert.ok(size < 4e6, `${size} bytes`);
});
