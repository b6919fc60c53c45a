import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../../main/store/text';
import type { Party, Side } from '../../support/sides';
import { cut, entriesIn, link, parties, pass } from './talk';

const SETTLED_MS = 3_000;

/** Two parties that were linked until they were equal, and how far each has read the other. */
function friends(): { alice: Party; bob: Party; cursors: [number | null, number | null] } {
  const [alice, bob] = parties();
  alice.fill(300, 'Alice');
  bob.fill(200, 'Bob');
  const sides = link(alice, bob);
  pass(SETTLED_MS, sides);
  cut(...sides);
  return { alice, bob, cursors: cursorsOf(sides) };
}

function cursorsOf([ours, theirs]: readonly [Side, Side]): [number | null, number | null] {
  return [ours.sync.cursor, theirs.sync.cursor];
}

function keysIn(said: ReturnType<typeof pass>): string[] {
  return entriesIn(said)
    .map(({ key }) => key)
    .sort();
}

test('two nodes that are equal have read each other to the end', () => {
  const { alice, bob, cursors } = friends();
  assert.deepEqual(cursors, [bob.database.feed.head, alice.database.feed.head]);
});

test('from a cursor only what is new is read, and nothing is compared', () => {
  const { alice, bob, cursors } = friends();
  alice.fill(5, 'new at Alice');
  bob.fill(3, 'new at Bob');
  const said = pass(SETTLED_MS, link(alice, bob, cursors));
  const news = [...Array(5).keys()].map((i) => `new at Alice ${i}`);
  assert.deepEqual(keysIn(said), [...news, ...[0, 1, 2].map((i) => `new at Bob ${i}`)]);
  assert.ok(said.every(({ type }) => type !== 'compare'));
  assert.equal(alice.database.fingerprint, bob.database.fingerprint);
});

test('the cursor moves on with what is read, also with what comes later', () => {
  const { alice, bob, cursors } = friends();
  const sides = link(alice, bob, cursors);
  pass(SETTLED_MS, sides);
  alice.fill(5, 'new');
  alice.pump();
  pass(SETTLED_MS, sides);
  assert.deepEqual(cursorsOf(sides), [bob.database.feed.head, alice.database.feed.head]);
});

test('a link that is cut while much is read leaves a cursor from which the rest is read', () => {
  const [alice, bob] = parties();
  alice.fill(3000);
  const sides = link(alice, bob);
  while (bob.database.size < 1500) for (const side of sides) side.deliver();
  cut(...sides);
  const [, cursor] = cursorsOf(sides);
  assert.equal(cursor, bob.database.size);
  const said = pass(SETTLED_MS, link(alice, bob, [null, cursor]));
  assert.equal(bob.database.fingerprint, alice.database.fingerprint);
  assert.equal(entriesIn(said).length, 3000 - (cursor ?? 0));
});

test('what is missing before a cursor all the same is found by comparing', () => {
  const [alice, bob, chloe] = parties();
  chloe.fill(500);
  alice.copy(chloe);
  bob.database.merge([...chloe.database.feed.after(100)], null);
  alice.database.put(checkKey('new'), textValue('value'));
  const sides = link(alice, bob, [bob.database.feed.head, 500]);
  const said = pass(SETTLED_MS, sides);
  assert.equal(bob.database.fingerprint, alice.database.fingerprint);
  assert.equal(entriesIn(said).length, 101);
});

test('a cursor past the end of a feed reads nothing, and what differs is found by comparing', () => {
  const { alice, bob } = friends();
  alice.fill(5, 'new');
  const said = pass(SETTLED_MS, link(alice, bob, [null, 1_000_000]));
  assert.equal(bob.database.fingerprint, alice.database.fingerprint);
  assert.equal(entriesIn(said).length, 5);
});

test('while two nodes that compare differ, neither has a cursor', () => {
  const [alice, bob] = parties();
  alice.fill(300, 'Alice');
  bob.fill(200, 'Bob');
  const sides = link(alice, bob);
  while (alice.database.fingerprint !== bob.database.fingerprint) {
    assert.deepEqual(cursorsOf(sides), [null, null]);
    for (const side of sides) {
      side.party.wall.now += 10;
      side.sync.tick();
      if (side.outbox.length > 0) side.deliver();
    }
  }
});

test('what two nodes that held nothing set while they were apart is read, and not compared', () => {
  const [alice, bob] = parties();
  const sides = link(alice, bob);
  pass(SETTLED_MS, sides);
  cut(...sides);
  alice.fill(5, 'Alice');
  bob.fill(3, 'Bob');
  const said = pass(SETTLED_MS, link(alice, bob, cursorsOf(sides)));
  assert.equal(keysIn(said).length, 8);
  assert.ok(said.every(({ type }) => type !== 'compare'));
  assert.equal(alice.database.fingerprint, bob.database.fingerprint);
});
