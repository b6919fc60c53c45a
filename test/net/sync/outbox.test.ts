import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outgoing } from '../../../main/net/protocol';
import { Neighbours } from '../../../main/net/sync/neighbours';
import { Outbox } from '../../../main/net/sync/outbox';
import { Turn } from '../../../main/net/sync/turn';
import type { Entry } from '../../../main/store/entry';
import { MAX_ENTRIES, MAX_ENTRIES_SIZE } from '../../../main/store/pack';
import type { NodeId } from '../../../main/store/stamp';
import { checkKey, textValue } from '../../../main/store/text';
import { BOB, CHLOE } from '../../support/sides';
import { batches, entriesIn, parties } from './talk';

const DAVID = 'dddddddddddddddd' as NodeId;

test('of what a comparison found to be lacking, what is to come anyway is not told twice', () => {
  const { alice, said, outbox } = toBob(5_000);
  const all = [...alice.database.feed.after(0)];
  assert.ok(entriesIn(said).length < 3_000, 'as much as its window holds');
  outbox.add([...all.slice(0, 100), ...all.slice(4_000, 4_100)]);
  for (let n = 0; n < batches(said).length; n++) outbox.taken(batches(said)[n]?.upTo ?? 0);
  assert.equal(entriesIn(said).length, 5_100);
  assert.equal(outbox.left, 0);
});

test('what a comparison found to be lacking goes out in batches that a peer takes, however much and long it is', () => {
  const { alice, said, outbox } = besideChloe();
  alice.fill(4 * MAX_ENTRIES);
  for (let n = 0; n < 4; n++) alice.database.put(checkKey(`long ${n}`), textValue('v'.repeat(MAX_ENTRIES_SIZE)));
  outbox.open(alice.database.feed.head);
  outbox.add([...alice.database.feed.after(0)]);
  for (let n = 0; n < batches(said).length; n++) outbox.taken(batches(said)[n]?.upTo ?? 0);
  const counts = batches(said).map((batch) => entriesIn([batch]).length);
  assert.equal(Math.max(...counts), MAX_ENTRIES);
  assert.deepEqual(counts.slice(-4), [1, 1, 1, 1]);
  assert.equal(entriesIn(said).length, 4 * MAX_ENTRIES + 4);
});

test('the first batches of a link are small, as a peer may have just started, and grow as it takes them', () => {
  const { said, outbox } = toBob(3_000);
  const counts = (): number[] => batches(said).map((batch) => entriesIn([batch]).length);
  assert.deepEqual(counts(), [125, 125, 125, 125]);
  for (let n = 0; n < batches(said).length; n++) outbox.taken(batches(said)[n]?.upTo ?? 0);
  assert.deepEqual(counts().slice(4), [250, 500, 500, 500, 500, 250]);
  assert.equal(outbox.left, 0);
});

test('what a comparison found to be lacking is told, also where its writer is to tell it', () => {
  const { alice, said, outbox } = besideChloe();
  const stamp = { time: alice.wall.now, counter: 0, node: CHLOE };
  alice.database.merge([{ key: checkKey('Ville'), value: textValue('Lyon'), stamp, parents: [] }], CHLOE);
  outbox.add([...alice.database.feed.after(0)]);
  assert.deepEqual(
    entriesIn(said).map(({ key }) => key),
    ['Ville'],
  );
});

test('what a neighbour of both hands on is told to the other one too: only its writer is sure to tell that', () => {
  const { alice, said, outbox } = besideChloe();
  const write = (key: string, node: NodeId): Entry => {
    const stamp = { time: alice.wall.now, counter: 0, node };
    return { key: checkKey(key), value: textValue('Lyon'), stamp, parents: [] };
  };
  alice.database.merge([write('by Chloe', CHLOE), write('by David', DAVID)], CHLOE);
  outbox.pump();
  assert.deepEqual(
    entriesIn(said).map(({ key }) => key),
    ['by David'],
  );
});

test('a peer that reads again and again what it gave itself has none of that copied', (context) => {
  const { alice, said, outbox } = besideChloe();
  const given = Array.from({ length: 200 }, (_, n): Entry => {
    const stamp = { time: alice.wall.now, counter: n, node: BOB };
    return { key: checkKey(`key ${n}`), value: textValue('long'.repeat(1_000)), stamp, parents: [] };
  });
  alice.database.merge(given, BOB);
  const { head } = alice.database.feed;
  const read = context.mock.method(alice.database.feed.versions, 'read');
  for (let n = 0; n < 3; n++) {
    outbox.open(0);
    outbox.taken(head);
  }
  assert.equal(read.mock.callCount(), 0);
  assert.deepEqual([entriesIn(said), outbox.upTo, outbox.left], [[], head, 0]);
});

/** What Alice tells Bob, who is linked to Chloé as well. */
function besideChloe() {
  const neighbours = new Neighbours(new Turn());
  neighbours.told(CHLOE, [BOB]);
  return toBob(0, neighbours);
}

/** What Alice, who has so many entries, tells Bob. */
function toBob(entries: number, neighbours = new Neighbours(new Turn())) {
  const [alice] = parties();
  alice.fill(entries);
  const said: Outgoing[] = [];
  const outbox = new Outbox(alice.database, neighbours, BOB, (message) => said.push(message));
  outbox.open(0);
  return { alice, said, outbox };
}
