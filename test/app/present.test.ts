import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toDetail, toRow } from '../../main/app/present';
import type { Node } from '../../main/node/node';
import type { NodeId } from '../../main/store/stamp';
import { checkKey, jsonValue, textValue } from '../../main/store/text';
import type { KeyDetail, Row } from '../../preload/contract/keys';
import { openNode } from '../support/nodes';

const key = checkKey('key');

function rowOf(node: Node): Row {
  const row = toRow(node, key);
  assert.ok(row !== null);
  return row;
}

function detailOf(node: Node, whole = false): KeyDetail {
  const detail = toDetail(node, key, whole);
  assert(detail);
  return detail;
}

test('a row shows the first 300 letters of a text, whatever escapes its JSON is full of', async (t) => {
  const node = await openNode(t);
  for (const letter of ['a', '"', '\\', '\n', '\u0001', 'é', '\u2028']) {
    for (const shift of ['', 'x', 'xx', 'xxx', 'xxxx', 'xxxxx']) {
      const text = shift + letter.repeat(5000);
      await node.put(key, textValue(text));
      assert.equal(rowOf(node).preview, text.slice(0, 300));
    }
  }
});

test('a row never cuts a character in half', async (t) => {
  const node = await openNode(t);
  await node.put(key, textValue(`x${'🦊'.repeat(1000)}`));
  assert.equal(rowOf(node).preview, `x${'🦊'.repeat(149)}`);
  await node.put(key, jsonValue(`["${'🦊'.repeat(1000)}"]`));
  assert.equal(rowOf(node).preview, `["${'🦊'.repeat(149)}`);
});

test('a row tells whether it shows the whole of a value', async (t) => {
  const node = await openNode(t);
  for (const [value, whole] of [
    [textValue(''), true],
    [textValue('é'.repeat(300)), true],
    [textValue('\u0001'.repeat(300)), false],
    [textValue('x'.repeat(301)), false],
    [textValue(`${'x'.repeat(299)}🦊`), false],
    [jsonValue(`[${'1,'.repeat(149)}1]`), false],
    [jsonValue(`[${'1,'.repeat(148)}1]`), true],
  ] as const) {
    await node.put(key, value);
    assert.equal(rowOf(node).whole, whole, value);
  }
});

test('a row tells the kind of a value', async (t) => {
  const node = await openNode(t);
  for (const [json, kind] of [
    ['"7"', 'text'],
    ['-7', 'number'],
    ['false', 'boolean'],
    ['null', 'null'],
    ['[]', 'list'],
    ['{}', 'object'],
  ] as const) {
    await node.put(key, jsonValue(json));
    assert.equal(rowOf(node).kind, kind, json);
    assert.equal(rowOf(node).deleted, false);
  }
});

test('a deleted row can be undone to the value before', async (t) => {
  const node = await openNode(t);
  await node.put(key, textValue('before'));
  const { stamp } = rowOf(node);
  await node.put(key, null);
  assert.deepEqual([rowOf(node).deleted, rowOf(node).undo], [true, stamp]);
  await node.putBack(key, rowOf(node).undo ?? '');
  assert.equal(rowOf(node).preview, 'before');
});

test('a row that two nodes deleted is undone to the value before both', async (t) => {
  const node = await openNode(t);
  await node.put(key, textValue('before'));
  const { stamp } = rowOf(node);
  await node.put(key, null);
  const bob = 'bbbbbbbbbbbbbbbb' as NodeId;
  const later = { time: Date.now() + 1_000, counter: 0, node: bob };
  node.database.merge([{ key, value: null, stamp: later, parents: [] }], bob);
  assert.equal(rowOf(node).undo, stamp);
});

test('who wrote a value is told, and which values it is in conflict with until that is settled', async (t) => {
  const node = await openNode(t);
  await node.put(key, textValue('first'));
  await node.put(key, textValue('ours'));
  const bob = 'bbbbbbbbbbbbbbbb' as NodeId;
  const stamp = { time: Date.now() + 1_000, counter: 0, node: `course:${bob}` as NodeId };
  node.database.merge([{ key, value: textValue('theirs'), stamp, parents: [] }], bob);
  const told = () => detailOf(node).history.map(({ preview, role, by }) => [preview, role, by.self, by.script]);
  assert.deepEqual(told(), [
    ['theirs', 'now', false, true],
    ['ours', 'conflict', true, false],
    ['first', 'past', true, false],
  ]);
  assert.equal(rowOf(node).values, 2);
  assert.deepEqual([rowOf(node).by.self, rowOf(node).by.script], [false, true]);
  await node.put(key, textValue('settled'));
  assert.deepEqual(
    told().map(([preview, role]) => [preview, role]),
    [
      ['settled', 'now'],
      ['theirs', 'past'],
      ['ours', 'past'],
      ['first', 'past'],
    ],
  );
  assert.equal(rowOf(node).values, 1);
});

test('what a script set at this node is of this node and of a script, and has nothing to undo', async (t) => {
  const node = await openNode(t);
  await node.create(key, textValue('by a script'));
  const { by, undo } = rowOf(node);
  assert.deepEqual([by.self, by.script, undo], [true, true, null]);
});

test('a detail holds back a value over 64 KiB until the whole is asked for', async (t) => {
  const node = await openNode(t);
  const long = textValue('x'.repeat(64 * 1024 + 1));
  await node.put(key, long);
  assert.deepEqual([detailOf(node).json, detailOf(node).size], [null, 64 * 1024 + 1]);
  assert.equal(detailOf(node, true).json, long);
  await node.put(key, textValue('x'.repeat(64 * 1024)));
  assert.notEqual(detailOf(node).json, null);
});

test('a detail of a key that was never seen is null', async (t) => {
  const node = await openNode(t);
  assert.equal(toDetail(node, key, true), null);
});
