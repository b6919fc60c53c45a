import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type TestContext, test } from 'node:test';
import { isTakenHere } from '../../../main/net/server/own-port';
import { portApart } from '../../support/ports';

async function listenOn(context: TestContext, port: number, host: string): Promise<void> {
  const server = createServer();
  context.after(() => server.close());
  await once(server.listen(port, host), 'listening');
}

test('a port on which nobody listens is free, and stays so', async () => {
  const port = await portApart();
  assert.equal(await isTakenHere(port), false);
  assert.equal(await isTakenHere(port), false);
});

for (const [family, host] of [
  ['IPv4', '127.0.0.1'],
  ['IPv6', '::1'],
] as const) {
  const own = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address));
  const skip = !own.includes(host) && `this machine has no ${family}`;
  test(`a port on which a program listens for its own machine by ${family} alone is taken`, {
    skip,
  }, async (context) => {
    const port = await portApart();
    await listenOn(context, port, host);
    assert.equal(await isTakenHere(port), true);
  });
}
