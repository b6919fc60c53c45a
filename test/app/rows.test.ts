import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Rows } from '../../main/app/rows';
import type { Node } from '../../main/node/node';
import type { NodeId, Stamp } from '../../main/store/stamp';
import { checkKey, type JsonText, textValue } from '../../main/store/text';
import type { PageQuery } from '../../preload/contract/keys';
import { openNode } from '../support/nodes';

const BOB = 'bbbbbbbbbbbbbbbb' as NodeId;
/** Enough for several slices. */
const MANY = 50_000;
const ALL = { search: '', show: 'all', sort: 'key', descending: false, offset: 0, limit: 500 } as const;

/** Bob writes without having seen what this node has. */
function fromBob(node: Node, key: string, value: JsonText | null, later = 0): void {
  const stamp = { time: Date.now() + later, counter: 0, node: BOB };
  node.database.merge([{ key: checkKey(key), value, stamp, parents: [] }], BOB);
}

async function keys(of: Node | Rows, query: Partial<PageQuery> = {}): Promise<string[]> {
  const rows = of instanceof Rows ? of : new Rows(of);
  const page = await rows.page({ ...ALL, ...query });
  assert.ok(page);
  return page.rows.map(({ key }) => key);
}

test('the keys in conflict are shown alone, searched and sorted as all are, one whose deletion won among them', async (t) => {
  const node = await openNode(t);
  for (const key of ['calm', 'b', 'a', 'deleted']) await node.put(checkKey(key), textValue('ours'));
  fromBob(node, 'a', textValue('theirs'), 60_000);
  fromBob(node, 'b', textValue('theirs'));
  // So long ago that only its conflict keeps it among all keys.
  fromBob(node, 'old', textValue('theirs'), -60_000);
  node.database.merge(
    [{ key: checkKey('old'), value: null, stamp: { time: Date.now() - 50_000, counter: 0, node: BOB }, parents: [] }],
    BOB,
  );
  fromBob(node, 'deleted', null, 1_000);
  assert.deepEqual(await keys(node), ['a', 'b', 'calm', 'deleted', 'old']);
  assert.deepEqual(await keys(node, { show: 'conflicts' }), ['a', 'b', 'deleted', 'old']);
  assert.deepEqual(await keys(node, { show: 'conflicts', descending: true }), ['old', 'deleted', 'b', 'a']);
  assert.deepEqual((await keys(node, { show: 'conflicts', sort: 'time', descending: true })).at(0), 'a');
  assert.deepEqual(await keys(node, { show: 'conflicts', search: 'OL' }), ['old']);
  assert.deepEqual(await keys(node, { show: 'conflicts', search: 'theirs' }), ['a', 'b']);
  assert.deepEqual(await keys(node, { show: 'deleted' }), ['deleted', 'old']);
  await node.put(checkKey('old'), textValue('settled'));
  assert.deepEqual(await keys(node, { show: 'conflicts' }), ['a', 'b', 'deleted']);
});

test('the deleted keys are shown alone, searched as all are, until they have a value again', async (t) => {
  const node = await openNode(t);
  for (const key of ['kept', 'gone', 'Going']) await node.put(checkKey(key), textValue('value'));
  await node.put(checkKey('gone'), null);
  const rows = new Rows(node);
  const deleted = (search = ''): Promise<string[]> => keys(rows, { show: 'deleted', search });
  assert.deepEqual(await deleted(), ['gone']);
  await node.put(checkKey('Going'), null);
  assert.deepEqual(await deleted(), ['Going', 'gone']);
  assert.deepEqual(await deleted('ING'), ['Going']);
  await node.put(checkKey('gone'), textValue('back'));
  assert.deepEqual(await deleted(), ['Going']);
  assert.equal(node.database.deleted, 1);
});

/** Puts so many keys into the database alone, as a disk does. */
function fill(node: Node, count: number): void {
  const stamp = (counter: number): Stamp => ({ time: 1, counter, node: BOB });
  node.database.load(
    Array.from({ length: count }, (_, n) => ({
      ...{ key: checkKey(`key ${n}`), value: textValue(`value ${n}`), seq: n + 1 },
      ...{ stamp: stamp(n), parents: [] },
    })),
  );
}

test('a window that shows the deleted keys after those in conflict is not shown the latter again', async (t) => {
  const node = await openNode(t);
  for (const value of [textValue('x'), null]) await node.put(checkKey('gone'), value);
  await node.put(checkKey('torn'), textValue('ours'));
  fromBob(node, 'torn', textValue('theirs'));
  const rows = new Rows(node);
  assert.deepEqual(await keys(rows, { show: 'conflicts' }), ['torn']);
  assert.deepEqual(await keys(rows, { show: 'deleted' }), ['gone']);
});

test('a search of many keys leaves turns to all else, and ends for both pages that were asked of it', async (t) => {
  const node = await openNode(t);
  fill(node, MANY);
  const rows = new Rows(node);
  let [turns, isFound] = [0, false];
  const pages = [0, 200].map((offset) => rows.page({ ...ALL, search: 'VALUE', offset, limit: 200 }));
  const found = Promise.all(pages).then((pages) => {
    isFound = true;
    return pages;
  });
  for (; !isFound; turns++) await turn();
  const [first, second] = await found;
  assert.deepEqual([first?.total, second?.total], [MANY, MANY]);
  assert.deepEqual([first?.rows[1]?.key, second?.rows[0]?.key], ['key 1', 'key 10177']);
  assert.ok(turns > 4, `${turns} turns`);
});

test('a page that the user waits for is worked at in every turn', async (t) => {
  const node = await openNode(t);
  fill(node, MANY);
  const before = performance.eventLoopUtilization();
  await keys(node);
  const { utilization } = performance.eventLoopUtilization(before);
  assert.ok(utilization > 0.8, `at work for ${utilization} of the time`);
});

test('a search is given up when the window asks for something else, and what was found so far is not lost', async (t) => {
  const node = await openNode(t);
  fill(node, MANY);
  const rows = new Rows(node);
  const given = rows.page({ ...ALL, search: 'value 1' });
  const all = rows.page(ALL);
  const last = rows.page({ ...ALL, search: 'value 77' });
  assert.deepEqual([await given, await all], [null, null]);
  const page = await last;
  assert.deepEqual([page?.total, page?.rows[0]?.key], [111, 'key 77']);
  assert.deepEqual((await keys(rows)).slice(0, 2), ['key 0', 'key 1']);
});

test('what changes while a window is searched is in its answer', async (t) => {
  const node = await openNode(t);
  fill(node, MANY);
  const found = keys(node, { search: 'value 7777', sort: 'time', descending: true });
  for (const [name, value] of Object.entries({ 'key 1': 'value 7777', new: 'value 77778', 'key 7777': 'other' })) {
    await turn();
    await node.put(checkKey(name), textValue(value));
  }
  const keysFound = await found;
  assert.deepEqual(keysFound.slice(0, 2), ['new', 'key 1']);
  assert.ok(!keysFound.includes('key 7777'));
});

test('a page of long values with long histories leaves turns to all else', async (t) => {
  const node = await openNode(t);
  const long = 'x'.repeat(60_000);
  for (let n = 0; n < 200; n++)
    for (let version = 0; version < 9; version++) fromBob(node, `key ${n}`, textValue(`${version}${long}`), version);
  const rows = new Rows(node);
  await keys(rows);
  let [turns, isThere] = [0, false];
  const page = keys(rows).then((keys) => {
    isThere = true;
    return keys;
  });
  for (; !isThere; turns++) await turn();
  assert.equal((await page).length, 200);
  // In one piece it takes one; a quick machine needs few slices.
  assert.ok(turns > 1, `${turns} turns`);
});

test('a page that holds a deleted key says that it will be another one without a change, until that key has gone', async (t) => {
  const node = await openNode(t);
  await node.put(checkKey('gone'), textValue('value'));
  let [said, now] = [0, Date.now()];
  t.mock.method(node.database.clock, 'now', () => now);
  const rows = new Rows(node, () => {
    said += 1;
  });
  assert.deepEqual(await keys(rows), ['gone']);
  assert.equal(said, 0);
  // Bob's clock is ahead.
  fromBob(node, 'gone', null, 60_000);
  await node.put(checkKey('gone'), null);
  assert.deepEqual(await keys(rows), ['gone']);
  assert.equal(said, 1);
  now += 5_000;
  assert.deepEqual(await keys(rows), ['gone']);
  assert.equal(said, 2);
  now += 5_000;
  assert.deepEqual(await keys(rows), []);
  assert.equal(said, 2);
});
