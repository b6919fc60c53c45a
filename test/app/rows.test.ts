import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf } from '../../main/app/rows';
import type { Node } from '../../main/node';
import type { NodeId } from '../../main/store/stamp';
import { checkKey, type JsonText, textValue } from '../../main/store/text';
import { openNode } from '../support/nodes';

const BOB = 'bbbbbbbbbbbbbbbb' as NodeId;
const ALL = { search: '', conflicts: false, sort: 'key', descending: false } as const;

/** Bob writes without having seen what this node has. */
function fromBob(node: Node, key: string, value: JsonText | null, later = 0): void {
  const stamp = { time: Date.now() + later, counter: 0, node: BOB };
  node.database.merge([{ key: checkKey(key), value, stamp, parents: [] }], BOB);
}

function keys(node: Node, query: Partial<Parameters<typeof rowsOf>[1]>): string[] {
  return rowsOf(node, { ...ALL, ...query }).map(({ key }) => key);
}

test('the keys in conflict are shown alone, searched and sorted as all are, one whose deletion won among them', async (t) => {
  const node = await openNode(t);
  for (const key of ['calm', 'b', 'a', 'deleted']) await node.put(checkKey(key), textValue('ours'));
  fromBob(node, 'a', textValue('theirs'), 60_000);
  fromBob(node, 'b', textValue('theirs'));
  // So long ago that it has no row among all keys.
  fromBob(node, 'old', textValue('theirs'), -60_000);
  node.database.merge(
    [{ key: checkKey('old'), value: null, stamp: { time: Date.now() - 50_000, counter: 0, node: BOB }, parents: [] }],
    BOB,
  );
  fromBob(node, 'deleted', null, 1_000);
  assert.deepEqual(keys(node, {}), ['a', 'b', 'calm', 'deleted']);
  assert.deepEqual(keys(node, { conflicts: true }), ['a', 'b', 'deleted', 'old']);
  assert.deepEqual(keys(node, { conflicts: true, descending: true }), ['old', 'deleted', 'b', 'a']);
  assert.deepEqual(keys(node, { conflicts: true, sort: 'time', descending: true })[0], 'a');
  assert.deepEqual(keys(node, { conflicts: true, search: 'OL' }), ['old']);
  assert.deepEqual(keys(node, { conflicts: true, search: 'theirs' }), ['a', 'b']);
  await node.put(checkKey('old'), textValue('settled'));
  assert.deepEqual(keys(node, { conflicts: true }), ['a', 'b', 'deleted']);
});
