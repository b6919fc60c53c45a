import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { ProfileKeys } from '../../main/disk/profile-keys';
import { formatInvitation, parseInvitation } from '../../main/net/invitation';
import { parseNetworkKey, stretch } from '../../main/net/network-key';
import type { PeerStatus } from '../../main/net/peers/peer-status';
import { SUITE } from '../../main/net/secrets';
import { Refused } from '../../main/store/refusal';
import { checkKey, textValue } from '../../main/store/text';
import { CourseNode } from '../support/course-node';
import { end } from '../support/ends';
import { newFolder } from '../support/folder';
import { addressOf, aliceAndBob, inSync, openNode, peerOf } from '../support/nodes';
import { listenApart } from '../support/ports';
import { TcpProxy } from '../support/proxy';
import { connect as connectScript, generations } from '../support/socket-io';
import '../support/stretched-once';
import { until } from '../support/until';

const networkKey = parseNetworkKey('une phrase que la classe connaît');
const otherKey = parseNetworkKey('une phrase que personne ne connaît');
const key = checkKey('Ville');

const withCode = (code: string) => (error: unknown) => error instanceof Refused && error.code === code;

test('nodes that have the same network key link, sync and tell each other of their peers', async (context) => {
  const alice = await openNode(context, { name: 'Alice', networkKey });
  const bob = await openNode(context, { name: 'Bob', networkKey });
  const chloe = await openNode(context, { name: 'Chloé', networkKey });
  await bob.peers.add(addressOf(alice));
  await chloe.peers.add(addressOf(alice));
  await alice.put(key, textValue('Lyon'));
  await inSync(alice, bob, chloe);
  assert.equal(chloe.get(key), '"Lyon"');
  assert.deepEqual(
    [alice, bob, chloe].map((node) => [node.status().private, node.status().door.refused]),
    [alice, bob, chloe].map(() => [true, 0]),
  );
});

test('who joins by an invitation waits as long for a slow network as who adds a peer', async (context) => {
  const [alice, bob] = [await openNode(context, { networkKey }), await openNode(context, { networkKey })];
  const path = await TcpProxy.open(context, alice.port ?? 0);
  path.delay(1_100, 'to-dialler');
  await bob.peers.join(formatInvitation({ ...parseInvitation(alice.peers.invite(null)), addresses: [path.address] }));
  assert.equal(peerOf(bob, alice)?.id, alice.id);
});

test('a wrong key is told apart from nobody there, on both sides', async (context) => {
  const alice = await openNode(context, { networkKey });
  const bob = await openNode(context, { networkKey: otherKey, peers: [addressOf(alice)] });
  await assert.rejects(bob.peers.add(addressOf(alice)), withCode('wrong-key'));
  await until('Bob to show it', () => bob.status().peers[0]?.why?.code === 'wrong-key');
  assert.equal(alice.status().door.last?.code, 'wrong-key');
  assert.match(alice.status().door.last?.host ?? '', /^(?:127\.0\.0\.1|::1)$/);
  assert.ok(alice.events.recent(10).some(({ kind, why }) => kind === 'refused' && why?.code === 'wrong-key'));
  assert.deepEqual(alice.status().peers, []);
  await alice.close();
  await assert.rejects(bob.peers.add(addressOf(alice)), withCode('nobody-there'));
});

test('an open node and a private one tell each other why they do not link', async (context) => {
  const open = await openNode(context, { name: 'Open' });
  const closed = await openNode(context, { name: 'Private', networkKey });
  await assert.rejects(open.peers.add(addressOf(closed)), withCode('private-network'));
  assert.equal(closed.status().door.last?.code, 'no-key');
  await assert.rejects(closed.peers.add(addressOf(open)), withCode('open-network'));
  assert.equal(open.status().door.last?.code, 'private-network');
});

test('course nodes and scripts are neither let in nor dialled', async (context) => {
  const node = await openNode(context, { networkKey });
  await node.put(key, textValue('Lyon'));
  for (const generation of generations) {
    const socket = connectScript(generation, `http://${addressOf(node)}`);
    context.after(() => void socket.disconnect());
    await new Promise((failed) => socket.on('connect_error', failed));
  }
  assert.equal(node.status().door.last?.code, 'no-key');
  const course = await CourseNode.open(context);
  await assert.rejects(node.peers.add(course.port), withCode('open-network'));
  assert.equal(course.open, 0);
});

/** Leads to a course node by the network key and, at the same port, without. */
async function withKey(test: TestContext, course: CourseNode): Promise<{ address: string; plain: number }> {
  const psk = await stretch(networkKey);
  const met = { address: '', plain: 0 };
  const sockets = new Set<Socket>();
  const lead = (socket: Socket): void => {
    const on = connect({ host: 'localhost', port: course.port });
    for (const one of [socket, on]) sockets.add(one.on('error', () => {}));
    socket.pipe(on).pipe(socket);
  };
  const locked = createTlsServer({ ...SUITE, pskCallback: () => psk }, lead);
  const server = createServer((socket) => {
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      if (first[0] === 0x16) return void locked.emit('connection', socket);
      met.plain += 1;
      lead(socket);
    });
  });
  test.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  met.address = `localhost:${await listenApart(server)}`;
  return met;
}

test('a course node of Socket.IO 2 is not dialled in the open, even where its door has the network key', async (context) => {
  const node = await openNode(context, { networkKey });
  await node.put(key, textValue('Lyon'));
  const course = await CourseNode.open(context, { generation: 2 });
  const door = await withKey(context, course);
  await assert.rejects(node.peers.add(door.address), withCode('not-a-node'));
  assert.deepEqual([door.plain, course.values], [0, Object.create(null)]);
});

test('who shows no key gets nothing but a closed socket', async (context) => {
  const node = await openNode(context, { networkKey });
  const meet = (): Socket => connect({ host: 'localhost', port: node.port ?? 0 });
  for (const said of [
    'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
    '\n',
    'GET /byr/?EIO=4&transport=polling HTTP/1.1\r\n',
  ]) {
    const seen = end(meet());
    seen.socket.write(said);
    await until('the socket to be closed', () => seen.socket.destroyed);
    assert.equal(seen.said, '');
  }
});

test('connections that show no key are bounded, and do not keep out who does', async (context) => {
  const node = await openNode(context, { networkKey });
  const friend = await openNode(context, { networkKey });
  const silent = Array.from({ length: 270 }, () => end(connect({ host: '127.0.0.1', port: node.port ?? 0 })));
  context.after(() => silent.forEach(({ socket }) => void socket.destroy()));
  await until('those who are too many to be turned away', () => node.status().door.refused === silent.length - 256);
  assert.equal(node.status().door.last?.code, 'crowded');
  silent[0]?.socket.destroy();
  await until('there to be room', async () => {
    await friend.peers.add(addressOf(node)).catch(() => {});
    return peerOf(friend, node)?.state === 'in-sync';
  });
});

test('a network is made private, gets another key and is opened again while its nodes run', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  const course = await CourseNode.open(context);
  await alice.peers.add(addressOf(bob));
  await alice.peers.add(course.port);
  const { port } = alice;
  await alice.privacy.setNetworkKey(networkKey);
  await until('Bob to be told', () => peerOf(bob, alice)?.why?.code === 'private-network');
  const ofCourse = (): PeerStatus | undefined => alice.status().peers.find(({ address }) => address === course.address);
  await until('the course node to be left', () => ofCourse()?.why?.code === 'open-network');
  await bob.privacy.setNetworkKey(networkKey);
  await until('both to be linked again', () => peerOf(bob, alice)?.state === 'in-sync');
  await bob.privacy.setNetworkKey(otherKey);
  await until('the keys to be unlike', () => peerOf(bob, alice)?.why?.code === 'wrong-key');
  await alice.privacy.setNetworkKey(null);
  await bob.privacy.setNetworkKey(null);
  await until(
    'all to be linked again',
    () => peerOf(bob, alice)?.state === 'in-sync' && ofCourse()?.state === 'course',
  );
  assert.equal(alice.port, port);
});

test('a peer that stays open when a network is made private is dialled ever more seldom', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  await alice.peers.add(addressOf(bob));
  await alice.privacy.setNetworkKey(networkKey);
  await until('Bob to be left alone for some seconds', () => {
    const { why, nextTry } = peerOf(alice, bob) ?? {};
    return why?.code === 'open-network' && (nextTry ?? 0) > Date.now() + 2_000;
  });
});

test('a dial in the open that is under way as a node becomes private gives no link', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  const path = await TcpProxy.open(context, bob.port ?? 0);
  path.throttle(0);
  const adding = alice.peers.add(`localhost:${path.port}`);
  const refused = assert.rejects(adding, { code: 'closed', message: /took a new network key meanwhile/ });
  await until('the dial to be under way', () => path.connections.length > 0);
  await alice.privacy.setNetworkKey(networkKey);
  await path.heal();
  await refused;
  assert.ok(alice.status().peers.every(({ linkedSince }) => linkedSince === null));
});

test('of a network key and none, asked for at once, the last one stays', async (context) => {
  const keys = new ProfileKeys(await newFolder(context), null);
  const node = await openNode(context, { keys });
  await Promise.all([node.privacy.setNetworkKey(networkKey), node.privacy.setNetworkKey(null)]);
  assert.deepEqual([node.privacy.networkKey, await keys.read()], [null, null]);
  await Promise.all([node.privacy.setNetworkKey(null), node.privacy.setNetworkKey(networkKey)]);
  assert.deepEqual([node.privacy.networkKey, await keys.read()], [networkKey, networkKey]);
});

test('a node whose profile keeps what is no network key does not open, and says what to do', async (context) => {
  const keys = new ProfileKeys(await newFolder(context), null);
  await keys.write('too short');
  await assert.rejects(openNode(context, { keys }), { code: 'key-unreadable', message: /--network-key-file/ });
});
