import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Rows } from '../../main/app/rows';
import type { Node } from '../../main/node';
import type { NodeId } from '../../main/store/stamp';
import { checkKey, type JsonText, textValue } from '../../main/store/text';
import type { PageQuery } from '../../preload/api';
import { openNode } from '../support/nodes';

const BOB = 'bbbbbbbbbbbbbbbb' as NodeId;
const ALL = { search: '', show: 'all', sort: 'key', descending: false } as const;

/** Bob writes without having seen what this node has. */
function fromBob(node: Node, key: string, value: JsonText | null, later = 0): void {
  const stamp = { time: Date.now() + later, counter: 0, node: BOB };
  node.database.merge([{ key: checkKey(key), value, stamp, parents: [] }], BOB);
}

function keys(node: Node, query: Partial<PageQuery>): string[] {
  return new Rows(node).of({ ...ALL, ...query }).map(({ key }) => key);
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
  assert.deepEqual(keys(node, {}), ['a', 'b', 'calm', 'deleted', 'old']);
  assert.deepEqual(keys(node, { show: 'conflicts' }), ['a', 'b', 'deleted', 'old']);
  assert.deepEqual(keys(node, { show: 'conflicts', descending: true }), ['old', 'deleted', 'b', 'a']);
  assert.deepEqual(keys(node, { show: 'conflicts', sort: 'time', descending: true })[0], 'a');
  assert.deepEqual(keys(node, { show: 'conflicts', search: 'OL' }), ['old']);
  assert.deepEqual(keys(node, { show: 'conflicts', search: 'theirs' }), ['a', 'b']);
  assert.deepEqual(keys(node, { show: 'deleted' }), ['deleted', 'old']);
  await node.put(checkKey('old'), textValue('settled'));
  assert.deepEqual(keys(node, { show: 'conflicts' }), ['a', 'b', 'deleted']);
});

test('the deleted keys are shown alone, searched as all are, until they have a value again', async (t) => {
  const node = await openNode(t);
  for (const key of ['kept', 'gone', 'Going']) await node.put(checkKey(key), textValue('value'));
  await node.put(checkKey('gone'), null);
  const rows = new Rows(node);
  const deleted = (search = ''): string[] => rows.of({ ...ALL, show: 'deleted', search }).map(({ key }) => key);
  assert.deepEqual(deleted(), ['gone']);
  await node.put(checkKey('Going'), null);
  assert.deepEqual(deleted(), ['Going', 'gone']);
  assert.deepEqual(deleted('ING'), ['Going']);
  await node.put(checkKey('gone'), textValue('back'));
  assert.deepEqual(deleted(), ['Going']);
  assert.equal(node.database.deleted, 1);
});
