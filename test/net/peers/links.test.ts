import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addressesOf,
  addressOf,
  aliceAndBob,
  inSync,
  LastingDisk,
  linkEvents,
  openNode,
  peerOf,
} from '../../support/nodes';
import { until } from '../../support/until';

test('two nodes that add each other at the same moment end with one link, and tell of no other', async (context) => {
  for (let round = 0; round < 20; round++) {
    const [alice, bob] = await aliceAndBob(context);
    await Promise.all([alice.peers.add(addressOf(bob)), bob.peers.add(addressOf(alice))]);
    await inSync(alice, bob);
    for (const node of [alice, bob]) assert.deepEqual(linkEvents(node), ['link-up']);
    await Promise.all([alice.close(), bob.close()]);
  }
});

test('several addresses of one node, added at the same moment, are one peer and one link', async (context) => {
  for (let round = 0; round < 10; round++) {
    const [alice, bob] = await aliceAndBob(context);
    const addresses = addressesOf(bob);
    const results = await Promise.allSettled(addresses.map((address) => alice.peers.add(address)));
    assert.ok(results.some(({ status }) => status === 'fulfilled'));
    await inSync(alice, bob);
    for (const address of addresses) {
      await assert.rejects(alice.peers.add(address), { code: 'already-linked' }, address);
    }
    await inSync(alice, bob);
    await Promise.all([alice.close(), bob.close()]);
  }
});

test('a node told several addresses of one other at its start has one peer', async (context) => {
  const bob = await openNode(context, { name: 'Bob' });
  const alice = await openNode(context, { name: 'Alice', peers: addressesOf(bob) });
  await inSync(alice, bob);
});

test('a node refuses itself by every address, and keeps none', async (context) => {
  const alice = await openNode(context);
  for (const address of [alice.port, ...addressesOf(alice)]) {
    await assert.rejects(alice.peers.add(address), { code: 'itself' });
  }
  assert.deepEqual(alice.status().peers, []);
});

test('a node told its own address at its start forgets it', async (context) => {
  const [alice, disk] = [await openNode(context), new LastingDisk()];
  const { port } = alice;
  await alice.close();
  const node = await openNode(context, { disk, ports: [port ?? 0], peers: [`localhost:${port}`] });
  await until('its own address to be forgotten', () => node.status().peers.length === 0);
});

test('nodes with different rules do not link, and both say so', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const bob = await openNode(context, { name: 'Bob', rule: 'first' });
  await assert.rejects(alice.peers.add(addressOf(bob)), { code: 'other-rule' });
  await until('both to show it', () => [alice, bob].every((node) => node.status().peers[0]?.state === 'other-rule'));
  assert.equal(peerOf(alice, bob)?.rule, 'first');
  assert.equal(peerOf(bob, alice)?.rule, 'latest');
});

test('a removed peer stays removed when others tell of it, when it dials, and over a restart', async (context) => {
  const disk = new LastingDisk();
  const alice = await openNode(context, { name: 'Alice', disk });
  const [bob, chloe] = [await openNode(context, { name: 'Bob' }), await openNode(context, { name: 'Chloé' })];
  await alice.peers.add(addressOf(bob));
  await alice.peers.add(addressOf(chloe));
  await inSync(alice, bob, chloe);
  alice.peers.remove(bob.id);
  await until('Bob to be told', () => peerOf(bob, alice)?.why?.code === 'peer-refused');
  await assert.rejects(bob.peers.add(addressOf(alice)), { code: 'peer-refused' });
  await alice.close();
  const again = await openNode(context, { disk, ports: [alice.port ?? 0] });
  await until('Chloé to be linked again', () => peerOf(again, chloe)?.state === 'in-sync');
  await assert.rejects(bob.peers.add(addressOf(again)), { code: 'peer-refused' });
  assert.equal(peerOf(again, bob), undefined);
  await again.peers.add(addressOf(bob));
  await inSync(again, bob, chloe);
});

test('a node that starts again on its disk and port is linked again', async (context) => {
  const [alice, disk] = [await openNode(context, { name: 'Alice' }), new LastingDisk()];
  const bob = await openNode(context, { name: 'Bob', disk });
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  await bob.close();
  await until('Alice to see it gone', () => peerOf(alice, bob)?.state === 'unreachable');
  const again = await openNode(context, { disk, ports: [bob.port ?? 0] });
  assert.equal(again.id, bob.id);
  await inSync(alice, again);
});

test('peers of peers are linked to, with the name of who told of them', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  const chloe = await openNode(context, { name: 'Chloé' });
  await alice.peers.add(addressOf(bob));
  await bob.peers.add(addressOf(chloe));
  await inSync(alice, bob, chloe);
  assert.equal(peerOf(alice, bob)?.learnedFrom, null);
  const learned = [peerOf(alice, chloe)?.learnedFrom, peerOf(chloe, alice)?.learnedFrom];
  assert.ok(learned.includes('Bob'), 'whoever dialled was told by Bob');
});

test('a new name reaches the peers', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  await alice.peers.add(addressOf(bob));
  await bob.rename('Robert');
  await until('Alice to know the name', () => peerOf(alice, bob)?.name === 'Robert');
});

test('peers without a link are forgotten at once, linked ones are not, and one that comes back is let in', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const disk = new LastingDisk();
  const bob = await openNode(context, { name: 'Bob', disk });
  await bob.peers.add(addressOf(alice));
  await inSync(alice, bob);
  alice.peers.forget([bob.id]);
  assert.equal(peerOf(alice, bob)?.state, 'in-sync');
  await bob.close();
  await until('Bob to be gone', () => peerOf(alice, bob)?.state === 'unreachable');
  alice.peers.forget([bob.id]);
  assert.deepEqual(alice.status().peers, []);
  alice.peers.recall([bob.id]);
  assert.equal(peerOf(alice, bob)?.name, 'Bob');
  alice.peers.forget([bob.id]);
  const again = await openNode(context, { name: 'Bob', disk });
  await again.peers.add(addressOf(alice));
  await inSync(alice, again);
});

test('a removal is taken back while the peer is away, and links it once it is there', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const disk = new LastingDisk();
  const bob = await openNode(context, { name: 'Bob', disk });
  const port = bob.port ?? 0;
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  await bob.close();
  await until('Bob to be gone', () => peerOf(alice, bob)?.state === 'unreachable');
  alice.peers.remove(bob.id);
  assert.deepEqual(alice.status().peers, []);
  // Forgotten, it would be let in again.
  alice.peers.forget([bob.id]);
  alice.peers.keep(bob.id);
  assert.equal(peerOf(alice, bob)?.name, 'Bob');
  await inSync(alice, await openNode(context, { name: 'Bob', disk, ports: [port] }));
  await assert.rejects(alice.peers.keep('nobody'), { code: 'not-found' });
});

test('nodes at rest that ping each other have little to tell their users', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const peers = [addressOf(alice)];
  const others = [];
  for (let count = 0; count < 5; count++) others.push(await openNode(context, { name: `Friend ${count}`, peers }));
  await inSync(alice, ...others);
  const heard = (): number => alice.status().peers.reduce((sum, { traffic }) => sum + (traffic?.messagesIn ?? 0), 0);
  const before = heard();
  let told = 0;
  alice.listen({ status: () => (told += 1), entries: () => {} });
  await until('Alice to be pinged for some seconds', () => heard() - before >= 20);
  assert.ok(told > 0, 'the latency is told in the end');
  assert.ok(told <= 10, `told ${told} times of ${heard() - before} messages`);
});
