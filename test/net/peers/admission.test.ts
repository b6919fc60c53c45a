import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isCopy, isPreferred, objection, whyLost } from '../../../main/net/peers/admission';
import { Contact } from '../../../main/net/peers/contact';
import { type PeerRecord, Peers } from '../../../main/net/peers/peers';
import { PROTOCOL } from '../../../main/net/protocol';
import type { Link } from '../../../main/net/wire/link';
import type { NodeId } from '../../../main/store/stamp';
import { ALICE, BOB, NOON } from '../../store/fixtures';
import { card } from '../../support/card';

interface Dialled {
  readonly by: NodeId;
  readonly attempt: number;
  /** The latest dial of the other one that the dialler had met by then. */
  readonly seen: number;
}

/** A link as the node `self` has it. */
function endAt(self: NodeId, { by, attempt, seen }: Dialled, epoch = ''): Link {
  const other = self === ALICE ? BOB : ALICE;
  const dial = { attempt, seen: { epoch: '', attempt: seen } };
  return { card: card(other, epoch), dialled: by === self, dial } as unknown as Link;
}

/** Which of two stays at a node where one is there and the other comes up. */
function stays(self: NodeId, newer: Dialled, older: Dialled): Dialled {
  return isPreferred(endAt(self, newer), endAt(self, older), card(self)) ? newer : older;
}

/** What is left at a node where links come up in this order. */
function left(self: NodeId, links: readonly Dialled[]): Dialled | undefined {
  return links.reduce((older, newer) => stays(self, newer, older));
}

/** Two nodes that dial each other, and meet each other's dials, as chance has it. */
const anyLinks = fc
  .array(fc.tuple(fc.constantFrom(ALICE, BOB), fc.boolean()), { minLength: 1, maxLength: 8 })
  .map((steps) => {
    const links: Dialled[] = [];
    const made: Record<NodeId, number> = { [ALICE]: 0, [BOB]: 0 };
    const met: Record<NodeId, number> = { [ALICE]: 0, [BOB]: 0 };
    for (const [by, dials] of steps) {
      const [attempt = 0, theirs = 0, seen = 0] = [made[by], made[by === ALICE ? BOB : ALICE], met[by]];
      if (dials) links.push({ by, attempt: attempt + 1, seen });
      if (dials) made[by] = attempt + 1;
      else met[by] = theirs;
    }
    return links;
  })
  .filter(({ length }) => length > 1);

test('both ends keep the same one of some links, in whatever order these come up at either', () => {
  const orders = anyLinks.chain((links) => {
    const order = fc.shuffledSubarray(links, { minLength: links.length });
    return fc.tuple(order, order);
  });
  fc.assert(
    fc.property(orders, ([atAlice, atBob]) => {
      assert.deepEqual(left(ALICE, atAlice), left(BOB, atBob));
    }),
    { numRuns: 1000 },
  );
});

test('of two links that one side dialled the later stays: the first may be lost', () => {
  const [first, second] = [
    { by: BOB, attempt: 7, seen: 0 },
    { by: BOB, attempt: 8, seen: 0 },
  ];
  assert.equal(left(ALICE, [first, second]), second);
  assert.equal(left(ALICE, [second, first]), second);
});

test('a node that started anew, and counts from 1 again, wins over its old link', () => {
  const old = endAt(ALICE, { by: BOB, attempt: 8, seen: 0 }, 'old');
  for (const by of [ALICE, BOB]) {
    assert.ok(isPreferred(endAt(ALICE, { by, attempt: 1, seen: 0 }, 'new'), old, card(ALICE)));
  }
});

test('a node that dials though it has met the dial of the other has lost that link, or doubts it', () => {
  for (const by of [ALICE, BOB]) {
    const old = { by, attempt: 5, seen: 0 };
    const anew = { by: by === ALICE ? BOB : ALICE, attempt: 1, seen: 5 };
    for (const self of [ALICE, BOB]) assert.equal(stays(self, anew, old), anew);
  }
});

test('what a node has met of another one that started anew since counts no more', () => {
  for (const [self, other] of [
    [ALICE, BOB],
    [BOB, ALICE],
  ] as const) {
    const old = endAt(self, { by: other, attempt: 1, seen: 0 }, 'new');
    const dial = { attempt: 1, seen: { epoch: 'old', attempt: 5 } };
    const anew = { card: card(other, 'new'), dialled: true, dial } as unknown as Link;
    assert.equal(isPreferred(anew, old, card(self)), self < other);
    assert.equal(isPreferred(old, anew, card(self)), other < self);
  }
});

test('of the dials of a node that were met the latest counts, also where an earlier one comes after it', () => {
  const contact = new Contact(
    new Peers([], () => false).met({ id: BOB, name: null, addresses: [] }, null, NOON) as PeerRecord,
  );
  for (const attempt of [5, 3]) contact.met(endAt(ALICE, { by: BOB, attempt, seen: 0 }, 'old'));
  assert.deepEqual(contact.seen, { epoch: 'old', attempt: 5 });
  contact.met(endAt(ALICE, { by: BOB, attempt: 1, seen: 0 }, 'new'));
  assert.deepEqual(contact.seen, { epoch: 'new', attempt: 1 });
});

test('a node of a later protocol is told why it gets no link', () => {
  const later = { ...card(BOB), protocol: PROTOCOL + 1 };
  assert.equal(objection(later, card(ALICE), undefined)?.farewell, 'other-protocol');
  assert.equal(objection(card(BOB), card(ALICE), undefined), null);
});

test('a removed or paused peer is told that, whatever rule it has since', () => {
  const other = { ...card(BOB), rule: 'first' as const };
  const known = new Peers([], () => false).met({ id: BOB, name: null, addresses: [] }, null, NOON) as PeerRecord;
  const told = (): string | undefined => objection(other, card(ALICE), known)?.farewell;
  assert.equal(told(), 'other-rule');
  known.paused = true;
  assert.equal(told(), 'paused');
  known.removed = true;
  assert.equal(told(), 'removed');
});

test('why a link ended is told in words of its own, whichever side ended it', () => {
  const there = [
    [null, 'peer-refused'],
    ['removed', 'peer-refused'],
    ['paused', 'paused'],
    ['full', 'peer-refused'],
    ['other-rule', 'other-rule'],
    ['copied', 'copied'],
    ['closing', 'closed'],
    ['broken', 'peer-refused'],
    ['stalled', 'closed'],
  ] as const;
  const here = [
    ['broken', 'bad-request'],
    ['stalled', 'closed'],
  ] as const;
  const told = [whyLost(null)];
  for (const [ends, byPeer] of [
    [there, true],
    [here, false],
  ] as const) {
    for (const [farewell, code] of ends) {
      const why = whyLost({ byPeer, farewell });
      assert.equal(why.code, code, String(farewell));
      told.push(why);
    }
  }
  assert.equal(new Set(told.map(({ message }) => message)).size, told.length);
});

test('of a profile and its copy one takes a new id: not the one that was copied while it ran', () => {
  const [first, second] = [card(ALICE, 'first'), card(ALICE, 'second')];
  assert.deepEqual([isCopy(first, second), isCopy(second, first)], [false, true]);
  const copy = { ...card(ALICE, 'a copy'), before: [['first', 7]] as [string, number][] };
  assert.deepEqual([isCopy(first, copy), isCopy(copy, first)], [false, true]);
  assert.deepEqual([isCopy(second, copy), isCopy(copy, second)], [true, false]);
});
