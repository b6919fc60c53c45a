import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createSocket, Socket } from 'node:dgram';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import multicastDns, { type MulticastDNS, type ResponseOutgoingPacket } from 'multicast-dns';
import { announce } from '../../../main/net/nearby/announcement';
import { drawNetworkKey } from '../../../main/net/network-key';
import { CourseNode } from '../../support/course-node';
import { GROUP, idOf, Neighbour, portOfOwn, testNearby } from '../../support/nearby';
import { addressOf, openNode, peerOf } from '../../support/nodes';
import { TcpProxy } from '../../support/proxy';
import { until } from '../../support/until';

/** Somebody on the network who says what they like. */
async function stranger(test: TestContext, port: number): Promise<MulticastDNS> {
  const dns = multicastDns({ port });
  test.after(() => dns.destroy());
  await once(dns, 'ready');
  return dns;
}

function told(id: number, name: string, path = '/byr', port = 4000): ResponseOutgoingPacket {
  return announce({ node: { id: idOf(id), name, path, port }, ttl: 100 }, '127.0.0.1');
}

testNearby('nodes on one network hear of each other, of another name and port, and of a goodbye', async (context) => {
  const port = await portOfOwn();
  const ada = new Neighbour(context, port);
  const bob = new Neighbour(context, port, { id: idOf(2), name: 'Bob', port: 4000 });
  await until('both to hear of each other', () => ada.names[0] === 'Bob' && bob.names[0] === 'Ada');
  assert.deepEqual(ada.nearby.nodes, [{ id: idOf(2), name: 'Bob', address: 'localhost:4000' }]);
  Object.assign(bob.card, { name: 'Bobby', port: 5000 });
  bob.nearby.greet();
  await until('the other name', () => ada.names[0] === 'Bobby');
  assert.equal(ada.nearby.nodes[0]?.address, 'localhost:5000');
  await bob.nearby.stop();
  await until('Bob to be gone', () => ada.names.length === 0);
  assert.deepEqual(bob.names, []);
  bob.nearby.start();
  await until('Bob to be back', () => ada.names[0] === 'Bobby' && bob.names[0] === 'Ada');
});

testNearby('who asks is answered, and a node that does not listen tells nothing', async (context) => {
  const port = await portOfOwn();
  const ada = new Neighbour(context, port, { port: null });
  const bob = new Neighbour(context, port, { id: idOf(2), name: 'Bob' });
  await until('Ada to hear of Bob', () => ada.names[0] === 'Bob');
  const dns = await stranger(context, port);
  let heard = '';
  dns.on('response', ({ answers }) => {
    heard += JSON.stringify(answers);
  });
  dns.query({ questions: [{ name: '_BYR._tcp.local', type: 'PTR' }] });
  await until('an answer', () => heard.includes(idOf(2)));
  assert.deepEqual(bob.names, []);
});

testNearby('a node that was not heard of for long is forgotten', async (context) => {
  const port = await portOfOwn();
  const ada = new Neighbour(context, port);
  const dns = await stranger(context, port);
  dns.respond(told(2, 'Bob'));
  await until('Bob', () => ada.names[0] === 'Bob');
  // Whoever says that it holds for ever is believed for as long as a node says it.
  const node = { id: idOf(4), name: 'Dora', path: '/byr', port: 4000 };
  dns.respond(announce({ node, ttl: 1_000_000 }, '127.0.0.1'));
  await until('Dora', () => ada.names.includes('Dora'));
  ada.time += 151_000;
  dns.respond(told(3, 'Chloé'));
  await until('Chloé alone', () => ada.names.join() === 'Chloé');
});

testNearby('a node that is gone is forgotten, too, where the clock is set back meanwhile', async (context) => {
  const port = await portOfOwn();
  const ada = new Neighbour(context, port);
  const dns = await stranger(context, port);
  dns.respond(told(2, 'Bob'));
  await until('Bob', () => ada.names[0] === 'Bob');
  ada.time -= 24 * 60 * 60_000;
  dns.respond(told(3, 'Chloé'));
  await until('Chloé', () => ada.names.includes('Chloé'));
  ada.time += 151_000;
  dns.respond(told(4, 'Dora'));
  await until('Dora alone', () => ada.names.join() === 'Dora');
});

testNearby(
  'what is no announcement of a node is passed over, and more than a machine has nodes, too',
  async (context) => {
    const port = await portOfOwn();
    const ada = new Neighbour(context, port);
    const dns = await stranger(context, port);
    const good = told(2, 'Bob');
    const [service, text] = good.additionals as [object, object];
    const without = (...left: object[]): ResponseOutgoingPacket => ({ ...good, additionals: left as never });
    dns.respond(without(service));
    dns.respond(without(text));
    dns.respond(without(service, { ...text, data: [] }));
    dns.respond(without(service, { ...text, data: ['name', 'path', '=', ''] }));
    dns.respond(without({ ...service, name: 'bob._byr._tcp.local' }, { ...text, name: 'bob._byr._tcp.local' }));
    dns.respond(without({ ...service, name: `${idOf(2)}._http._tcp.local` }, text));
    dns.respond(told(3, 'a port that cannot be', '/byr', 0));
    dns.respond(told(3, 'a line\nbreak'));
    dns.respond(told(3, 'of another path', '/other'));
    dns.respond(told(1, 'with the id of Ada'));
    const socket = createSocket('udp4');
    context.after(() => socket.close());
    for (let size = 0; size < 600; size += 7) socket.send(randomBytes(size), port, GROUP);
    // As from a program that is no responder, at another port.
    const other = multicastDns({ port, bind: false });
    context.after(() => other.destroy());
    other.respond(told(3, 'from another port'));
    dns.respond(good);
    await until('Bob', () => ada.names.length > 0);
    assert.deepEqual(ada.names, ['Bob']);
    for (let n = 10; n < 60; n++) dns.respond(told(n, `${n}`));
    dns.respond(told(2, 'Bobby'));
    await until('Bob’s other name', () => ada.names.includes('Bobby'));
    assert.equal(ada.names.length, 16);
    assert.deepEqual(
      ada.names.filter((name) => !/^\d+$/.test(name)),
      ['Bobby'],
    );
  },
);

testNearby(
  'where another program has the port for itself, that is told, and the port taken when it is free',
  async (context) => {
    const port = await portOfOwn();
    const greedy = createSocket('udp4').bind(port);
    await once(greedy, 'listening');
    const ada = new Neighbour(context, port);
    await until('a warning', () => ada.warnings.length > 0);
    // As Windows says it of a port that is not shared.
    assert.match(ada.warnings[0] ?? '', /EADDRINUSE|EACCES/);
    await new Promise<void>((closed) => greedy.close(closed));
    ada.nearby.greet();
    const bob = new Neighbour(context, port, { id: idOf(2), name: 'Bob' });
    await until('both to hear of each other', () => ada.names[0] === 'Bob' && bob.names[0] === 'Ada');
    assert.equal(ada.warnings.length, 1);
  },
);

testNearby('that the port is taken is told again where it was free in between', async (context) => {
  const port = await portOfOwn();
  const ada = new Neighbour(context, port);
  const take = async (): Promise<Socket> => {
    const greedy = createSocket('udp4').bind(port);
    await once(greedy, 'listening');
    return greedy;
  };
  const free = (greedy: Socket): Promise<void> => new Promise((closed) => greedy.close(closed));
  await ada.nearby.stop();
  for (const warnings of [1, 2]) {
    const greedy = await take();
    ada.nearby.start();
    await until('a warning', () => ada.warnings.length === warnings);
    await free(greedy);
    const bob = new Neighbour(context, port, { id: idOf(2), name: 'Bob' });
    ada.nearby.greet();
    await until('Ada to hear of Bob', () => ada.names[0] === 'Bob');
    await bob.nearby.stop();
    await ada.nearby.stop();
  }
});

testNearby('a node that is told not to look for others hears nobody while it says goodbye', async (context) => {
  const port = await portOfOwn();
  const { mock } = context.mock.method(Socket.prototype, 'bind');
  const ada = new Neighbour(context, port);
  const socket = await until('Ada to listen', () => mock.calls[0]?.this as Socket | undefined);
  const message = await bytesOf(context, told(2, 'Bob'));
  const stopped = ada.nearby.stop();
  socket.emit('message', message, { address: '127.0.0.1', family: 'IPv4', port, size: message.length });
  await stopped;
  assert.deepEqual(ada.names, []);
  assert.equal(ada.changes, 0);
});

testNearby('a node tells of those nearby that are no peers, unless it is private or told not to', async (context) => {
  const name = `Ada ${randomBytes(4).toString('hex')}`;
  const ada = await openNode(context, { name, nearby: true });
  const bob = await openNode(context, { nearby: true });
  const sees = (): boolean => bob.status().nearby.nodes.some(({ id }) => id === ada.id);
  await until('Bob to see Ada', sees);
  const seen = bob.status().nearby.nodes.find(({ id }) => id === ada.id);
  assert.deepEqual(seen, { id: ada.id, name, address: addressOf(ada) });
  await bob.peers.add(seen?.address);
  assert.equal(sees(), false);
  bob.peers.remove(peerOf(bob, ada)?.id ?? '');
  assert.equal(sees(), true);
  await ada.rename('Ada again');
  await until('the other name', () => bob.status().nearby.nodes.some((node) => node.name === 'Ada again'));

  await ada.setNearby(false);
  await until('Ada to be gone', () => !sees());
  assert.deepEqual(ada.status().nearby, { on: false, nodes: [] });
  await ada.setNearby(true);
  await until('Ada to be seen again', sees);
  await ada.privacy.setNetworkKey('abcdefghijklmnopqrst' as never);
  await until('Ada to be gone, as she is private', () => !sees());
  assert.deepEqual(ada.status().nearby, { on: true, nodes: [] });
  await ada.privacy.setNetworkKey(null);
  await until('Ada to be seen, as she is open again', sees);
});

testNearby('a course node that is announced as a peer is none', async (context) => {
  const ada = await openNode(context, { nearby: true });
  const bob = await openNode(context);
  await ada.peers.add(addressOf(bob));
  await bob.close();
  const course = await CourseNode.open(context);
  const dns = await stranger(context, 5353);
  dns.respond(announce({ node: { id: bob.id, name: 'Bob', path: '/byr', port: course.port }, ttl: 100 }, '127.0.0.1'));
  await until('Ada to look there, and leave', () => course.calls.keys !== undefined && course.open === 0);
  assert.deepEqual(
    ada.status().peers.map(({ id }) => id),
    [bob.id],
  );
});

testNearby('who tells that a peer is at its address is no peer for it', async (context) => {
  const [ada, bob, chloe] = [
    await openNode(context, { nearby: true }),
    await openNode(context),
    await openNode(context, { name: 'Chloé' }),
  ];
  await ada.peers.add(addressOf(bob));
  await bob.close();
  const path = await TcpProxy.open(context, chloe.port ?? 0);
  let talk = '';
  path.overhear((bytes) => {
    talk += bytes;
  });
  const dns = await stranger(context, 5353);
  dns.respond(announce({ node: { id: bob.id, name: 'Bob', path: '/byr', port: path.port }, ttl: 100 }, '127.0.0.1'));
  await until('Ada to hear that it is Chloé', () => talk.includes('Chloé'));
  await until('Ada to go on to Bob’s own address', () => path.connections.length === 0);
  const known = ada.status().peers.map(({ id, address }) => [id, address]);
  assert.deepEqual(known, [[bob.id, addressOf(bob)]]);
});

/** The message that tells of a node, as it goes over the network. */
async function bytesOf(test: TestContext, answer: ResponseOutgoingPacket): Promise<Buffer> {
  const socket = createSocket('udp4');
  const { mock } = test.mock.method(socket, 'send', () => {});
  const dns = multicastDns({ bind: false, socket });
  dns.respond(answer);
  await until('the message', () => mock.callCount() > 0);
  dns.destroy();
  return mock.calls[0]?.arguments[0] as unknown as Buffer;
}

testNearby('of hosts on its own networks a node hears of 64 nodes, and of others of none', async (context) => {
  const port = await portOfOwn();
  const { mock } = context.mock.method(Socket.prototype, 'bind');
  const ada = new Neighbour(context, port);
  const socket = await until('Ada to listen', () => mock.calls[0]?.this as Socket | undefined);
  const hear = async (id: number, address: string): Promise<void> => {
    const message = await bytesOf(context, told(id, `${id}`));
    socket.emit('message', message, { address, family: 'IPv4', port, size: message.length });
  };
  // Of a block that nobody may use (RFC 1112, section 4).
  await hear(100, '240.0.0.1');
  assert.deepEqual(ada.names, []);
  // On every system the loopback network has 2^24 addresses.
  for (let n = 0; n < 70; n++) await hear(200 + n, `127.0.1.${1 + (n % 7)}`);
  assert.equal(ada.names.length, 64);
});

test('a node that is closed while its network is opened does not announce itself any more', async (context) => {
  const { mock } = context.mock.method(Socket.prototype, 'bind');
  const node = await openNode(context, { nearby: true, networkKey: drawNetworkKey() });
  const opened = node.privacy.setNetworkKey(null);
  await node.close();
  await opened;
  await node.setNearby(true).catch(() => {});
  assert.equal(mock.callCount(), 0);
});
