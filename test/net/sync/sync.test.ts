import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_ENTRIES, MAX_ENTRIES_SIZE, unpack } from '../../../main/store/pack';
import { checkKey, textValue } from '../../../main/store/text';
import type { Side } from '../../support/sides';
import { batches, entriesIn, link, parties, pass, talk } from './talk';

const WINDOW = 4;

function assertInSync(sides: readonly Side[]): void {
  for (const { sync } of sides) {
    const { inSync, toSend, toReceive, total } = sync.status();
    assert.deepEqual({ inSync, toSend, toReceive, total }, { inSync: true, toSend: 0, toReceive: 0, total: 0 });
  }
}

test('a first sync streams in bounded batches and counts down to in sync on both sides', () => {
  const [alice, bob] = parties();
  alice.fill(3000);
  const sides = link(alice, bob);
  const [ours, theirs] = sides;
  const [toSend, toReceive]: number[][] = [[], []];
  const said = talk(sides, () => {
    toSend?.push(ours.sync.status().toSend);
    toReceive?.push(theirs.sync.status().toReceive);
  });
  assert.equal(entriesIn(said).length, 3000);
  assert.ok(batches(said).every(({ entries }) => unpack(entries).length <= MAX_ENTRIES));
  for (const counts of [toSend ?? [], toReceive ?? []]) {
    const most = counts.indexOf(Math.max(...counts));
    const down = counts.slice(most);
    assert.deepEqual(
      down,
      down.toSorted((a, b) => b - a),
      'what is left never grows',
    );
    assert.ok(new Set(down).size > 3, 'the way down is seen');
  }
  assert.equal(alice.database.fingerprint, bob.database.fingerprint);
  assertInSync(sides);
});

test('large values go in smaller batches, and the largest alone', () => {
  const [alice, bob] = parties();
  for (let i = 0; i < 12; i++) {
    alice.database.put(checkKey(`key ${i}`), textValue('x'.repeat(i < 6 ? 20 * 1024 : 200 * 1024)));
  }
  for (const { entries } of batches(talk(link(alice, bob)))) {
    const some = unpack(entries);
    const size = some.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0), 0);
    assert.ok(some.length === 1 || size <= MAX_ENTRIES_SIZE, `${size} units`);
  }
  assert.equal(bob.database.size, 12);
});

test('no more batches are under way than the window holds', () => {
  const [alice, bob] = parties();
  alice.fill(5000);
  const [ours, theirs] = link(alice, bob);
  while (ours.outbox.length > 0) ours.deliver();
  theirs.deliver();
  for (let round = 0; round < 50; round++) ours.sync.pump();
  assert.equal(batches(ours.outbox).length, WINDOW);
  assert.equal(ours.sync.status().toSend, 5000);
});

test('two nodes that hold the same exchange no entries, and compare nothing', () => {
  const [alice, bob] = parties();
  alice.fill(2000);
  bob.copy(alice);
  const sides = link(alice, bob);
  const said = pass(60_000, sides);
  assert.equal(entriesIn(said).length, 0);
  assert.ok(said.every(({ type }) => type !== 'compare'));
  assertInSync(sides);
});

test('an entry is not sent back to the node that it came from', () => {
  const [alice, bob] = parties();
  alice.fill(700, 'Alice');
  bob.fill(300, 'Bob');
  const sides = link(alice, bob);
  assert.equal(entriesIn(pass(3_000, sides)).length, 1000, 'each entry goes once');
  alice.database.put(checkKey('new'), textValue('value'));
  for (const party of [alice, bob]) party.pump();
  assert.equal(entriesIn(talk(sides)).length, 1);
  bob.pump();
  assert.deepEqual(sides[1].outbox, []);
  assertInSync(sides);
});

test('a key that changes often while a batch is under way goes out once, as it is last', () => {
  const [alice, bob] = parties();
  const sides = link(alice, bob);
  talk(sides);
  for (let i = 0; i < 100; i++) alice.database.put(checkKey('counter'), textValue(`${i}`));
  alice.pump();
  assert.ok(entriesIn(talk(sides)).length <= 9, 'the winner and the history, not all 100');
  assert.equal(bob.database.winner(checkKey('counter'))?.value, '"99"');
});

test('what got lost on the way is found by comparing fingerprints', () => {
  const [alice, bob] = parties();
  const sides = link(alice, bob);
  talk(sides);
  alice.fill(10);
  alice.pump();
  sides[0].outbox.length = 0;
  pass(10_000, sides);
  assert.equal(bob.database.size, 10);
  assertInSync(sides);
});

test('a link knows the round trip and how far the other clock is ahead', () => {
  const [alice, bob] = parties();
  bob.wall.now += 2_000;
  const sides = link(alice, bob);
  for (const { wall } of [alice, bob]) wall.now += 20;
  talk(sides);
  const { latency, skew } = sides[0].sync.status();
  assert.deepEqual([latency, skew], [20, 2_010]);
});
