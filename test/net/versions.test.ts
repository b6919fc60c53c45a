import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { io } from 'socket.io-client';
import { formatInvitation, parseInvitation } from '../../main/net/invitation';
import { drawNetworkKey } from '../../main/net/network-key';
import { PROTOCOL } from '../../main/net/protocol';
import { Door } from '../../main/net/server/door';
import { NodeServer } from '../../main/net/server/server';
import { networkSecret } from '../../main/node/keyring';
import { Refused } from '../../main/store/refusal';
import { en } from '../../renderer/i18n/en';
import { fr } from '../../renderer/i18n/fr';
import { whyWords } from '../../renderer/peers/peer-words';
import { BOB } from '../store/fixtures';
import { card } from '../support/card';
import { addressOf, inSync, LastingDisk, openNode, peerOf } from '../support/nodes';
import { listening, portApart } from '../support/ports';
import { silent } from '../support/silent';
import { serve } from '../support/socket-io';
import { until } from '../support/until';

/** Nodes of other versions of the protocol. */

/** A node that says hello by this card. */
async function nodeWith(test: TestContext, hello: object): Promise<string> {
  const http = createServer();
  const io = serve(4, http);
  io.on('connection', (socket) => void socket.emit('hello', hello));
  test.after(() => void io.close());
  return listening(test, http);
}

for (const [what, hello, code, advice] of [
  [
    'a newer protocol, whatever its card is like',
    { protocol: PROTOCOL + 1, version: '3.0.0', node: { id: 7 } },
    'newer-node',
    /newer version of Build Your Rating \(3\.0\.0\); install that one here/,
  ],
  [
    'a newer protocol and a card as here',
    { ...card(BOB), protocol: PROTOCOL + 1 },
    'newer-node',
    /newer version of Build Your Rating; install that one here/,
  ],
  [
    'an older protocol',
    { ...card(BOB), protocol: PROTOCOL - 1, version: '0.0.9' },
    'older-node',
    /older version of Build Your Rating \(0\.0\.9\); install this one there/,
  ],
] as const) {
  test(`who adds a node of ${what}, is told which of the two to update`, async (context) => {
    const address = await nodeWith(context, hello);
    const node = await openNode(context, { peers: [address] });
    await assert.rejects(node.peers.add(address), (error) => {
      assert.ok(error instanceof Refused);
      assert.equal(error.code, code);
      assert.match(error.message, advice);
      return true;
    });
    const why = await until('the peer to be shown with the reason', () => node.status().peers[0]?.why);
    assert.equal(why.code, code);
    for (const text of [en, fr]) assert.notEqual(whyWords(code, text), text.peers.why.other);
  });
}

test('a peer that closes the link for a reason of later versions is said to have refused', async (context) => {
  const node = await openNode(context);
  const other = await openNode(context);
  const auth = { byr: { ...card(other.id), port: other.port } };
  const socket = io(`http://${addressOf(node)}`, { path: '/byr', auth, reconnection: false });
  context.after(() => socket.disconnect());
  socket.emit('read', { since: null, fingerprint: '0'.repeat(32) });
  await until('the link', () => peerOf(node, other)?.linkedSince);
  await other.close();
  socket.emit('bye', { code: 'moved' });
  socket.disconnect();
  const events = await until('the end of the link', () => {
    const { events } = node.events.settled(0);
    return events.some(({ kind }) => kind === 'link-down') ? events : null;
  });
  const { why } = events.find(({ kind }) => kind === 'link-down') ?? {};
  assert.deepEqual([why?.code, /newer version/.test(why?.message ?? '')], ['peer-refused', true]);
});

test('a peer that another version wrote down in a form of its own takes no other with it', async (context) => {
  const bob = await openNode(context, { name: 'Bob' });
  const disk = new LastingDisk();
  const known = {
    id: bob.id,
    name: 'Bob',
    addresses: [addressOf(bob)],
    removed: false,
    learnedFrom: null,
    lastSeen: 1,
  };
  await disk.writeNote('peers', [{ ...known, id: BOB, addresses: { lan: 'localhost:9' } }, known]);
  const alice = await openNode(context, { name: 'Alice', disk });
  await inSync(alice, bob);
});

test('the key of a network is not taken where the inviting node is of another version: the two could not link', async (context) => {
  const networkKey = drawNetworkKey();
  const { psk: network } = await networkSecret(networkKey);
  const [alice, bob] = [await openNode(context, { networkKey }), await openNode(context)];
  const newer = new NodeServer({
    ...{ path: '/byr', logger: silent, service: alice, door: new Door(alice.events), accept() {} },
    card: () => ({ ...card(alice.id), protocol: PROTOCOL + 1 }),
    secrets: () => ({ network, owner: Buffer.alloc(32) }),
  });
  context.after(() => newer.close());
  const addresses = [`localhost:${await newer.listen([await portApart()])}`];
  const invitation = formatInvitation({ ...parseInvitation(alice.peers.invite(null)), addresses });
  await assert.rejects(bob.privacy.takeKey(invitation), { code: 'newer-node' });
  assert.equal(bob.privacy.networkKey, null);
});
