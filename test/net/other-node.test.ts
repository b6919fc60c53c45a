import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { addressOf, aliceAndBob, LastingDisk, openNode, peerOf } from '../support/nodes';
import { until } from '../support/until';

const key = checkKey('secret');

test('a stranger who took a peer’s port is left alone, and knows nothing of it', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  await alice.peers.add(addressOf(bob));
  await alice.put(key, textValue('ours'));
  const port = bob.port ?? 0;
  await bob.close();
  const stranger = await openNode(context, { name: 'Stranger', ports: [port] });
  await until('Alice to see that another node answers', () => peerOf(alice, bob)?.why?.code === 'other-node');
  assert.equal(stranger.get(key), null);
  assert.deepEqual([alice.status().peers.length, stranger.status().peers.length], [1, 0]);
  await alice.peers.add(addressOf(stranger));
  await until('the stranger, added by hand, to have it', () => stranger.get(key) === '"ours"');
});

test('a peer that comes back on the port of another is followed there', async (context) => {
  const disk = new LastingDisk();
  const [alice, bob] = await aliceAndBob(context);
  const chloe = await openNode(context, { name: 'Chloé', disk });
  await alice.peers.add(addressOf(bob));
  await alice.peers.add(addressOf(chloe));
  const { port } = bob;
  await bob.close();
  await chloe.close();
  await until('Alice to see both gone', () => alice.status().peers.every(({ state }) => state === 'unreachable'));
  // She knows nobody any more, so that only Alice dials.
  await disk.writeNote('peers', []);
  const again = await openNode(context, { disk, ports: [port ?? 0] });
  alice.peers.retry(bob.id);
  await until('Alice to find Chloé', () => peerOf(alice, again)?.state === 'in-sync');
  assert.match(peerOf(alice, again)?.address ?? '', new RegExp(`:${port}$`));
  assert.equal(peerOf(alice, bob)?.state, 'unreachable');
});
