import assert from 'node:assert/strict';
import dns, { type LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import net, { type AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { type TestContext, test } from 'node:test';
import { lookup } from '../../main/net/barred';
import { parseNetworkKey } from '../../main/net/network-key';
import { Connections } from '../../main/net/wire/connections';
import { REACH_AGAIN_MS, reach } from '../../main/net/wire/reach';
import { addressOf, openNode } from '../support/nodes';
import { until } from '../support/until';

type Told = (error: null, found: LookupAddress[]) => void;

/** Name servers that answer nothing by themselves, unless told to, so much later. Returns who waits for them, by name. */
function nameServers(context: TestContext, answer?: LookupAddress[], ms = 0): [name: string, told: Told][] {
  const asked: [string, Told][] = [];
  const mock = context.mock.method(dns, 'lookup', (name: string, _: object, told: Told) => {
    asked.push([name, told]);
    if (answer) setTimeout(told, ms, null, answer);
  });
  syncBuiltinESMExports();
  context.after(() => {
    mock.mock.restore();
    syncBuiltinESMExports();
  });
  return asked;
}

const here: LookupAddress[] = [{ address: '127.0.0.1', family: 4 }];

type Connect = (to: net.TcpNetConnectOpts) => net.Socket;

/** Has connections made otherwise. Returns the hosts that were to be reached. */
function dials(context: TestContext, make: (to: net.TcpNetConnectOpts, connect: Connect) => net.Socket): string[] {
  const tried: string[] = [];
  const connect = net.connect as Connect;
  const mock = context.mock.method(net, 'connect', (to: net.TcpNetConnectOpts) => {
    tried.push(to.host ?? '');
    return make(to, connect);
  });
  syncBuiltinESMExports();
  context.after(() => {
    mock.mock.restore();
    syncBuiltinESMExports();
  });
  return tried;
}

test('where no name server answers, nodes on this machine link, and a name is asked for once however often it is dialled', async (context) => {
  const asked = nameServers(context);
  const bob = await openNode(context, { name: 'Bob' });
  const alice = await openNode(context, { name: 'Alice', peers: ['absent.example:4000', addressOf(bob)] });
  for (const address of ['absent.example:5000', 'absent.example:6000']) alice.peers.add(address).catch(() => {});
  await until('Alice to be linked to Bob', () => alice.status().peers.some(({ state }) => state === 'in-sync'));
  assert.deepEqual(
    asked.map(([name]) => name),
    ['absent.example'],
  );
});

test('what the system says of a name is told to all who wait, without addresses where no node can be, and asked for anew later', async (context) => {
  const asked = nameServers(context);
  const found = (): Promise<LookupAddress[]> =>
    new Promise((resolve) => {
      lookup('friend.example', { all: true }, (_, addresses) => resolve(addresses as LookupAddress[]));
    });
  const address = (last: number): LookupAddress => ({ address: `192.168.1.${last}`, family: 4 });
  const both = Promise.all([found(), found()]);
  asked[0]?.[1](null, [{ address: '0.0.0.0', family: 4 }, address(7)]);
  assert.deepEqual(await both, [[address(7)], [address(7)]]);
  const later = found();
  asked[1]?.[1](null, [address(8)]);
  assert.deepEqual(await later, [address(8)]);
  assert.equal(asked.length, 2);
});

test('a name is not looked up for the further connections of a dial: they go where its first one did', async (context) => {
  const server = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1');
  context.after(() => server.close());
  await once(server, 'listening');
  const asked = nameServers(context);
  const { port } = server.address() as AddressInfo;
  const agent = new Connections(await reach({ host: 'localhost', port }, 5_000));
  context.after(() => agent.destroy());
  for (let connection = 0; connection < 2; connection++) {
    const [response] = await once(get({ host: 'friend.example', port, agent }), 'response');
    response.resume();
    await once(response, 'end');
  }
  assert.deepEqual(asked, []);
});

for (const networkKey of [undefined, parseNetworkKey('a phrase that the class knows')]) {
  const what = networkKey === undefined ? 'open' : 'private';
  test(`in a network that is ${what} a name is dialled at each of its addresses, also where Node does not do so by itself`, async (context) => {
    // As in Electron 25.
    const before = net.getDefaultAutoSelectFamily();
    net.setDefaultAutoSelectFamily(false);
    context.after(() => net.setDefaultAutoSelectFamily(before));
    const nowhere = { address: '2001:db8::1', family: 6 };
    nameServers(context, [nowhere, { address: '127.0.0.1', family: 4 }]);
    const bob = await openNode(context, { networkKey });
    const alice = await openNode(context, { networkKey });
    // A node answers to no name but its machine's.
    await alice.peers.add(`${hostname().split('.')[0]}.local:${bob.port}`);
    assert.equal(alice.status().peers[0]?.id, bob.id);
  });
}

test('a machine that is slow to answer is waited for beside the next address of its name, which leads nowhere', async (context) => {
  const server = createServer().listen(0, '127.0.0.1');
  context.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const nowhere = { address: '127.0.0.2', family: 4 };
  nameServers(context, [{ address: '192.0.2.1', family: 4 }, nowhere]);
  let answer = (): void => {};
  const tried = dials(context, ({ host = '' }, connect) => {
    if (host === nowhere.address) {
      const refused = connect({ host: '127.0.0.1', port: 1 });
      return refused.once('close', () => answer());
    }
    // It answers only once the other address was tried.
    return connect({
      port,
      host: 'slow.example',
      lookup: (_host, _options, told) => {
        answer = () => told(null, here);
      },
    });
  });
  const socket = await reach({ host: 'friend.example', port }, 5_000);
  assert.equal(socket.remotePort, port);
  assert.deepEqual(tried, ['192.0.2.1', nowhere.address]);
  socket.destroy();
});

test('of a name whose machine refuses at one address and is silent at another it is told that no node runs there', async (context) => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  nameServers(context, [
    { address: '2001:db8::1', family: 6 },
    { address: '127.0.0.1', family: 4 },
  ]);
  await assert.rejects(reach({ host: 'friend.example', port }, 1_000), /is the node running\? \(ECONNREFUSED\)/);
});

test('what a name server takes is not taken from the time that a machine has to answer', async (context) => {
  const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  context.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const most = (2 * REACH_AGAIN_MS) / 3;
  nameServers(context, here, most);
  dials(context, (_, connect) =>
    connect({ port, host: 'slow.example', lookup: (_host, _options, told) => void setTimeout(told, most, null, here) }),
  );
  (await reach({ host: 'friend.example', port }, REACH_AGAIN_MS)).destroy();
});
