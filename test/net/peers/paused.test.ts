import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Events } from '../../../main/net/events';
import { Contacts } from '../../../main/net/peers/contacts';
import { PeerChoices } from '../../../main/net/peers/peer-choices';
import type { Node } from '../../../main/node/node';
import type { NodeOptions } from '../../../main/node/read-profile';
import { checkKey, textValue } from '../../../main/store/text';
import { CourseNode } from '../../support/course-node';
import {
  addressOf,
  aliceAndBob,
  eventsOf,
  inSync,
  keysOf,
  LastingDisk,
  linkEvents,
  openNode,
  peerOf,
} from '../../support/nodes';
import { TcpProxy } from '../../support/proxy';
import { Script } from '../../support/script';
import { until } from '../../support/until';

const key = checkKey('Ville');

async function linkedPair(test: TestContext, options: Partial<NodeOptions> = {}): Promise<[Node, Node]> {
  const alice = await openNode(test, { name: 'Alice', ...options });
  const bob = await openNode(test, { name: 'Bob' });
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  return [alice, bob];
}

/** How often a node turned another one away as paused. */
function turnedAway(node: Node, other: Node): number {
  const refusals = eventsOf(node, 'refused').filter(({ peer, why }) => peer === other.name && why?.code === 'paused');
  return refusals.reduce((sum, { count }) => sum + count, 0);
}

function isPausedBy(node: Node, other: Node): boolean {
  return peerOf(node, other)?.state === 'paused' && peerOf(other, node)?.state === 'paused-there';
}

test('a paused peer has no link, whoever dials, and what was set meanwhile meets once it is resumed', async (context) => {
  const [alice, bob] = await linkedPair(context);
  alice.peers.setPaused(bob.id, true);
  assert.deepEqual([peerOf(alice, bob)?.state, peerOf(alice, bob)?.nextTry], ['paused', null]);
  await until('Bob to be told', () => isPausedBy(alice, bob));
  await alice.put(key, textValue('Lyon'));
  await bob.put(key, textValue('Nice'));
  await until('Bob to dial, and to be turned away', () => turnedAway(alice, bob) > 0);
  bob.peers.retry(alice.id);
  await until('Bob to be turned away again', () => turnedAway(alice, bob) > 1 && isPausedBy(alice, bob));
  assert.deepEqual([alice.get(key), bob.get(key)], ['"Lyon"', '"Nice"']);
  assert.equal(peerOf(bob, alice)?.lastError, null);

  alice.peers.setPaused(bob.id, false);
  await inSync(alice, bob);
  assert.equal(alice.status().fingerprint, bob.status().fingerprint);
  assert.deepEqual([alice.status().conflicts, bob.status().conflicts], [1, 1]);
  assert.deepEqual(linkEvents(bob), ['link-up', 'link-down', 'link-up']);
  const choices = eventsOf(alice, 'paused', 'resumed').map(({ kind, peer, peerId }) => [kind, peer, peerId]);
  assert.deepEqual(choices, [
    ['paused', 'Bob', bob.id],
    ['resumed', 'Bob', bob.id],
  ]);
});

test('a peer stays paused over a restart, also where it is named at the start', async (context) => {
  const disk = new LastingDisk();
  const [alice, bob] = await linkedPair(context, { disk });
  alice.peers.setPaused(bob.id, true);
  await until('Bob to be told', () => isPausedBy(alice, bob));
  await alice.close();
  const again = await openNode(context, { disk, ports: [alice.port ?? 0], peers: [addressOf(bob)] });
  assert.equal(peerOf(again, bob)?.state, 'paused');
  await until('Bob to dial, and to be turned away', () => turnedAway(again, bob) > 0);
  assert.equal(peerOf(again, bob)?.state, 'paused');
  again.peers.setPaused(bob.id, false);
  await inSync(again, bob);
});

test('a peer in the notes of an older version is not paused', async (context) => {
  const bob = await openNode(context, { name: 'Bob' });
  const disk = new LastingDisk();
  const older = { id: bob.id, name: 'Bob', addresses: [addressOf(bob)], course: false, removed: false };
  await disk.writeNote('peers', [{ ...older, learnedFrom: null, lastSeen: 1 }]);
  const alice = await openNode(context, { name: 'Alice', disk });
  await inSync(alice, bob);
});

test('a link that both sides paused needs both to resume it', async (context) => {
  const [alice, bob] = await linkedPair(context);
  alice.peers.setPaused(bob.id, true);
  bob.peers.setPaused(alice.id, true);
  alice.peers.setPaused(bob.id, false);
  await until('Alice to dial, and to be turned away', () => turnedAway(bob, alice) > 0);
  await until('Alice to be told', () => isPausedBy(bob, alice));
  bob.peers.setPaused(alice.id, false);
  await inSync(alice, bob);
});

test('a peer that is paused in the middle of a catch-up gets the rest when it is resumed', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  await Promise.all(Array.from({ length: 20_000 }, (_, i) => alice.put(checkKey(`key ${i}`), textValue('x'))));
  await alice.peers.add(addressOf(bob));
  await until('Bob to have some', () => keysOf(bob).length > 0);
  alice.peers.setPaused(bob.id, true);
  await until('Bob to be told', () => isPausedBy(alice, bob));
  const had = keysOf(bob).length;
  assert.ok(had < 20_000, 'some were on their way');
  await until('Bob to be turned away', () => turnedAway(alice, bob) > 0);
  assert.equal(keysOf(bob).length, had);
  alice.peers.setPaused(bob.id, false);
  await inSync(alice, bob);
  assert.equal(keysOf(bob).length, 20_000);
});

test('a paused peer that is removed is told so, and is not paused when it is added again', async (context) => {
  const [alice, bob] = await linkedPair(context);
  alice.peers.setPaused(bob.id, true);
  await until('Bob to be told', () => isPausedBy(alice, bob));
  alice.peers.remove(bob.id);
  assert.equal(peerOf(alice, bob), undefined);
  await until('Bob to be told that, too', () => peerOf(bob, alice)?.why?.code === 'peer-refused');
  await assert.rejects(alice.peers.setPaused(bob.id, false), { code: 'not-found' });
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  // Who is removed is none of all that are paused.
  alice.peers.remove(bob.id);
  alice.peers.setPaused(null, true);
  alice.peers.keep(bob.id);
  await inSync(alice, bob);
});

test('a paused peer whose removal is taken back is paused still, and linked where it is named at the start', async (context) => {
  const disk = new LastingDisk();
  const [alice, bob] = await linkedPair(context, { disk });
  alice.peers.setPaused(bob.id, true);
  await until('Bob to be told', () => isPausedBy(alice, bob));
  alice.peers.remove(bob.id);
  alice.peers.keep(bob.id);
  const before = turnedAway(alice, bob);
  await until('Bob to dial, and to be turned away', () => turnedAway(alice, bob) > before);
  assert.deepEqual([peerOf(alice, bob)?.state, linkEvents(alice)], ['paused', ['link-up', 'link-down']]);
  alice.peers.remove(bob.id);
  await alice.close();
  const again = await openNode(context, { disk, ports: [alice.port ?? 0], peers: [addressOf(bob)] });
  await inSync(again, bob);
});

test('a paused peer is not dialled on request: it is to be resumed', async (context) => {
  const [alice, bob] = await linkedPair(context);
  alice.peers.setPaused(bob.id, true);
  assert.throws(() => alice.peers.retry(bob.id), { code: 'paused' });
  assert.equal(peerOf(alice, bob)?.state, 'paused');
});

test('a removal is taken back, and told, also where there is no room for a link', (context) => {
  const contacts = new Contacts([]);
  const { peers } = contacts;
  peers.add('localhost:9');
  context.mock.getter(contacts, 'isFull', () => true);
  const told: boolean[] = [];
  const changed = (): void => void told.push(peers.all[0]?.removed ?? true);
  const host = { events: new Events(Date.now), changed, due: () => {} };
  const choices = new PeerChoices(host, contacts, { close: () => {} } as never);
  choices.remove('localhost:9');
  choices.keep('localhost:9');
  assert.deepEqual(told, [true, false]);
});

test('who links to a paused peer by its address or an invitation resumes it', async (context) => {
  const [alice, bob] = await linkedPair(context);
  const links = [() => alice.peers.add(addressOf(bob)), () => alice.peers.join(bob.peers.invite(null))];
  for (const link of links) {
    alice.peers.setPaused(bob.id, true);
    await until('Bob to be told', () => isPausedBy(alice, bob));
    await assert.rejects(bob.peers.add(addressOf(alice)), { code: 'paused' });
    await link();
    await inSync(alice, bob);
  }
  assert.deepEqual(
    eventsOf(alice, 'paused', 'resumed').map(({ kind }) => kind),
    ['paused', 'resumed', 'paused', 'resumed'],
  );
});

test('all peers are paused and resumed at once, and who is none yet may link meanwhile', async (context) => {
  const [alice, bob] = await linkedPair(context);
  const chloe = await openNode(context, { name: 'Chloé' });
  await chloe.peers.add(addressOf(bob));
  await inSync(alice, bob, chloe);
  alice.peers.setPaused(null, true);
  await until('both to be told', () => [bob, chloe].every((node) => isPausedBy(alice, node)));
  assert.equal(peerOf(bob, chloe)?.state, 'in-sync');
  const dora = await openNode(context, { name: 'Dora' });
  await dora.peers.add(addressOf(alice));
  await until('Dora to be linked', () => peerOf(alice, dora)?.state === 'in-sync');
  assert.deepEqual([peerOf(alice, bob)?.state, peerOf(alice, chloe)?.state], ['paused', 'paused']);
  alice.peers.setPaused(null, false);
  await inSync(alice, bob, chloe, dora);
  const told = eventsOf(alice, 'paused', 'resumed').map(({ kind, peer, count }) => [kind, peer, count]);
  assert.deepEqual(told, [
    ['paused', null, 2],
    ['resumed', null, 2],
  ]);
});

test('a course node is left alone while it is paused, though it dials, and once it is removed', async (context) => {
  const node = await openNode(context);
  const course = await CourseNode.open(context, { values: { theirs: 'x' } });
  await node.peers.add(course.address);
  await until('its value to arrive', () => node.get(checkKey('theirs')) === '"x"');
  node.peers.setPaused(course.address, true);
  await until('it to lose its link', () => course.open === 0);
  await node.put(key, textValue('Lyon'));
  // It may ask this node, as any script, and is answered; that it says where it listens makes no link.
  const script = new Script(context, node);
  assert.equal(await script.ask('get', 'Ville'), 'Lyon');
  assert.deepEqual(await script.answer('auth', course.port), [
    false,
    'The link to this peer is paused here; resume it to link again.',
  ]);
  assert.deepEqual([node.status().peers[0]?.state, course.open, course.values.Ville], ['paused', 0, undefined]);
  node.peers.setPaused(course.address, false);
  await until('the value to reach it', () => course.values.Ville === 'Lyon');
  node.peers.remove(course.address);
  const [isLinked, why] = await script.answer('auth', course.port);
  assert.deepEqual([isLinked, why], [false, 'This peer was removed here; add it again to link to it.']);
  assert.deepEqual(node.status().peers, []);
});

test('a peer that is paused while it is dialled is hung up on', async (context) => {
  const node = await openNode(context);
  const course = await CourseNode.open(context);
  await node.peers.add(course.address);
  await until('it to be told where this node listens', () => course.told.length === 1);
  node.peers.setPaused(course.address, true);
  await until('it to lose its link', () => course.open === 0);
  const asked = course.callsOf('keys');
  node.peers.setPaused(course.address, false);
  node.peers.setPaused(course.address, true);
  await until('the dial to come and go', () => course.callsOf('keys') > asked && course.open === 0);
  assert.deepEqual([node.status().peers[0]?.state, course.told.length], ['paused', 1]);
});

test('who is paused or removed while a course node says where it listens does not come back by that', async (context) => {
  const node = await openNode(context);
  const course = await CourseNode.open(context);
  await node.peers.add(course.address);
  await until('it to be told where this node listens', () => course.told.length === 1);
  for (const turnAway of [() => node.peers.setPaused(course.address, true), () => node.peers.remove(course.address)]) {
    node.peers.setPaused(course.address, true);
    await until('it to lose its link', () => course.open === 0);
    node.peers.setPaused(course.address, false);
    const answer = node.peers.answer(course.address);
    turnAway();
    await assert.rejects(answer, { code: 'closed' });
    await until('the dials to come and go', () => course.open === 0);
  }
  assert.deepEqual([node.status().peers, course.told.length], [[], 1]);
});

test('a peer that is paused or removed while its user’s own dial is under way does not come back by that', async (context) => {
  const [alice, bob] = await linkedPair(context);
  const proxy = await TcpProxy.open(context, bob.port ?? 0);
  const choices = [() => alice.peers.setPaused(bob.id, true), () => alice.peers.remove(bob.id)];
  for (const [turn, turnAway] of choices.entries()) {
    const adding = alice.peers.add(turn === 0 ? proxy.address : `127.0.0.1:${bob.port}`);
    await turnAway();
    await assert.rejects(adding, { code: 'closed' });
    const states = alice.status().peers.map(({ state }) => state);
    assert.deepEqual(states, turn === 0 ? ['paused'] : []);
  }
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
});

test('a paused peer does not come back by a new address at which a script says that somebody listens', async (context) => {
  const [alice, bob] = await linkedPair(context);
  alice.peers.setPaused(bob.id, true);
  const proxy = await TcpProxy.open(context, bob.port ?? 0);
  const script = new Script(context, alice);
  const refusal = [false, 'The link to this peer is paused here; resume it to link again.'];
  assert.deepEqual(await script.answer('auth', proxy.port), refusal);
  assert.equal(peerOf(alice, bob)?.state, 'paused');
  alice.peers.remove(bob.id);
  assert.deepEqual(await script.answer('auth', proxy.port), [
    false,
    'This peer was removed here; add it again to link to it.',
  ]);
  assert.deepEqual(alice.status().peers, []);
});
