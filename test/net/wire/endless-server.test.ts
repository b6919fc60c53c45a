import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { describe, type TestContext, test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { ALICE } from '../../store/fixtures';
import { card } from '../../support/card';
import { linkEvents, openNode } from '../../support/nodes';
import { listenApart } from '../../support/ports';
import { until } from '../../support/until';

const MIB = 1024 * 1024;
const handshake = `0${JSON.stringify({ sid: 'x', upgrades: [], pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 1e6 })}`;

/** A server that takes no WebSocket, so that it is polled. */
async function polled(test: TestContext, answer: RequestListener): Promise<number> {
  const server = createServer(answer).on('upgrade', (_, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  test.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return listenApart(server);
}

/** A server of Engine.IO over WebSocket that says packets, whatever it is told. */
async function teller(test: TestContext, tell: (socket: WebSocket) => void): Promise<number> {
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: true });
  sockets.on('connection', tell);
  test.after(() => {
    server.close();
    for (const socket of sockets.clients) socket.terminate();
  });
  return listenApart(server);
}

/** A server that says packets over WebSocket, pings, and never closes what the other side has left. */
async function stayer(test: TestContext, packets: readonly string[]): Promise<{ port: number; isOver: () => boolean }> {
  let isOver = false;
  const server = createServer().on('upgrade', ({ headers }, socket) => {
    const accept = createHash('sha1').update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
    const status = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade';
    socket.write(`${status}\r\nSec-WebSocket-Accept: ${accept.digest('base64')}\r\n\r\n`);
    for (const packet of packets) {
      const bytes = Buffer.from(packet);
      socket.write(Buffer.concat([Buffer.from([0x81, 126, bytes.length >> 8, bytes.length & 255]), bytes]));
    }
    const pings = setInterval(() => socket.write(Buffer.from([0x89, 0])), 100);
    test.after(() => socket.destroy());
    socket
      .on('data', () => {})
      .on('error', () => {})
      .on('close', () => {
        clearInterval(pings);
        isOver = true;
      });
  });
  test.after(() => void server.close());
  return { port: await listenApart(server), isOver: () => isOver };
}

/** Writes whenever there is room for more, until the connection ends; returns the bytes that went out. */
async function writeOn(response: ServerResponse, everyMs: number): Promise<number> {
  const chunk = Buffer.alloc(256 * 1024, 'x');
  let written = 0;
  const timer = setInterval(() => {
    if (response.writableNeedDrain) return;
    written += everyMs > 100 ? 1 : chunk.length;
    response.write(everyMs > 100 ? 'x' : chunk);
  }, everyMs);
  await once(response, 'close');
  clearInterval(timer);
  return written;
}

describe('of a server that was dialled', { concurrency: true }, () => {
  test('an answer without end is read up to a bound', async (context) => {
    const node = await openNode(context);
    let written: Promise<number> | undefined;
    const port = await polled(context, (_, response) => {
      written = writeOn(response, 1);
    });
    await assert.rejects(node.peers.add(port), { code: 'not-a-node' });
    assert.ok(((await written) ?? 0) < 32 * MIB, `${await written} bytes`);
  });

  test('nothing is read any more once it was refused', async (context) => {
    const node = await openNode(context);
    let over: Promise<number> | undefined;
    const port = await polled(context, (_, response) => {
      over = writeOn(response, 200);
    });
    await assert.rejects(node.peers.add(port), { code: 'not-a-node' });
    let isOver = false;
    void over?.then(() => {
      isOver = true;
    });
    await until('the connection to end', () => isOver, 1_000);
  });

  test('nothing is read any more once it was refused, by WebSocket', async (context) => {
    const node = await openNode(context);
    const { port, isOver } = await stayer(context, [handshake, '40{"sid":"y"}']);
    await assert.rejects(node.peers.add(port), { code: 'no-keys' });
    await until('the connection to end', isOver, 1_000);
  });

  test('nothing is read any more soon after its link was closed here', async (context) => {
    const node = await openNode(context);
    const hello = `42${JSON.stringify(['hello', card(ALICE)])}`;
    const { port, isOver } = await stayer(context, [handshake, '40{"sid":"y"}', hello, '42["relay",{"wanted":true}]']);
    await node.peers.add(port);
    assert.ok(!isOver());
    node.peers.remove(ALICE);
    await until('the connection to end', isOver, 10_000);
  });

  test('no redirect is followed', async (context) => {
    const node = await openNode(context);
    let asked = 0;
    const elsewhere = await polled(context, (_, response) => {
      asked += 1;
      response.end(handshake);
    });
    const port = await polled(context, (_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${elsewhere}/` }).end(),
    );
    await assert.rejects(node.peers.add(port), { code: 'not-a-node' });
    assert.equal(asked, 0);
  });

  for (const [version, connected] of Object.entries({ 4: '40{"sid":"y"}', 2: '40' })) {
    test(`one that says without end that it is connected is left, by Socket.IO ${version}`, async (context) => {
      const node = await openNode(context);
      let asked = 0;
      const port = await teller(context, (socket) => {
        socket.send(handshake);
        for (let n = 0; n < 1_000; n++) socket.send(connected);
        socket.on('message', (data) => {
          if (/^42\d+\["keys"/.test(String(data))) asked += 1;
        });
      });
      await assert.rejects(node.peers.add(port), { code: 'not-a-node' });
      assert.ok(asked <= 32, `It was asked ${asked} times.`);
    });
  }

  test('a native node has messages of at most 4 MiB', async (context) => {
    const node = await openNode(context);
    let peer: WebSocket | undefined;
    const hello = JSON.stringify(['hello', card(ALICE)]);
    const port = await teller(context, (socket) => {
      peer = socket;
      for (const packet of [handshake, '40{"sid":"y"}', `42${hello}`, '42["relay",{"wanted":true}]'])
        socket.send(packet);
    });
    await node.peers.add(port);
    assert.equal(peer?.readyState, WebSocket.OPEN);
    peer?.send(`42["relay",{"wanted":true,"more":"${'x'.repeat(4 * MIB)}"}]`);
    await until('the link to be lost', () => linkEvents(node).includes('link-down'));
  });
});

test('a server that was dialled and floods its link is not read for a while, and the link stays', async (context) => {
  const pauses = context.mock.method(WebSocket.prototype, 'pause').mock;
  const node = await openNode(context);
  let peer: WebSocket | undefined;
  const hello = JSON.stringify(['hello', card(ALICE)]);
  const port = await teller(context, (socket) => {
    peer = socket;
    for (const packet of [handshake, '40{"sid":"y"}', `42${hello}`, '42["relay",{"wanted":true}]']) socket.send(packet);
  });
  await node.peers.add(port);
  // However slowly this machine reads, all comes in one moment.
  const now = performance.now();
  const clock = context.mock.method(performance, 'now', () => now).mock;
  for (let n = 0; n < 35_000; n++) peer?.send('42["relay",{"wanted":true}]');
  peer?.send('42["name",{"name":"Flood"}]');
  await until('it to be left unread', () => pauses.callCount() > 0);
  clock.restore();
  await until('the end of the flood to be read', () => node.status().peers[0]?.name === 'Flood');
  assert.deepEqual(linkEvents(node), ['link-up']);
});

// One after the other: each takes in more than 16 MiB within the 5 s of a dial.
for (const [version, connected] of Object.entries({ 4: '40{"sid":"y"}', 2: '40' })) {
  test(`a message is not compressed, and has at most 16 MiB, by Socket.IO ${version}`, async (context) => {
    const node = await openNode(context);
    const extensions = new Set<string>();
    const ended: Promise<unknown>[] = [];
    const port = await teller(context, (socket) => {
      extensions.add(socket.extensions);
      ended.push(once(socket, 'close'));
      for (const packet of [handshake, connected]) socket.send(packet);
      socket.on('message', (data) => {
        const [, id] = /^42(\d+)\["keys"/.exec(String(data)) ?? [];
        if (id !== undefined) socket.send(`43${id}[["${'x'.repeat(17 * MIB)}"]]`);
      });
    });
    await assert.rejects(node.peers.add(port), { code: 'not-a-node' });
    await Promise.all(ended);
    assert.deepEqual([...extensions], ['']);
  });
}

for (const [version, connected, before] of [
  [4, '40{"sid":"y"}', Buffer.alloc(0)],
  [2, '40', Buffer.from([4])],
] as const) {
  test(`a message has at most 16 MiB with what is attached to it, by Socket.IO ${version}`, async (context) => {
    const node = await openNode(context);
    const part = Buffer.concat([before, Buffer.alloc(9 * MIB)]);
    const port = await teller(context, (socket) => {
      for (const packet of [handshake, connected]) socket.send(packet);
      socket.on('message', (data) => {
        const [, id] = /^42(\d+)\["keys"/.exec(String(data)) ?? [];
        if (id === undefined) return;
        socket.send(`462-${id}[[],{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]`);
        for (const attached of [part, part]) socket.send(attached);
      });
    });
    await assert.rejects(node.peers.add(port), { code: 'not-a-node' });
  });
}
