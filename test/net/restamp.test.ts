import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { eventsOf, inSync, LastingDisk, openNode, peerOf } from '../support/nodes';
import { until } from '../support/until';

const HOUR = 3_600_000;
const [VILLE, LYON, NICE, PARIS] = [checkKey('Ville'), textValue('Lyon'), textValue('Nice'), textValue('Paris')];

test('what was set while the clock was ahead goes to others at once when it is given the present time', async (context) => {
  const wall = { ahead: 2 * HOUR };
  const disk = new LastingDisk();
  const alice = await openNode(context, { name: 'Alice', disk, now: () => Date.now() + wall.ahead });
  await alice.put(VILLE, LYON);
  await alice.put(VILLE, NICE);
  const bob = await openNode(context, { name: 'Bob' });
  await alice.peers.add(`localhost:${bob.port}`);
  await until('Bob to refuse them', () => peerOf(bob, alice)?.state === 'clock-wrong');
  await until('Alice to see his clock', () => (peerOf(alice, bob)?.skew ?? 0) < -HOUR);
  assert.equal(await alice.restamp(), 0, 'while the two clocks differ, hers may be the right one');

  wall.ahead = 0;
  await until('Alice to see that it is his', () => Math.abs(peerOf(alice, bob)?.skew ?? HOUR) < HOUR);
  assert.equal(peerOf(alice, bob)?.state, 'clock-wrong');
  assert.equal(await alice.restamp(), 2);
  const told = eventsOf(alice, 'set', 'restamped').map(({ kind, key, count }) => [kind, key, count]);
  assert.deepEqual(told, [
    ['set', 'Ville', 2],
    ['restamped', 'Ville', 2],
  ]);
  await inSync(alice, bob);
  assert.deepEqual([bob.get(VILLE), bob.entries.history(VILLE).length], [NICE, 2]);
  assert.equal(await alice.restamp(), 0, 'once all is well');

  await bob.put(VILLE, PARIS);
  await until('Alice to have it', () => alice.get(VILLE) === PARIS);
  const { fingerprint } = alice.status();
  await alice.close();
  const again = await openNode(context, { disk });
  assert.equal(again.status().fingerprint, fingerprint, 'also on the disk');
});

test('who was told of them by a node with the same clock gives them the present time, too, and both agree', async (context) => {
  const wall = { ahead: 2 * HOUR };
  const now = (): number => Date.now() + wall.ahead;
  const [alice, bob] = [await openNode(context, { name: 'Alice', now }), await openNode(context, { name: 'Bob', now })];
  await alice.peers.add(`localhost:${bob.port}`);
  await alice.put(VILLE, LYON);
  await inSync(alice, bob);
  wall.ahead = 0;
  const chloe = await openNode(context, { name: 'Chloé' });
  await chloe.peers.add(`localhost:${alice.port}`);
  for (const node of [alice, bob]) {
    await until('Chloé to refuse it', () => {
      const peer = peerOf(node, chloe);
      return peer?.state === 'clock-wrong' && Math.abs(peer.skew ?? HOUR) < HOUR;
    });
  }
  assert.equal(await alice.restamp(), 1);
  await until('Chloé to have it', () => chloe.get(VILLE) === LYON);
  assert.equal(await bob.restamp(), 1);
  await inSync(alice, bob, chloe);
  assert.deepEqual(
    bob.entries.history(VILLE).map(({ by }) => by),
    ['Alice'],
  );
  assert.equal(bob.status().conflicts, 0);
});
