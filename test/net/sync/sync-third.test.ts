import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../../main/store/text';
import type { Party, Side } from '../../support/sides';
import { cut, entriesIn, link, parties, pass, talk } from './talk';

const SETTLED_MS = 3_000;
/** As often as a node ticks, and how long it waits for an answer. */
const TICK_MS = 100;
const ANSWER_MS = 3_000;
const lunch = checkKey('lunch');

interface Clique {
  readonly all: readonly [alice: Party, bob: Party, chloe: Party];
  readonly toBob: readonly [Side, Side];
  readonly sides: readonly Side[];
}

/** Three parties, each linked to the others, who have told each other so. */
function clique(): Clique {
  const all = parties();
  const [alice, bob, chloe] = all;
  const toBob = link(alice, bob);
  const sides = [...toBob, ...link(alice, chloe), ...link(bob, chloe)];
  tellLinks(all, sides);
  pass(SETTLED_MS, sides);
  return { all, toBob, sides };
}

/** Each tells each that it is linked to all others. */
function tellLinks(all: readonly Party[], sides: readonly Side[]): void {
  for (const { party, peer } of sides) {
    const links = all.filter((other) => other !== peer).map(({ id }) => id);
    party.neighbours.told(peer.id, links);
  }
}

function assertEqual(all: readonly Party[]): void {
  assert.equal(new Set(all.map(({ database }) => database.fingerprint)).size, 1);
}

test('in a clique an entry crosses only the links of its writer, and everybody sees soon that all are equal', () => {
  const { all, toBob, sides } = clique();
  const [, , chloe] = all;
  chloe.fill(10);
  chloe.pump();
  const said = pass(200, sides);
  assert.equal(entriesIn(said).length, 20);
  assertEqual(all);
  for (const { sync } of sides) assert.ok(sync.status().inSync);
  assert.ok(toBob.every(({ sync }) => sync.cursor !== null && sync.status().toSend === 0));
});

test('an entry that the third did not deliver is given by the other one once all rest', () => {
  const { all, sides } = clique();
  const [alice, bob, chloe] = all;
  chloe.database.put(lunch, textValue('soup'));
  chloe.pump();
  for (const side of sides) if (side.party === chloe && side.peer === bob) side.outbox.length = 0;
  talk(sides);
  assert.deepEqual([alice.database.size, bob.database.size], [1, 0]);
  pass(SETTLED_MS, sides);
  assertEqual(all);
});

test('an entry whose writer is not linked to the other one is forwarded at once', () => {
  const [alice, bob, chloe] = parties();
  const sides = [...link(alice, bob), ...link(alice, chloe)];
  pass(SETTLED_MS, sides);
  alice.neighbours.told(chloe.id, [alice.id]);
  chloe.database.put(lunch, textValue('soup'));
  chloe.pump();
  talk(sides);
  assert.equal(bob.database.size, 1);
});

test('the only one who is linked to a writer hands on also to whoever asked to be spared', () => {
  const [alice, bob, chloe] = parties();
  const toBob = link(alice, bob);
  const sides = [...toBob, ...link(alice, chloe)];
  pass(SETTLED_MS, sides);
  alice.neighbours.told(bob.id, [alice.id]);
  alice.neighbours.told(chloe.id, [alice.id]);
  toBob.find(({ party }) => party === bob)?.outbox.push({ type: 'relay', wanted: false });
  talk(sides);
  chloe.database.put(lunch, textValue('soup'));
  chloe.pump();
  talk(sides);
  assert.equal(bob.database.size, 1);
});

test('who was asked what differs, and answered too late, hands on all the same once nothing does', () => {
  const [alice, bob, chloe] = parties();
  alice.fill(100);
  for (const party of [bob, chloe]) party.copy(alice);
  alice.fill(1, 'Alice');
  const toBob = link(alice, bob);
  const [ours, theirs] = toBob;
  talk(toBob);
  ours.sync.tick();
  while (ours.outbox.length > 0) ours.deliver();
  assert.ok(theirs.outbox.some(({ type }) => type === 'differ'));
  for (let waited = 0; waited <= ANSWER_MS; waited += TICK_MS) {
    alice.wall.now += TICK_MS;
    ours.sync.tick();
  }
  for (const party of [bob, chloe]) party.copy(alice);
  const sides = [...toBob, ...link(bob, chloe)];
  pass(SETTLED_MS, sides);
  assert.ok(sides.every(({ sync }) => sync.isInSync));

  bob.neighbours.told(alice.id, [bob.id]);
  bob.neighbours.told(chloe.id, [bob.id]);
  ours.outbox.push({ type: 'relay', wanted: false });
  chloe.database.put(lunch, textValue('soup'));
  chloe.pump();
  talk(sides);
  assert.equal(alice.database.winner(lunch)?.value, textValue('soup'));
});

test('once the link to the third is gone, what it brought is told on', () => {
  const { all, toBob, sides } = clique();
  const [alice, bob, chloe] = all;
  const gone = sides.filter(({ party, peer }) => party === chloe || peer === chloe);
  chloe.database.put(lunch, textValue('soup'));
  chloe.pump();
  for (const side of gone) if (side.party === chloe && side.peer === bob) side.outbox.length = 0;
  cut(...gone);
  for (const party of [alice, bob]) party.neighbours.lost(chloe.id);
  pass(SETTLED_MS, toBob);
  assertEqual([alice, bob]);
});

test('a newcomer who reads from the start gets also what a third, to whom it is linked, has told before', () => {
  const [alice, bob, chloe] = parties();
  chloe.fill(50);
  const before = link(alice, chloe);
  pass(SETTLED_MS, before);
  alice.neighbours.told(chloe.id, [alice.id, bob.id]);
  talk(link(alice, bob));
  assertEqual([alice, bob]);
});

test('a node that fetches from one peer puts off another who wants to compare', () => {
  const [alice, bob, chloe] = parties();
  alice.fill(3000);
  bob.fill(10, 'Bob');
  chloe.fill(10, 'Chloé');
  const fetching = link(alice, bob);
  const [, toAlice] = fetching;
  while (toAlice.outbox.length > 0) toAlice.deliver();
  const asking = link(bob, chloe);
  const answers = pass(1_000, asking).filter((message) => message.type === 'differ');
  assert.ok(answers.length > 0 && answers.every(({ children }) => children === null));
  assert.equal(chloe.database.size, 10);

  const sides = [...fetching, ...asking];
  const lacking = 3000 + 10 + (10 + 10) + (3000 + 10);
  assert.equal(entriesIn(pass(2 * SETTLED_MS, sides)).length, lacking, 'nobody is told anything twice');
  assertEqual([alice, bob, chloe]);
});

test('a node that has two peers to fetch the same from is told it once', () => {
  const [alice, bob, chloe] = parties();
  alice.fill(2000);
  chloe.copy(alice);
  const before = link(alice, chloe);
  pass(SETTLED_MS, before);
  const sides = [...before, ...link(bob, alice), ...link(bob, chloe)];
  tellLinks([alice, bob, chloe], sides);
  const said = pass(2 * SETTLED_MS, sides);
  assert.equal(entriesIn(said).length, 2000);
  assertEqual([alice, bob, chloe]);
});
