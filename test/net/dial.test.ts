import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import { test } from 'node:test';
import { Server } from 'socket.io';
import { checkKey } from '../../main/store/text';
import { openNode, peerOf } from '../support/nodes';
import { listening } from '../support/ports';
import { until } from '../support/until';

test('a node is dialled over the connection that showed that somebody is there', async (context) => {
  const [alice, bob] = [await openNode(context), await openNode(context)];
  let connections = 0;
  const before = createTcpServer((socket) => {
    connections += 1;
    socket.pipe(connect(alice.port as number)).pipe(socket);
  });
  await bob.peers.add(await listening(context, before));
  await until('both to be in sync', () => peerOf(bob, alice)?.state === 'in-sync');
  assert.equal(connections, 1);
});

test('a course node that speaks by long-polling alone is dialled over further connections', async (context) => {
  const http = createServer();
  const io = new Server(http, { path: '/byr', transports: ['polling'] });
  io.on('connection', (socket) => {
    socket.on('keys', (answer) => answer(['Ville']));
    socket.on('get', (_, answer) => answer('Lyon'));
  });
  context.after(() => io.close());
  const node = await openNode(context);
  await node.peers.add(await listening(context, http));
  await until('its value to arrive', () => node.get(checkKey('Ville')) === '"Lyon"');
  assert.equal(node.status().peers[0]?.state, 'course');
});

test('who hangs up on the connection as soon as it stands is no node', async (context) => {
  const server = createTcpServer((socket) => socket.destroy());
  const address = await listening(context, server);
  const node = await openNode(context);
  await assert.rejects(node.peers.add(address), { code: 'not-a-node' });
});
