import assert from 'node:assert/strict';
import { createServer as createHttp } from 'node:http';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, type TestContext, test } from 'node:test';
import { drawNetworkKey, type NetworkKey } from '../../main/net/network-key';
import { Refused } from '../../main/store/refusal';
import { addressOf, openNode } from '../support/nodes';
import { listening } from '../support/ports';
import { serve } from '../support/socket-io';
import { until } from '../support/until';

/** Both a user who adds it and a node that knows it are told so, and what to see to. */
async function isUnreachable(
  test: TestContext,
  address: string,
  code: string,
  advice = /: [a-z' ]+/,
  networkKey?: NetworkKey,
): Promise<void> {
  const node = await openNode(test, { peers: [address], networkKey });
  await assert.rejects(node.peers.add(address), (error) => error instanceof Refused && error.code === code);
  const [peer] = await until('the peer to be shown', () => {
    const { peers } = node.status();
    return peers[0]?.why ? peers : null;
  });
  assert.equal(peer?.state, 'unreachable');
  assert.equal(peer?.why?.code, code);
  assert.match(peer?.why?.message ?? '', advice, 'a sentence says it, and what to see to');
}

describe('a peer that cannot be reached is shown with the reason', { concurrency: true }, () => {
  test('nobody is there', async (context) => {
    const closed = await openNode(context);
    const address = addressOf(closed);
    await closed.close();
    await isUnreachable(context, address, 'nobody-there');
  });

  test('the host is unknown', async (context) => {
    await isUnreachable(context, 'nosuchhost.invalid:4000', 'host-unknown');
  });

  test('a program hangs: its system takes connections, and nothing comes', async (context) => {
    const address = await listening(context, createServer());
    await isUnreachable(context, address, 'nobody-there', /hang/);
  });

  test('a server that hangs up is not a node', async (context) => {
    const address = await listening(
      context,
      createServer((socket) => void socket.end('220 mail.example ESMTP\r\n')),
    );
    await isUnreachable(context, address, 'not-a-node');
  });

  test('a web server is not a node', async (context) => {
    const address = await listening(
      context,
      createHttp((_, response) => void response.end('<h1>It works!</h1>')),
    );
    await isUnreachable(context, address, 'not-a-node');
  });

  const own = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  const beside = own.find(({ internal, family }) => !internal && family === 'IPv4')?.address;
  const skip = beside === undefined && 'this machine is on no network';
  test('a network answers in place of all machines until its user logs in', { skip }, async (context) => {
    const login = createHttp((_, response) => void response.end('<h1>Welcome! Please log in.</h1>'));
    const address = (await listening(context, login)).replace('localhost', beside ?? '');
    await isUnreachable(context, address, 'not-a-node', /log in/);
    await isUnreachable(context, address, 'open-network', /log in/, drawNetworkKey());
  });

  test('a Socket.IO server on another path is not a node', async (context) => {
    const http = createHttp();
    const io = serve(4, http, '/socket.io');
    context.after(() => void io.close());
    await isUnreachable(context, await listening(context, http), 'not-a-node');
  });

  test('a Socket.IO server that does not know the course does not answer as a node does', async (context) => {
    const http = createHttp();
    const io = serve(4, http);
    context.after(() => void io.close());
    await isUnreachable(context, await listening(context, http), 'no-keys');
  });
});
