import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MessageType, Outgoing } from '../../../main/net/protocol';
import type { Side } from '../../support/sides';
import { link, parties, pass } from './talk';

const TICK_MS = 100;
const STALLED_MS = 15_000;
/** By when whatever got lost on a link that is up is noticed, and made good. */
const REPAIRED_MS = 60_000;

/** Talks until a message of this type is said, which does not arrive. Returns it. */
function loseFirst(type: MessageType, sides: readonly Side[]): Outgoing | undefined {
  for (let tick = 0; tick < 100; tick++) {
    for (let said = next(sides); said !== undefined; said = next(sides)) {
      if (said.outbox[0]?.type === type) return said.outbox.shift();
      said.deliver();
    }
    for (const { party, sync } of sides) {
      party.wall.now += TICK_MS;
      sync.tick();
    }
  }
  return undefined;
}

function next(sides: readonly Side[]): Side | undefined {
  return sides.find(({ outbox }) => outbox.length > 0);
}

for (const lost of ['read', 'compare', 'differ', 'list', 'lack', 'settled', 'changes', 'applied'] as const) {
  test(`two nodes that compare become equal though one '${lost}' gets lost`, () => {
    const [alice, bob, chloe] = parties();
    chloe.fill(100);
    for (const party of [alice, bob]) party.copy(chloe);
    alice.fill(1, 'Alice');
    bob.fill(1, 'Bob');
    const sides = link(alice, bob);
    assert.ok(loseFirst(lost, sides), 'one is said');
    pass(REPAIRED_MS, sides);
    assert.equal(bob.database.fingerprint, alice.database.fingerprint);
    assert.equal(alice.database.size, 102);
  });
}

for (const late of ['differ', 'lack'] as const) {
  test(`a '${late}' that comes when its question was given up is not taken for the answer to the next one`, () => {
    const [alice, bob, chloe] = parties();
    chloe.fill(100);
    for (const party of [alice, bob]) party.copy(chloe);
    alice.fill(1, 'Alice');
    const sides = link(alice, bob);
    const [ours, theirs] = sides;
    const answer = loseFirst(late, sides);
    assert.ok(answer, 'one is said');
    const isAsking = (): boolean => ours.outbox.some(({ type }) => type === 'compare');
    for (let tick = 0; tick < 100 && !isAsking(); tick++) wait(TICK_MS, sides);
    assert.ok(isAsking(), 'Alice asks anew');
    const said = ours.outbox.length;
    theirs.outbox.unshift(answer);
    theirs.deliver();
    assert.equal(ours.outbox.length, said, 'and no more until that is answered');
    pass(REPAIRED_MS, sides);
    assert.equal(bob.database.fingerprint, alice.database.fingerprint);
  });
}

for (const lost of ['read', 'changes', 'applied'] as const) {
  test(`a node that reads another from the start has it all though one '${lost}' gets lost`, () => {
    const [alice, bob] = parties();
    alice.fill(1200);
    const sides = link(alice, bob);
    const [ours, theirs] = sides;
    assert.ok(loseFirst(lost, lost === 'read' ? [theirs, ours] : [ours, theirs]), 'one is said');
    pass(REPAIRED_MS, sides);
    assert.equal(bob.database.fingerprint, alice.database.fingerprint);
  });
}

test('what each of two nodes lost on the way to the other is found again', () => {
  const [alice, bob] = parties();
  const sides = link(alice, bob);
  pass(1_000, sides);
  alice.fill(10, 'Alice');
  bob.fill(10, 'Bob');
  for (const party of [alice, bob]) party.pump();
  for (const { outbox } of sides) outbox.length = 0;
  pass(REPAIRED_MS, sides);
  assert.equal(alice.database.size, 20);
  assert.equal(bob.database.fingerprint, alice.database.fingerprint);
});

/** Lets time go by at both ends of a link on which nothing arrives, or pings and their answers alone. */
function wait(ms: number, sides: readonly Side[], arrives: readonly MessageType[] = []): void {
  for (let gone = 0; gone < ms; gone += TICK_MS) {
    for (const { party, sync } of sides) {
      party.wall.now += TICK_MS;
      sync.tick();
    }
    if (arrives.length === 0) continue;
    for (let said = next(sides); said !== undefined; said = next(sides)) {
      if (arrives.some((type) => type === said.outbox[0]?.type)) said.deliver();
      else said.outbox.shift();
    }
  }
}

test('a node that waits for what was lost, though its peer is there, gives the link up after 15 seconds', () => {
  const [alice, bob] = parties();
  alice.fill(100);
  const sides = link(alice, bob);
  const [ours, theirs] = sides;
  wait(STALLED_MS, sides, ['ping', 'pong']);
  assert.deepEqual([ours.gaveUp, theirs.gaveUp], [false, false]);
  wait(TICK_MS, sides, ['ping', 'pong']);
  assert.deepEqual([ours.gaveUp, theirs.gaveUp], [false, true], 'Alice waits for nothing');
});

test('a node whose questions are all lost, though its peer is there, gives the link up', () => {
  const [alice, bob, chloe] = parties();
  chloe.fill(100);
  for (const party of [alice, bob]) party.copy(chloe);
  bob.fill(1, 'Bob');
  const sides = link(alice, bob);
  const [ours, theirs] = sides;
  const answered: MessageType[] = ['read', 'changes', 'applied', 'settled', 'ping', 'pong'];
  wait(STALLED_MS - TICK_MS, sides, answered);
  assert.deepEqual([ours.gaveUp, theirs.gaveUp], [false, false]);
  wait(STALLED_MS, sides, answered);
  assert.equal(ours.gaveUp, true);
});

test('a node that waits for what is on its way, and for the answer to its pings behind that, goes on waiting', () => {
  const [alice, bob] = parties();
  alice.fill(100);
  const sides = link(alice, bob);
  wait(4 * STALLED_MS, sides);
  assert.deepEqual(
    sides.map(({ gaveUp }) => gaveUp),
    [false, false],
  );
});

for (const [before, entries] of [
  ['it had anything to wait for', 0],
  ['something new came to wait for', 1],
] as const) {
  test(`a node that was answered before ${before} goes on waiting`, () => {
    const [alice, bob] = parties();
    const sides = link(alice, bob);
    const [ours, theirs] = sides;
    pass(1_000, sides);
    alice.fill(entries, 'taken');
    alice.pump();
    ours.sync.tick();
    pass(0, sides);
    alice.wall.now += TICK_MS / 2;
    ours.sync.ping();
    ours.deliver();
    theirs.deliver();
    alice.fill(1);
    alice.pump();
    wait(2 * STALLED_MS, sides);
    assert.equal(ours.gaveUp, false);
  });
}

test('a ping is answered behind the word that what came before it was applied', () => {
  const [alice, bob] = parties();
  const sides = link(alice, bob);
  const [ours, theirs] = sides;
  pass(1_000, sides);
  const waiting: (() => void)[] = [];
  bob.later = (run) => void waiting.push(run);
  alice.fill(1);
  alice.pump();
  ours.sync.ping();
  while (ours.outbox.length > 0) ours.deliver();
  for (const run of waiting) run();
  assert.deepEqual(
    theirs.outbox.map(({ type }) => type),
    ['applied', 'pong'],
  );
});

test('a link on which a batch takes ten seconds is slow, not lost', () => {
  const [alice, bob] = parties();
  alice.fill(3000);
  const sides = link(alice, bob);
  const [ours, theirs] = sides;
  while (bob.database.size < 3000) {
    wait(10_000, sides);
    while (theirs.outbox.length > 0) theirs.deliver();
    while (ours.outbox.length > 0 && ours.deliver().type !== 'changes');
    assert.ok(sides.every(({ gaveUp }) => !gaveUp));
  }
});
