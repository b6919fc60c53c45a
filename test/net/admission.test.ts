import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPreferred } from '../../main/net/admission';
import type { Link } from '../../main/net/link';
import type { NodeId } from '../../main/store/stamp';
import { ALICE, BOB } from '../store/fixtures';
import { card } from '../support/card';

interface Dial {
  readonly by: NodeId;
  readonly attempt: number;
}

/** A link as the node `self` has it. */
function endAt(self: NodeId, { by, attempt }: Dial, epoch = ''): Link {
  const other = self === ALICE ? BOB : ALICE;
  return { card: card(other, epoch), dialled: by === self, attempt } as Link;
}

/** What is left at a node where links come up in this order. */
function left(self: NodeId, dials: readonly Dial[]): Dial | undefined {
  return dials.reduce((older, newer) => (isPreferred(endAt(self, newer), endAt(self, older), self, 0) ? newer : older));
}

/** No node gives one number to two dials. */
const anyDials = fc.uniqueArray(
  fc.record({ by: fc.constantFrom(ALICE, BOB), attempt: fc.integer({ min: 1, max: 5 }) }),
  {
    minLength: 2,
    selector: ({ by, attempt }) => `${by} ${attempt}`,
  },
);

test('both ends keep the same one of some links, in whatever order these come up at either', () => {
  const orders = anyDials.chain((dials) => {
    const order = fc.shuffledSubarray(dials, { minLength: dials.length });
    return fc.tuple(order, order);
  });
  fc.assert(
    fc.property(orders, ([atAlice, atBob]) => {
      assert.deepEqual(left(ALICE, atAlice), left(BOB, atBob));
    }),
  );
});

test('of two links that one side dialled the later stays: the first may be lost', () => {
  const [first, second] = [
    { by: BOB, attempt: 7 },
    { by: BOB, attempt: 8 },
  ];
  assert.equal(left(ALICE, [first, second]), second);
  assert.equal(left(ALICE, [second, first]), second);
});

test('a node that started anew, and counts from 1 again, wins over its old link', () => {
  const old = endAt(ALICE, { by: BOB, attempt: 8 }, 'old');
  for (const by of [ALICE, BOB]) {
    assert.ok(isPreferred(endAt(ALICE, { by, attempt: 1 }, 'new'), old, ALICE, 0));
  }
});

test('a node that dials anew when the old link has been up for a while has lost it, whoever dialled that', () => {
  for (const by of [ALICE, BOB]) {
    const old = endAt(ALICE, { by, attempt: 1 });
    const anew = endAt(ALICE, { by: by === ALICE ? BOB : ALICE, attempt: 1 });
    assert.ok(isPreferred(anew, old, ALICE, 2_001));
  }
});
