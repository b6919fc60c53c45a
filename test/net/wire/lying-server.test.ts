import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, type TestContext, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { checkKey, textValue } from '../../../main/store/text';
import { card } from '../../support/card';
import { keysOf, linkEvents, openNode } from '../../support/nodes';
import { listenApart } from '../../support/ports';
import { TcpProxy } from '../../support/proxy';
import { until } from '../../support/until';

const handshake = { sid: 'x', upgrades: [], pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 1e6 };
const open = (more: object): string => `0${JSON.stringify({ ...handshake, ...more })}`;

/** What a server says to whoever connects, packet by packet, before it answers as a course node. */
const lies: Record<string, readonly string[]> = {
  'no JSON for a handshake': ['0{"sid":', '40{"sid":"y"}'],
  'null for a handshake': ['0null', '40{"sid":"y"}'],
  'a handshake without a list of upgrades': [open({ upgrades: null }), '40{"sid":"y"}'],
  'a handshake with more upgrades than there are': [open({ upgrades: Array(11).fill('polling') }), '40{"sid":"y"}'],
  'a handshake with a name that is none': [open({ sid: 7 }), '40{"sid":"y"}'],
  'a handshake that asks for a ping every 0 ms': [open({ pingInterval: 0 }), '40{"sid":"y"}'],
  'a handshake that asks for a ping in 300 billion years': [open({ pingInterval: 1e22 }), '40{"sid":"y"}'],
  'a handshake, then another that is none': [open({}), '40{"sid":"y"}', '0'],
  'a refusal without a reason': [open({}), '44'],
  'an event without a name': [open({}), '40{"sid":"y"}', '42'],
  'a packet of Socket.IO 2 with attachments that are none': [open({}), '40', '451-["keys"]', '42["keys"]'],
  'a packet of Socket.IO 2 with too many attachments': [open({}), '40', '4599-["keys"]'],
  'bytes that belong to no packet of Socket.IO 2': [open({}), '40', 'b4AQID'],
};

async function liar(test: TestContext, packets: readonly string[]): Promise<string> {
  const server = createServer((_, response) => response.end(packets[0]));
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, { url }) => {
    // A client of Socket.IO 4 hangs up as soon as it sees that this is Socket.IO 2.
    const said = packets[1] === '40' && url?.includes('EIO=4') ? packets.slice(0, 2) : packets;
    for (const packet of said) socket.send(packet);
    socket.on('message', (data) => {
      const [, id] = /^42(\d+)\["keys"/.exec(String(data)) ?? [];
      if (id !== undefined) socket.send(`43${id}[[]]`);
    });
  });
  test.after(() => {
    server.close();
    server.closeAllConnections();
    for (const socket of sockets.clients) socket.terminate();
  });
  return `localhost:${await listenApart(server)}`;
}

describe('a node that dials a server which says nonsense says that it is not a node, and lives on', {
  concurrency: true,
}, () => {
  for (const [what, packets] of Object.entries(lies)) {
    test(what, async (context) => {
      const node = await openNode(context);
      const address = await liar(context, packets);
      await assert.rejects(node.peers.add(address), { code: 'not-a-node' });
      assert.deepEqual(node.status().peers, []);
    });
  }
});

test('a server that says who it is a second time is left', async (context) => {
  const [node, other] = [await openNode(context), await openNode(context)];
  const path = await TcpProxy.open(context, other.port ?? 0);
  await node.peers.add(path.address);
  const hello = Buffer.from(`42${JSON.stringify(['hello', card(other.id)])}`);
  path.inject(Buffer.concat([Buffer.from([0x81, 126, hello.length >> 8, hello.length & 255]), hello]), 'to-dialler');
  await until('the link to be lost', () => linkEvents(node).includes('link-down'));
});

test('a node lives on with a course node that answers what cannot be written as text', async (context) => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const answers: Record<string, string> = {
    keys: '["a","a","b"]',
    get: deep,
    set: 'false',
    peers: `[{"toString":1},${deep},"localhost:9"]`,
    auth: `{"toString":1},1`,
  };
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer().on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (ws) => {
      for (const packet of [open({}), '40{"sid":"y"}']) ws.send(packet);
      ws.on('message', (data) => {
        const [, id, event = ''] = /^42(\d+)\["(\w+)"/.exec(String(data)) ?? [];
        if (id !== undefined) ws.send(`43${id}[${answers[event]}]`);
      });
    }),
  );
  context.after(() => {
    server.close();
    for (const socket of sockets.clients) socket.terminate();
  });
  const node = await openNode(context);
  await node.put(checkKey('ours'), textValue('Lyon'));
  await node.peers.add(`localhost:${await listenApart(server)}`);
  await until('all that it was asked to be refused', () => node.status().peers[0]?.refused === 1);
  await until('the one good address to be learned', () => node.status().peers.length === 2);
  assert.deepEqual(keysOf(node), ['ours']);
});
