import assert from 'node:assert/strict';
import { rename, truncate, writeFile } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { test } from 'node:test';
import { listBackups, removeOutdated } from '../../main/backup/folder';
import { ALICE, BOB, key, NOON, newDatabase, text } from '../store/fixtures';
import { newFolder } from '../support/folder';
import { backUp, headerOf } from './fixtures';

const MINUTE = 60_000;

test('a list tells the newest first, of any node, and of those that cannot be read', async (context) => {
  const folder = await newFolder(context);
  assert.deepEqual(await listBackups(join(folder, 'none')), []);
  const database = newDatabase('latest');
  const old = await backUp(database, folder);
  database.put(key('Ville'), text('Lyon'));
  const young = await backUp(database, folder, { time: NOON + MINUTE, node: BOB });
  const broken = await backUp(database, folder, { time: NOON + 2 * MINUTE });
  await truncate(broken, 5);
  await writeFile(join(folder, 'notes.txt'), '');
  const listed = await listBackups(folder);
  assert.deepEqual(
    listed.map(({ path, header }) => [path, header]),
    [
      [broken, null],
      [young, headerOf(database, { time: NOON + MINUTE, node: BOB })],
      [old, headerOf(newDatabase('latest'))],
    ],
  );
});

test('only outdated backups of one node are removed, never those of others, set aside or damaged', async (context) => {
  const folder = await newFolder(context);
  const database = newDatabase('latest');
  const paths: string[] = [];
  for (let n = 0; n < 15; n++) paths.push(await backUp(database, folder, { time: NOON + n * MINUTE }));
  const [, broken, aside, damaged] = paths as [string, string, string, string];
  // Of the same second, and the same entries.
  const others = await backUp(database, folder, { time: NOON, node: BOB });
  await truncate(broken, 5);
  await rename(aside, `${aside}.damaged`);
  await removeOutdated(`${folder}${sep}`, ALICE, new Set([basename(damaged)]));
  const left = (await listBackups(folder)).map(({ path }) => path).sort();
  assert.deepEqual(left, [others, broken, damaged, ...paths.slice(5)].sort());
});
