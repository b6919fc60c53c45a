import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Events, MAX_EVENTS } from '../../main/net/events';
import { Refused } from '../../main/store/refusal';

const bob = { peer: 'Bob', peerId: 'b' };
const chloe = { peer: 'Chloé', peerId: 'c' };
const dan = { peer: 'Dan', peerId: 'd' };

function fresh() {
  const wall = { now: 1_700_000_000_000 };
  return { wall, events: new Events(() => wall.now) };
}

function brief(events: Events): unknown[] {
  return events
    .recent(MAX_EVENTS)
    .reverse()
    .map(({ kind, peer, count }) => [kind, peer, count]);
}

test('events are kept in order, with their number and time, the newest are asked for first', () => {
  const { events, wall } = fresh();
  events.add('set', { key: 'Ville' });
  wall.now += 5;
  events.add('link-up', bob);
  assert.deepEqual(events.recent(1), [
    { seq: 2, at: wall.now, kind: 'link-up', ...bob, peers: 1, key: null, count: 1, why: null, catchUp: null },
  ]);
  assert.deepEqual(
    events.recent(10).map(({ seq, kind, key }) => [seq, kind, key]),
    [
      [2, 'link-up', null],
      [1, 'set', 'Ville'],
    ],
  );
});

test('what is known to repeat grows the event of the one before within a second, and else does nothing', () => {
  const { events, wall } = fresh();
  let told = 0;
  events.listen(() => told++);
  assert.equal(events.grew('set', null, 1), false);
  events.add('set', { key: 'Ville', count: 2 });
  assert.equal(events.grew('set', null, 3), true);
  assert.equal(events.grew('deleted', null, 1), false);
  assert.deepEqual([brief(events), told], [[['set', null, 5]], 2]);
  events.add('sent', bob);
  assert.equal(events.grew('sent', chloe.peerId, 1), false);
  assert.equal(events.grew('sent', bob.peerId, 2), true);
  assert.equal(events.grew('set', null, 1), true);
  wall.now += 1_000;
  assert.equal(events.grew('set', null, 1), false);
  assert.deepEqual(brief(events), [
    ['set', null, 6],
    ['sent', 'Bob', 3],
  ]);
});

test('batches to one peer within a second are one event, though others come in between', () => {
  const { events, wall } = fresh();
  for (let batch = 0; batch < 200; batch++) {
    events.add('received', { ...bob, key: `key ${batch}`, count: 500 });
    events.add('merged', { ...bob, key: `key ${batch}`, count: 400 });
    events.add('sent', { ...chloe, count: 500 });
    wall.now += 10;
  }
  assert.deepEqual(brief(events), [
    ...[
      ['received', 'Bob', 50_000],
      ['merged', 'Bob', 40_000],
      ['sent', 'Chloé', 50_000],
    ],
    ...[
      ['received', 'Bob', 50_000],
      ['merged', 'Bob', 40_000],
      ['sent', 'Chloé', 50_000],
    ],
  ]);
  assert.equal(events.recent(10).at(-1)?.key, 'key 0');
});

test('what is sent to several peers at once is one event, which grows while all of them are sent the same', () => {
  const { events, wall } = fresh();
  const send = (key: string, ...peers: (typeof bob)[]): void => {
    for (const peer of peers) if (!events.grew('sent', peer.peerId, 1)) events.add('sent', { ...peer, key, count: 1 });
  };
  const sent = (): unknown[] =>
    events.recent(9).map(({ seq, peer, peerId, peers, key, count }) => [seq, peer, peerId, peers, key, count]);
  send('Ville', bob, chloe, dan);
  assert.deepEqual(sent(), [[1, null, null, 3, 'Ville', 1]]);
  send('Pays', bob, chloe);
  assert.deepEqual(sent(), [
    [2, null, null, 2, 'Pays', 1],
    [1, null, null, 3, 'Ville', 1],
  ]);
  send('Pays', dan);
  assert.deepEqual(sent(), [[1, null, null, 3, 'Ville', 2]]);
  assert.equal(events.head, 1);
  send('Pays', bob);
  send('jeu', bob);
  send('Pays', chloe);
  wall.now += 1_000;
  send('fleur', bob, chloe, dan);
  assert.deepEqual(sent(), [
    [4, null, null, 3, 'fleur', 1],
    [3, 'Chloé', 'c', 1, 'Pays', 1],
    [2, 'Bob', 'b', 1, 'Pays', 2],
    [1, null, null, 3, 'Ville', 2],
  ]);
  assert.deepEqual(
    events.settled(0).events.map(({ seq }) => seq),
    [1, 2, 3],
  );
});

test('a link that goes down and up again is told as often', () => {
  const { events } = fresh();
  events.add('link-up', bob);
  events.add('link-up', bob);
  events.add('link-down', { ...bob, why: null });
  events.add('link-up', bob);
  events.add('link-up', chloe);
  assert.deepEqual(brief(events), [
    ['link-up', 'Bob', 2],
    ['link-down', 'Bob', 1],
    ['link-up', 'Bob', 1],
    ['link-up', 'Chloé', 1],
  ]);
});

test('a peer that is paused, resumed and paused again at once is told of three times', () => {
  const { events } = fresh();
  for (const kind of ['paused', 'resumed', 'paused'] as const) events.add(kind, bob);
  assert.deepEqual(brief(events), [
    ['paused', 'Bob', 1],
    ['resumed', 'Bob', 1],
    ['paused', 'Bob', 1],
  ]);
});

test('what is refused again and again stands once, where it was last refused', () => {
  const { events, wall } = fresh();
  const [rule, full] = [new Refused('other-rule', 'Another rule.'), new Refused('too-many-links', 'Full.')];
  events.add('refused', { ...bob, why: rule });
  events.add('refused', { ...bob, why: full });
  for (let hour = 0; hour < 3; hour++) {
    wall.now += 3_600_000;
    events.add('refused', { ...bob, why: rule });
  }
  assert.deepEqual(brief(events), [
    ['refused', 'Bob', 1],
    ['refused', 'Bob', 4],
  ]);
  const [last] = events.recent(1);
  assert.deepEqual([last?.at, last?.why], [wall.now, { code: 'other-rule', message: 'Another rule.' }]);
});

test('no more than the newest 500 are kept, whatever happens', () => {
  const { events } = fresh();
  const why = new Refused('peer-refused', 'No.');
  for (let i = 0; i < 3 * MAX_EVENTS; i++) {
    events.add('link-up', { peer: 'x', peerId: `${i}` });
    events.add('refused', { peer: 'x', peerId: `${i % 700}`, why });
  }
  const kept = events.recent(10 * MAX_EVENTS);
  assert.equal(kept.length, MAX_EVENTS);
  assert.equal(kept[0]?.seq, 6 * MAX_EVENTS);
  const { missed } = events.settled(kept.at(-1)?.seq ?? 0);
  assert.equal(missed, 0);
});

test('an event is settled when it grows no more, and so is all before it and nothing after', () => {
  const { events, wall } = fresh();
  events.add('set', { key: 'a' });
  wall.now += 600;
  events.add('link-up', bob);
  assert.deepEqual(events.settled(0).events, []);
  wall.now += 500;
  events.add('set', { key: 'b' });
  const first = events.settled(0).events;
  assert.deepEqual(
    first.map(({ seq, key, count }) => [seq, key, count]),
    [[1, 'a', 1]],
  );
  wall.now += 1_000;
  assert.deepEqual(
    events.settled(1).events.map(({ seq }) => seq),
    [2, 3],
  );
  assert.deepEqual(events.settled(3), { events: [], missed: 0 });
});

test('who comes too late hears how many are gone', () => {
  const { events, wall } = fresh();
  for (let i = 0; i < MAX_EVENTS + 100; i++) events.add('link-up', { peer: 'x', peerId: `${i}` });
  wall.now += 1_000;
  const { events: kept, missed } = events.settled(40);
  assert.deepEqual([kept.length, kept[0]?.seq, missed], [MAX_EVENTS, 101, 60]);
});

test('a clock that is set back ends the growth', () => {
  const { events, wall } = fresh();
  events.add('set', { key: 'a' });
  wall.now -= 3_600_000;
  events.add('set', { key: 'b' });
  assert.deepEqual(brief(events), [
    ['set', null, 1],
    ['set', null, 1],
  ]);
  wall.now += 1_000;
  assert.equal(events.settled(0).events.length, 2);
});

test('listeners hear of every note, until they stop', () => {
  const { events } = fresh();
  let heard = 0;
  const stop = events.listen(() => {
    heard += 1;
  });
  events.add('set', { key: 'a' });
  events.add('set', { key: 'a' });
  stop();
  events.add('set', { key: 'a' });
  assert.equal(heard, 2);
});
