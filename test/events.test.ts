import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventKind } from '../main/net/events';
import type { Node } from '../main/node/node';
import { checkKey, jsonValue, textValue } from '../main/store/text';
import { CourseNode } from './support/course-node';
import { addressOf, aliceAndBob, eventsOf, inSync, openNode, peerOf } from './support/nodes';
import { until } from './support/until';

const HOUR = 3_600_000;

function sum(node: Node, kind: EventKind): number {
  return eventsOf(node, kind).reduce((all, { count }) => all + count, 0);
}

test('what is written, sent, received and merged is told on both sides, a batch at a time', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  for (let i = 0; i < 3_000; i++) void alice.put(checkKey(`key ${i}`), textValue('x'));
  await alice.put(checkKey('key 0'), null);
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  assert.equal(sum(alice, 'set'), 3_000);
  assert.deepEqual(
    eventsOf(alice, 'deleted').map(({ key, peer }) => [key, peer]),
    [['key 0', null]],
  );
  // The deleted key has two entries.
  assert.equal(sum(bob, 'merged'), 3_001);
  assert.equal(sum(alice, 'sent'), sum(bob, 'received'));
  assert.ok(sum(alice, 'sent') >= 3_001);
  assert.ok(bob.events.recent(500).length < 15, `${bob.events.recent(500).length} events for 3,001 entries`);
  assert.ok(eventsOf(bob, 'received').every(({ peer, peerId }) => peer === 'Alice' && peerId === alice.id));
  for (const node of [alice, bob]) assert.equal(eventsOf(node, 'link-up').length, 1);
});

test('after how long two nodes were in sync, and what that took, is told once a link', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  for (const key of ['a', 'b', 'c'].map(checkKey)) await alice.put(key, textValue('x'));
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  const told = await until('Bob to tell it', () => eventsOf(bob, 'in-sync')[0]);
  assert.deepEqual([told.peer, told.catchUp?.received, told.catchUp?.sent], ['Alice', 3, 0]);
  assert.ok((told.catchUp?.ms ?? -1) >= 0);
  assert.deepEqual(peerOf(bob, alice)?.catchUp, told.catchUp);
  await bob.put(checkKey('later'), textValue('x'));
  await inSync(alice, bob);
  for (const node of [alice, bob]) assert.equal(eventsOf(node, 'in-sync').length, 1);
  alice.peers.remove(bob.id);
  await bob.put(checkKey('apart'), textValue('x'));
  await alice.peers.add(addressOf(bob));
  const again = await until('Alice to tell it again', () =>
    eventsOf(alice, 'in-sync').find(({ catchUp }) => catchUp?.received === 1),
  );
  assert.notEqual(again.seq, eventsOf(alice, 'in-sync')[0]?.seq);
});

test('keys that come into conflict are told once, on both sides', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  for (const key of ['a', 'b', 'same'].map(checkKey)) {
    await alice.put(key, textValue(key === 'same' ? 'x' : 'Alice'));
    await bob.put(key, textValue(key === 'same' ? 'x' : 'Bob'));
  }
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  for (const [node, other] of [
    [alice, bob],
    [bob, alice],
  ] as const) {
    const [conflict, ...more] = eventsOf(node, 'conflict');
    assert.deepEqual([conflict?.count, conflict?.peer, more], [2, other.name, []]);
    assert.match(conflict?.key ?? '', /^[ab]$/, 'the first of the two, in whatever order they came');
  }
  await alice.put(checkKey('a'), textValue('settled'));
  await inSync(alice, bob);
  assert.equal(bob.status().conflicts, 1);
  assert.equal(sum(bob, 'conflict'), 2);
});

test('a conflict is told with who wrote it, not with who passed it on', async (context) => {
  const [alice, chloe, dan] = [
    await openNode(context, { name: 'Alice' }),
    await openNode(context, { name: 'Chloé' }),
    await openNode(context, { name: 'Dan' }),
  ];
  const key = checkKey('Ville');
  await dan.put(key, textValue('Nice'));
  await chloe.peers.add(addressOf(dan));
  await inSync(chloe, dan);
  await dan.close();
  await alice.put(key, textValue('Lyon'));
  await alice.peers.add(addressOf(chloe));
  await until('both to know', () => [alice, chloe].every((node) => eventsOf(node, 'conflict').length === 1));
  assert.equal(eventsOf(alice, 'conflict')[0]?.peerId, dan.id);
  assert.equal(eventsOf(chloe, 'conflict')[0]?.peer, null, 'it is between Alice and Dan');
});

test('a link that a rule forbids is told as refused on both sides', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const bob = await openNode(context, { name: 'Bob', rule: 'first' });
  await assert.rejects(alice.peers.add(addressOf(bob)));
  for (const [node, other] of [
    [alice, 'Bob'],
    [bob, 'Alice'],
  ] as const) {
    const refused = await until('the refusal', () => eventsOf(node, 'refused')[0]);
    assert.deepEqual([refused.peer, refused.why?.code], [other, 'other-rule']);
    assert.deepEqual(eventsOf(node, 'link-up', 'link-down'), []);
  }
});

test('why a link went down is told', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  alice.peers.remove(bob.id);
  const down = await until('Bob to be told', () => eventsOf(bob, 'link-down')[0]);
  assert.deepEqual([down.peer, down.why?.code], ['Alice', 'peer-refused']);
  assert.deepEqual(
    eventsOf(alice, 'link-down').map(({ peer, why }) => [peer, why]),
    [['Bob', null]],
  );
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  await bob.close();
  await until('Alice to see it gone', () => eventsOf(alice, 'link-down').length === 2);
  assert.equal(eventsOf(alice, 'link-down')[1]?.why?.message, 'The other node was closed.');
});

test('a write that is refused is told with its key', async (context) => {
  const node = await openNode(context, { rule: 'first' });
  const key = checkKey('Ville');
  await node.put(key, textValue('Lyon'));
  await assert.rejects(node.put(key, textValue('Nice')));
  await assert.rejects(node.create(key, textValue('Nice')));
  const [refused, ...more] = eventsOf(node, 'refused');
  assert.deepEqual([refused?.key, refused?.peer, refused?.why?.code, refused?.count], ['Ville', null, 'write-once', 2]);
  assert.deepEqual(more, []);
});

test('entries from the future are told as refused on both sides, and as the last error', async (context) => {
  const alice = await openNode(context, { name: 'Alice', now: () => Date.now() + HOUR });
  const bob = await openNode(context, { name: 'Bob' });
  await alice.put(checkKey('Ville'), textValue('Lyon'));
  await alice.peers.add(addressOf(bob));
  await until('both to know', () => [alice, bob].every((node) => sum(node, 'refused') > 0));
  assert.equal(
    peerOf(bob, alice)?.lastError?.message,
    'It has entries stamped 60 min in the future; set the wrong clock right. They wait for their time.',
  );
  assert.match(
    eventsOf(alice, 'refused')[0]?.why?.message ?? '',
    /^It finds entries of this node 60 min in the future/,
  );
});

test('of a course node it is told what it gave, took and refused', async (context) => {
  const node = await openNode(context);
  await node.put(checkKey('ours'), textValue('x'));
  await node.put(checkKey('both'), textValue('x'));
  const course = await CourseNode.open(context, { values: { theirs: 7, both: 'y' } });
  await node.peers.add(course.address);
  await until(
    'the exchange to end',
    () => sum(node, 'sent') > 0 && sum(node, 'merged') > 0 && sum(node, 'refused') > 0,
  );
  const told = eventsOf(node, 'sent', 'received', 'merged', 'refused').map(({ kind, key, peer }) => [kind, key, peer]);
  assert.deepEqual(told.sort(), [
    ['merged', 'theirs', course.address],
    ['received', 'theirs', course.address],
    ['refused', 'both', course.address],
    ['sent', 'ours', course.address],
  ]);
  assert.equal(node.get(checkKey('theirs')), jsonValue('7'));
});
