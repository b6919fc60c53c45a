import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Cursors } from '../../../main/net/peers/cursors';
import { MAX_KNOWN } from '../../../main/net/protocol';
import type { Lineage } from '../../../main/store/lineage';
import { isNodeId, type NodeId } from '../../../main/store/stamp';
import { ALICE, BOB, CHLOE } from '../../store/fixtures';

const running: Lineage = { epoch: 'now', before: [['earlier', 50]] };

function cursors(kept: unknown = undefined): Cursors {
  return new Cursors(kept === undefined ? undefined : JSON.parse(JSON.stringify(kept)));
}

function nodeAt(n: number): NodeId {
  return n.toString(16).padStart(16, '0') as NodeId;
}

test('a node that was never read has no cursor', () => {
  assert.equal(cursors().get(BOB, running), null);
});

test('a cursor comes back as it was set, for its own node', () => {
  const some = cursors();
  some.set(BOB, 'now', 7);
  some.set(CHLOE, 'now', 9);
  some.set(BOB, 'now', 8);
  assert.deepEqual([some.get(BOB, running), some.get(CHLOE, running), some.get(ALICE, running)], [8, 9, null]);
});

test('a cursor of an earlier epoch holds where its number still means the same', () => {
  const some = cursors();
  for (const [seq, expected] of [
    [50, 50],
    [51, null],
  ] as const) {
    some.set(BOB, 'earlier', seq);
    assert.equal(some.get(BOB, running), expected);
  }
});

test('a cursor of an epoch that its node does not know does not hold', () => {
  const some = cursors();
  some.set(BOB, 'of another copy', 1);
  assert.equal(some.get(BOB, running), null);
});

test('cursors survive being kept', () => {
  const some = cursors();
  some.set(BOB, 'now', 7);
  some.set(CHLOE, 'earlier', 60);
  const again = cursors(some.all);
  assert.deepEqual(again.all, some.all);
  assert.deepEqual([again.get(BOB, running), again.get(CHLOE, running)], [7, null]);
});

test('of more than 256 nodes, the cursor that was set longest ago gives way', () => {
  const some = cursors();
  for (let n = 0; n < MAX_KNOWN; n++) some.set(nodeAt(n), 'now', n);
  some.set(nodeAt(0), 'now', 1000);
  some.set(BOB, 'now', 7);
  assert.equal(some.all.length, MAX_KNOWN);
  assert.deepEqual(
    [some.get(nodeAt(0), running), some.get(nodeAt(1), running), some.get(BOB, running)],
    [1000, null, 7],
  );
});

test('a note that is no list of cursors counts as nothing', () => {
  const good = [BOB, 'now', 7];
  const wrong = [
    ...[null, 0, 'cursors', {}, [[]], [null], [good, null], { 0: good, length: 1 }],
    ...[-1, 0.5, '7', null, 2 ** 53, {}].map((seq) => [good.with(2, seq as number)]),
    ...[null, 7, {}].map((epoch) => [good.with(1, epoch as string)]),
    ...['Bob', '', null, `${BOB}\n`].map((node) => [good.with(0, node as string)]),
    Array.from({ length: MAX_KNOWN + 1 }, (_, n) => [nodeAt(n), 'now', n]),
  ];
  assert.equal(cursors([good]).get(BOB, running), 7);
  for (const kept of wrong) assert.deepEqual(cursors(kept).all, [], JSON.stringify(kept).slice(0, 100));
});

test('whatever a disk says, a cursor is one of a node, and a whole number', () => {
  const row = fc.tuple(
    fc.constantFrom<unknown>(BOB, CHLOE, 'Bob', null),
    fc.constantFrom<unknown>('now', 7),
    fc.oneof(fc.constantFrom<unknown>(7, -7, 0.5, '7'), fc.double()),
  );
  fc.assert(
    fc.property(fc.oneof(fc.array(row, { maxLength: 2 }), fc.jsonValue()), (kept) => {
      for (const [node, epoch, seq] of cursors(kept).all) {
        assert.ok(isNodeId(node) && typeof epoch === 'string' && Number.isSafeInteger(seq) && seq >= 0);
      }
    }),
    { numRuns: 500 },
  );
});
