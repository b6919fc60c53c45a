import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkAddresses } from '../../../main/net/interfaces';
import { parseNetworkKey } from '../../../main/net/network-key';
import { peersFor, usableOf } from '../../../main/net/peers/gossip';
import type { PeerRecord } from '../../../main/net/peers/peers';
import { BOB, CHLOE, NOON } from '../../store/fixtures';
import { intrude } from '../../support/intruder';
import { idOf } from '../../support/nearby';
import { addressOf, LastingDisk, openNode } from '../../support/nodes';
import { until } from '../../support/until';

const PORT = 4000;
const DAY = 86_400_000;

test('of what a stranger tells, only addresses of other machines are learned', () => {
  const [own] = networkAddresses(PORT).map(({ address }) => address);
  const told = ['192.0.2.7:4000', '0.0.0.0:80', '169.254.169.254:80', '[::ffff:a9fe:a9fe]:80', 'localhost:22'];
  const more = ['127.0.0.1:22', '[::1]:22', '[::ffff:7f00:1]:22', '224.0.0.1:1', 'nonsense', 7.5, null, own];
  if (own?.startsWith('[') === false) more.push(`[::ffff:${own.replace(':', ']:')}`);
  assert.deepEqual(usableOf([...told, ...more], '192.0.2.9', PORT), ['192.0.2.7:4000']);
});

test('a stranger is told of the peers that were met within a day, and were not removed', () => {
  const met = (lastSeen: number | null, removed = false): PeerRecord => ({
    ...{ id: CHLOE, name: 'Chloé', addresses: ['192.0.2.7:4000'], learnedFrom: null },
    ...{ lastSeen, removed, paused: false },
  });
  const isTold = (record: PeerRecord): boolean => peersFor([record], { id: BOB, host: '192.0.2.9' }, NOON).length > 0;
  assert.deepEqual([met(NOON - DAY + 1), met(NOON - DAY), met(null), met(NOON, true)].map(isTold), [
    true,
    false,
    false,
    false,
  ]);
});

test('of many peers 64 are told, the newest, and nobody is told of himself', () => {
  const all = Array.from({ length: 100 }, (_, n) => ({
    ...{ id: idOf(n), name: null, addresses: [`192.0.2.7:${4000 + n}`], learnedFrom: null },
    ...{ lastSeen: NOON - n, removed: false, paused: false },
  }));
  const told = peersFor(all, { id: idOf(1), host: '192.0.2.9' }, NOON).map(({ id }) => id);
  assert.deepEqual(told, [idOf(0), ...Array.from({ length: 63 }, (_, n) => idOf(n + 2))]);
});

test('of what this machine tells, all ports of it are learned but that of this node', () => {
  assert.deepEqual(usableOf(['4000', '4001', 'localhost:4000', '127.0.0.1:4002'], '127.0.0.1', PORT), [
    'localhost:4001',
    'localhost:4002',
  ]);
});

test('addresses where no node can be are dialled neither where a peer tells them nor where a user types them', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const addresses = ['0.0.0.0:80', '169.254.169.254:80', `localhost:${alice.port}`, 'not an address'];
  const intruder = await intrude(context, alice, { addresses });
  intruder.send({ type: 'peers', peers: [{ id: CHLOE, name: 'Chloé', addresses }] });
  intruder.send({ type: 'name', name: 'Bob, who lies' });
  await until('what was told to be read', () => alice.status().peers.some(({ name }) => name === 'Bob, who lies'));
  const peers = alice.status().peers.map(({ id, address }) => [id, address]);
  assert.deepEqual(peers, [[BOB, '']]);
  for (const address of addresses.slice(0, 2)) {
    await assert.rejects(alice.peers.add(address), { code: 'bad-address', message: /No node can be at/ });
  }
});

const readsNumbers = process.platform === 'linux' || process.platform === 'darwin';

test('a name that leads to where no node can be is dialled no more than its address', {
  skip: !readsNumbers && 'other systems take no number for an address',
}, async (context) => {
  const networkKey = parseNetworkKey('une phrase que la classe connaît');
  const nodes = [await openNode(context), await openNode(context, { networkKey })];
  // Systems read numbers as the addresses of old (inet_aton), in other forms than `isIP` does.
  for (const name of ['0xa9fea9fe', '0xe0000001']) {
    for (const node of nodes) {
      await assert.rejects(node.peers.add(`${name}:80`), {
        code: 'bad-address',
        message: /leads to an address where no node can be/,
      });
    }
  }
});

test('a name in the notes of an older version that is none any more keeps no peer from being told of', async (context) => {
  const disk = new LastingDisk();
  const older = { course: false, removed: false, learnedFrom: null, lastSeen: Date.now() };
  await disk.writeNote('peers', [
    { ...older, id: CHLOE, name: 'Chloé', addresses: ['192.0.2.7:4000'] },
    { ...older, id: idOf(7), name: 'Eve\u202e', addresses: ['192.0.2.8:4000'] },
  ]);
  const alice = await openNode(context, { name: 'Alice', disk });
  const bob = await openNode(context, { name: 'Bob', peers: [addressOf(alice)] });
  const names = await until('Bob to be told of both', () => {
    const told = [CHLOE, idOf(7)].map((id) => bob.status().peers.find((peer) => peer.id === id)?.name);
    return told.includes(undefined) ? null : told;
  });
  assert.deepEqual(names, ['Chloé', null]);
});
