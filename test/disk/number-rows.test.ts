import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { ClassicLevel } from 'classic-level';
import { LevelDisk } from '../../main/disk/level';
import { numberRows } from '../../main/disk/number-rows';
import type { Numbered } from '../../main/store/contents';
import { stampText } from '../../main/store/stamp';
import { checkKey } from '../../main/store/text';
import { toTuple } from '../../main/store/tuple';
import { newFolder } from '../support/folder';
import { openNode } from '../support/nodes';
import { entries, entry, held, texts } from './contract';

/** As the profiles of before the feed's numbers have it: the stamp and the key. */
function oldKey({ key, stamp }: Numbered): string {
  return `e/${stampText(stamp)}/${key}`;
}

/** A folder as an older edition left it. */
async function oldFolder(test: TestContext, rows: readonly Numbered[]): Promise<string> {
  const folder = await newFolder(test);
  const db = new ClassicLevel(folder);
  await db.batch(rows.map((row) => ({ type: 'put', key: oldKey(row), value: JSON.stringify(toTuple(row)) })));
  await db.put('n/name', '"Alice"');
  await db.close();
  return folder;
}

async function rowsIn(folder: string): Promise<[string, string][]> {
  const db = new ClassicLevel(folder);
  const rows = await db.iterator().all();
  await db.close();
  return rows;
}

/** The first rows are converted, and the process ends before the others are. */
async function killedAfter(test: TestContext, batches: number, folder: string): Promise<void> {
  const db = new ClassicLevel<string, string>(folder);
  test.mock.method(db, 'batch').mock.mockImplementationOnce(() => {
    throw new Error('killed');
  }, batches);
  await assert.rejects(numberRows(db), /killed/);
  await db.close();
}

async function heldIn(folder: string): Promise<string[]> {
  const disk = await LevelDisk.open(folder);
  const all = await held(disk);
  await disk.close();
  return all;
}

test('a profile from before entries had numbers opens with all that it held, in the order of the stamps', async (context) => {
  const rows = [...entries(1, 2500), entry(2501, 'a/b'), entry(2502, 'gone', null), entry(2503, 'é', '"\\u0000"')];
  const folder = await oldFolder(context, rows);
  assert.deepEqual(await heldIn(folder), texts(rows));
  const left = await rowsIn(folder);
  assert.deepEqual([left.length, left.at(-1)], [rows.length + 1, ['n/name', '"Alice"']]);
  assert.deepEqual(await heldIn(folder), texts(rows), 'the next start finds nothing to do');
});

for (const batches of [0, 1, 2]) {
  test(`a process that is killed after ${batches} batches of old rows loses none, and the next goes on`, async (context) => {
    const rows = entries(1, 2500);
    const folder = await oldFolder(context, rows);
    await killedAfter(context, batches, folder);
    const values = (await rowsIn(folder)).filter(([key]) => !key.startsWith('n/')).map(([, value]) => value);
    assert.deepEqual(values.sort(), rows.map((row) => JSON.stringify(toTuple(row))).sort(), 'each is there once');
    assert.deepEqual(await heldIn(folder), texts(rows));
  });
}

test('old rows come behind those that have numbers', async (context) => {
  const folder = await oldFolder(context, entries(1, 10));
  const db = new ClassicLevel(folder);
  const newer = entry(4711, 'written since');
  await db.put(`f/${(4711).toString(16).padStart(14, '0')}`, JSON.stringify(toTuple(newer)));
  await db.close();
  const behind = entries(1, 10).map((row, at) => ({ ...row, seq: 4712 + at }));
  assert.deepEqual(await heldIn(folder), texts([newer, ...behind]));
});

test('a node opens on an old profile with its keys', async (context) => {
  const folder = await oldFolder(context, [...entries(1, 50), entry(51, 'key 1', '"later"')]);
  const node = await openNode(context, { disk: await LevelDisk.open(folder) });
  assert.deepEqual([node.name, node.status().keys], ['Alice', 50]);
  assert.equal(node.get(checkKey('key 1')), '"later"');
});

test('a profile whose old rows cannot be converted does not open, and is not held', async (context) => {
  const folder = await oldFolder(context, entries(1, 10));
  const failing = context.mock.method(ClassicLevel.prototype, 'batch', () => {
    throw new Error('no space left');
  });
  await assert.rejects(LevelDisk.open(folder), /no space left/);
  failing.mock.restore();
  assert.deepEqual(await heldIn(folder), texts(entries(1, 10)));
});
