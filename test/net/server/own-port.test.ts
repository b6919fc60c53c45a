import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type TestContext, test } from 'node:test';
import { isReachedHere, takePort } from '../../../main/net/server/own-port';
import { portApart } from '../../support/ports';

async function listen(context: TestContext, host?: string): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.on('error', () => {}).resume());
  context.after(() => server.close());
  await once(server.listen(0, host), 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

test('a server that listens for all machines is reached from its own', async (context) => {
  const { server, port } = await listen(context);
  assert.equal(await isReachedHere(server, port), true);
  assert.equal(server.listenerCount('connection'), 1, 'and it hears of each connection once');
});

test('a port that is taken for a server is its own from then on, and one that somebody has is not', async (context) => {
  const { port } = await listen(context);
  await assert.rejects(takePort(port), { code: 'EADDRINUSE' });
  const free = await portApart();
  const taken = await takePort(free);
  await assert.rejects(takePort(free), { code: 'EADDRINUSE' });

  const server = createHttpServer((_, response) => response.end('here'));
  await once(server.listen(taken), 'listening');
  assert.equal((server.address() as AddressInfo).port, free);
  assert.equal(await (await fetch(`http://localhost:${free}`)).text(), 'here');
  await assert.rejects(takePort(free), { code: 'EADDRINUSE' });
  server.closeAllConnections();
  await once(server.close(), 'close');
  await once((await takePort(free)).close(), 'close');
});

for (const [family, host] of [
  ['IPv4', '127.0.0.1'],
  ['IPv6', '::1'],
] as const) {
  const own = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address));
  const skip = !own.includes(host) && `this machine has no ${family}`;
  test(`a server is not reached where another listens for its own machine by ${family} alone`, {
    skip,
  }, async (context) => {
    const { server } = await listen(context);
    const other = await listen(context, host);
    assert.equal(await isReachedHere(server, other.port), false);
  });
}
