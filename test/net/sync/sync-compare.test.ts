import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outgoing } from '../../../main/net/protocol';
import { checkKey, textValue } from '../../../main/store/text';
import type { Party, Side } from '../../support/sides';
import { entriesIn, link, parties, pass, talk } from './talk';

const SETTLED_MS = 3_000;
const TICK_MS = 100;

/** Two parties that hold the same, of which nobody told them. */
function twins(count: number): [Party, Party, Party] {
  const all = parties();
  const [alice, bob, chloe] = all;
  chloe.fill(count);
  for (const party of [alice, bob]) party.copy(chloe);
  return all;
}

function count(said: readonly Outgoing[], wanted: Outgoing['type']): number {
  return said.filter(({ type }) => type === wanted).length;
}

test('two nodes that write without rest compare all the same, and soon lack nothing of before', () => {
  const [alice, bob] = parties();
  alice.fill(100, 'of Alice');
  bob.fill(100, 'of Bob');
  const sides = link(alice, bob);
  const lacks = (party: Party, key: string): boolean => party.database.winner(checkKey(key)) === undefined;
  for (let tick = 0; tick < 150; tick++) {
    talk(sides);
    for (const { party, sync } of sides) {
      party.wall.now += TICK_MS;
      party.fill(1, `at ${tick}`);
      party.pump();
      // Something is on its way to either at every moment.
      assert.ok(!sync.isQuiet);
      sync.tick();
    }
  }
  assert.ok(!lacks(alice, 'of Bob 99') && !lacks(bob, 'of Alice 99'));
});

test('two nodes that never met and both hold much exchange only what differs', () => {
  const [alice, bob] = twins(2000);
  alice.fill(7, 'Alice');
  bob.fill(11, 'Bob');
  const said = pass(SETTLED_MS, link(alice, bob));
  assert.equal(entriesIn(said).length, 18, 'each entry goes once, one way');
  assert.ok(count(said, 'compare') <= 5, `${count(said, 'compare')} questions`);
  assert.equal(alice.database.fingerprint, bob.database.fingerprint);
});

test('an edit that only one of them has is exchanged with its history, not the rest', () => {
  const [alice, bob] = twins(2000);
  for (const value of ['a', 'b', 'c']) bob.database.put(checkKey('key 7'), textValue(value));
  const said = pass(SETTLED_MS, link(alice, bob));
  assert.equal(entriesIn(said).length, 3);
  assert.deepEqual(alice.database.versions(checkKey('key 7')).length, 4);
});

test('two that share nothing, and hold thousands each, exchange all', () => {
  const [alice, bob] = parties();
  alice.fill(2000, 'Alice');
  bob.fill(3000, 'Bob');
  const said = pass(SETTLED_MS, link(alice, bob));
  assert.equal(entriesIn(said).length, 5000);
  assert.equal(alice.database.fingerprint, bob.database.fingerprint);
});

for (const [own, way, entries] of [
  [100, 'reads all', 1000],
  [200, 'compares', 800],
] as const) {
  test(`a node with ${own} of another's 1,000 entries ${way}`, () => {
    const [alice, bob] = parties();
    alice.fill(1000);
    bob.database.merge([...alice.database.feed.after(1000 - own)], null);
    const said = pass(SETTLED_MS, link(alice, bob));
    assert.equal(entriesIn(said).length, entries);
    assert.equal(count(said, 'compare') > 0, way === 'compares');
    assert.equal(alice.database.fingerprint, bob.database.fingerprint);
  });
}

test('when both ask at the same moment the lower id goes on, and the two become equal', () => {
  const [alice, bob] = twins(500);
  alice.fill(5, 'Alice');
  bob.fill(5, 'Bob');
  const sides = link(alice, bob);
  const asks = ({ outbox }: Side): boolean => outbox[0]?.type === 'compare';
  for (let tick = 0; tick < 20 && !sides.every(asks); tick++) {
    for (const side of sides) {
      while (side.outbox.length > 0 && !asks(side)) side.deliver();
      side.party.wall.now += 100;
      side.sync.tick();
    }
  }
  assert.ok(sides.every(asks));
  const said = pass(SETTLED_MS, sides);
  const turnedDown = said.filter((message) => message.type === 'differ' && message.children === null);
  assert.equal(turnedDown.length, 1);
  assert.equal(entriesIn(said).length, 10);
  assert.equal(alice.database.fingerprint, bob.database.fingerprint);
});

test('entries that are written while two nodes compare get there too', () => {
  const [alice, bob] = twins(2000);
  alice.fill(600, 'Alice');
  bob.fill(600, 'Bob');
  const sides = link(alice, bob);
  let written = 0;
  for (let tick = 0; tick < 20; tick++) {
    talk(sides, () => {
      if (written === 100) return;
      const party = written % 2 === 0 ? alice : bob;
      party.database.put(checkKey(`key ${written}`), textValue(`edit ${written}`));
      party.pump();
      written += 1;
    });
    pass(100, sides);
  }
  pass(SETTLED_MS, sides);
  assert.equal(written, 100);
  assert.equal(alice.database.fingerprint, bob.database.fingerprint);
});
