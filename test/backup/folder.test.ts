import assert from 'node:assert/strict';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { listBackups, removeOutdated } from '../../main/backup/folder';
import { fileName } from '../../main/backup/format';
import { ALICE, BOB, key, NOON, newDatabase, text } from '../store/fixtures';
import { newFolder } from '../support/folder';
import { backUp, headerOf } from './fixtures';

const MINUTE = 60_000;
const LATER = NOON + 60 * MINUTE;

test('a list tells the newest first, of any node, and of those that cannot be read', async (context) => {
  const folder = await newFolder(context);
  assert.deepEqual(await listBackups(join(folder, 'none'), LATER, ALICE), []);
  const database = newDatabase('latest');
  const old = await backUp(database, folder);
  database.put(key('Ville'), text('Lyon'));
  const young = await backUp(database, folder, { time: NOON + MINUTE, node: BOB });
  const broken = await backUp(database, folder, { time: NOON + 2 * MINUTE });
  await truncate(broken, 5);
  await writeFile(join(folder, 'notes.txt'), '');
  const listed = await listBackups(folder, LATER, ALICE);
  assert.deepEqual(
    listed.map(({ path, header }) => [path, header]),
    [
      [broken, null],
      [young, headerOf(database, { time: NOON + MINUTE, node: BOB })],
      [old, headerOf(newDatabase('latest'))],
    ],
  );
});

test('of the backups of a node only outdated ones are removed, and of these none that is to stay', async (context) => {
  const folder = await newFolder(context);
  const database = newDatabase('latest');
  const paths: string[] = [];
  for (let n = 0; n < 15; n++) paths.push(await backUp(database, folder, { time: NOON + n * MINUTE }));
  // Of the same second, and the same entries.
  const others = await backUp(database, folder, { time: NOON, node: BOB });
  const [kept] = paths as [string];
  await removeOutdated(
    paths.map((path) => ({ path })),
    LATER,
    ({ path }) => path === kept,
  );
  const left = (await listBackups(folder, LATER, ALICE)).map(({ path }) => path).sort();
  assert.deepEqual(left, [others, kept, ...paths.slice(5)].sort());
});

test('of a folder that a whole school shares, all backups of a node itself are listed, and then the newest of others', async (context) => {
  const folder = await newFolder(context);
  const own = await backUp(newDatabase('latest'), folder);
  for (let n = 1; n <= 500; n++) {
    const header = headerOf(newDatabase('latest'), { time: NOON + n * 1_000, node: BOB });
    await writeFile(join(folder, fileName(header)), '');
  }
  const listed = await listBackups(folder, LATER, ALICE);
  assert.equal(listed.length, 500);
  assert.equal(listed.at(-1)?.path, own);
});
