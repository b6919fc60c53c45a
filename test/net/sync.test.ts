import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_ENTRIES, MAX_ENTRIES_SIZE, type Outgoing } from '../../main/net/protocol';
import { checkKey, textValue } from '../../main/store/text';
import { type Side, talk, twoSides } from '../support/sides';

const WINDOW = 4;

function fill({ database }: Side, count: number, prefix = 'key'): void {
  for (let i = 0; i < count; i++) database.put(checkKey(`${prefix} ${i}`), textValue(`value ${i}`));
}

function start(...sides: Side[]): void {
  for (const { sync } of sides) sync.start();
}

function batches(said: Outgoing[]): Extract<Outgoing, { type: 'changes' }>[] {
  return said.filter((message) => message.type === 'changes');
}

function entriesIn(said: Outgoing[]): number {
  return batches(said).reduce((sum, { entries }) => sum + entries.length, 0);
}

test('a first sync streams in bounded batches and counts down to in sync on both sides', () => {
  const [alice, bob] = twoSides();
  fill(alice, 3000);
  start(alice, bob);
  const [toSend, toReceive]: number[][] = [[], []];
  const said = talk(alice, bob, () => {
    toSend?.push(alice.sync.status().toSend);
    toReceive?.push(bob.sync.status().toReceive);
  });
  assert.equal(entriesIn(said), 3000);
  assert.ok(batches(said).every(({ entries }) => entries.length <= MAX_ENTRIES));
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
  for (const { sync } of [alice, bob]) {
    const { inSync, toSend, toReceive, total } = sync.status();
    assert.deepEqual({ inSync, toSend, toReceive, total }, { inSync: true, toSend: 0, toReceive: 0, total: 0 });
  }
});

test('large values go in smaller batches', () => {
  const [alice, bob] = twoSides();
  for (let i = 0; i < 12; i++) alice.database.put(checkKey(`key ${i}`), textValue('x'.repeat(200 * 1024)));
  start(alice, bob);
  for (const { entries } of batches(talk(alice, bob))) {
    const size = entries.reduce((sum, [key, value]) => sum + key.length + (value?.length ?? 0), 0);
    assert.ok(size <= MAX_ENTRIES_SIZE, `${size} units`);
  }
  assert.equal(bob.database.size, 12);
});

test('no more batches are under way than the window holds', () => {
  const [alice, bob] = twoSides();
  fill(alice, 5000);
  start(alice, bob);
  while (alice.outbox.length > 0) alice.deliver(bob);
  bob.deliver(alice);
  for (let round = 0; round < 50; round++) alice.sync.pump();
  assert.equal(batches(alice.outbox).length, WINDOW);
  assert.equal(alice.sync.status().toSend, 5000);
});

test('two nodes that hold the same exchange no entries', () => {
  const [alice, bob] = twoSides();
  fill(alice, 2000);
  bob.database.merge([...alice.database.winners()], null);
  start(alice, bob);
  assert.equal(entriesIn(talk(alice, bob)), 0);
  assert.ok(alice.sync.status().inSync && bob.sync.status().inSync);
});

test('an entry is not sent back to the node that it came from', () => {
  const [alice, bob] = twoSides();
  fill(alice, 700, 'Alice');
  fill(bob, 300, 'Bob');
  start(alice, bob);
  assert.equal(entriesIn(talk(alice, bob)), 1000, 'each entry goes once');
  alice.database.put(checkKey('new'), textValue('value'));
  for (const { sync } of [alice, bob]) sync.pump();
  assert.equal(entriesIn(talk(alice, bob)), 1);
  bob.sync.pump();
  assert.deepEqual(bob.outbox, []);
  assert.ok(alice.sync.status().inSync && bob.sync.status().inSync);
});

test('a key that changes often while a batch is under way goes out once, as it is last', () => {
  const [alice, bob] = twoSides();
  start(alice, bob);
  talk(alice, bob);
  for (let i = 0; i < 100; i++) alice.database.put(checkKey('counter'), textValue(`${i}`));
  alice.sync.pump();
  assert.ok(entriesIn(talk(alice, bob)) <= 9, 'the winner and the history, not all 100');
  assert.equal(bob.database.winner(checkKey('counter'))?.value, '"99"');
});

test('what got lost on the way is found by comparing fingerprints', () => {
  const [alice, bob] = twoSides();
  start(alice, bob);
  talk(alice, bob);
  fill(alice, 10);
  alice.sync.pump();
  alice.outbox.length = 0;
  for (const side of [alice, bob]) side.wall.now += 60_000;
  for (const side of [alice, bob]) side.sync.tick();
  talk(alice, bob);
  for (const side of [alice, bob]) side.wall.now += 60_000;
  for (const side of [alice, bob]) side.sync.tick();
  talk(alice, bob);
  assert.equal(bob.database.size, 10);
  assert.ok(alice.sync.status().inSync && bob.sync.status().inSync);
});

test('a link knows the round trip and how far the other clock is ahead', () => {
  const [alice, bob] = twoSides();
  bob.wall.now += 2_000;
  start(alice, bob);
  alice.wall.now += 20;
  bob.wall.now += 20;
  talk(alice, bob);
  const { latency, skew } = alice.sync.status();
  assert.deepEqual([latency, skew], [20, 2_010]);
});
