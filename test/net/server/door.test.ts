import assert from 'node:assert/strict';
import { createServer, IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { connect, Socket } from 'node:net';
import { hostname } from 'node:os';
import { type TestContext, test } from 'node:test';
import { Events } from '../../../main/net/events';
import { Door } from '../../../main/net/server/door';
import { isOwnName } from '../../../main/net/server/web-page';
import { engineOf, webSocketOf } from '../../../main/net/wire/engine';
import { openNode } from '../../support/nodes';
import { ask, UPGRADE } from '../../support/raw-request';
import { Script } from '../../support/script';
import { generations } from '../../support/socket-io';
import { until } from '../../support/until';

const POLLING = '/byr/?EIO=4&transport=polling';
const WEBSOCKET = '/byr/?EIO=4&transport=websocket';

const foreign: Record<string, OutgoingHttpHeaders> = {
  'an Origin': { origin: 'http://evil.example' },
  'an Origin that hides': { origin: 'null' },
  'an Origin of this machine': { origin: 'http://localhost:5173' },
  'the name of another host': { host: 'evil.example:3000' },
  'a name of another host that looks like an address': { host: '127.0.0.1.evil.example' },
  'a browser that was sent by another page': { 'sec-fetch-site': 'cross-site' },
};

for (const [what, headers] of Object.entries(foreign)) {
  test(`a request with ${what} is refused, by any way and whatever for, and told`, async (context) => {
    const node = await openNode(context);
    const asked = [
      await ask(node.port, POLLING, headers),
      await ask(node.port, WEBSOCKET, { ...UPGRADE, ...headers }),
      await ask(node.port, '/', headers),
    ];
    assert.deepEqual(
      asked.map(({ status }) => status),
      [403, 403, 403],
    );
    const { refused, last } = node.status().door;
    assert.equal(refused, 3);
    assert.match(last?.message ?? '', /web page|not a name of this machine/);
    const [event] = node.events.recent(1);
    assert.deepEqual([event?.kind, event?.count, event?.why?.code], ['refused', 3, last?.code]);
  });
}

/** Asks for a WebSocket and says more, and never closes its own side. Resolves with the answer once that is closed, too. */
async function askAndStay(
  context: TestContext,
  port: number | null,
  path: string,
  headers: OutgoingHttpHeaders,
): Promise<string> {
  const socket = connect({ port: port as number, host: '127.0.0.1', allowHalfOpen: true });
  context.after(() => socket.destroy());
  let [answer, isGone] = ['', false];
  socket.setEncoding('latin1').on('data', (text) => {
    answer += text;
  });
  socket
    .on('error', () => {})
    .on('close', () => {
      isGone = true;
    });
  const lines = Object.entries({ host: 'localhost', ...UPGRADE, ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.write([`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
  // What is said to an end that is closed is answered by a reset.
  await until('the node to hang up', () => isGone || void socket.write('more'));
  return answer;
}

test('a connection that asks for a WebSocket in vain is closed both ways', async (context) => {
  const node = await openNode(context);
  assert.match(await askAndStay(context, node.port, '/elsewhere', {}), /^HTTP\/1.1 404 .*Build Your Rating/s);
  assert.match(
    await askAndStay(context, node.port, WEBSOCKET, { origin: 'http://evil.example' }),
    /^HTTP\/1.1 403 .*web page/s,
  );
});

test('a request for Socket.IO at another path is answered with the right one, and told; any other is not', async (context) => {
  const node = await openNode(context);
  assert.equal((await ask(node.port, '/')).status, 404);
  assert.deepEqual(node.status().door, { refused: 0, last: null });
  const { status, body } = await ask(node.port, '/socket.io/?EIO=4&transport=polling');
  assert.equal(status, 404);
  assert.match(body, /Socket\.IO has the path \/byr here/);
  assert.match(
    await askAndStay(context, node.port, '/socket.io/?EIO=4&transport=websocket', {}),
    /^HTTP\/1.1 404 .*has the path \/byr here/s,
  );
  const { refused, last } = node.status().door;
  assert.deepEqual([refused, last?.code, last?.host], [2, 'other-path', '127.0.0.1']);
  assert.match(last?.message ?? '', /io\(address, \{ path: '\/byr' \}\)/);
});

test('a session that a program has opened is open to no web page', async (context) => {
  const node = await openNode(context);
  const opened = await ask(node.port, POLLING);
  const { sid } = JSON.parse(opened.body.slice(1)) as { sid: string };
  const here = `${POLLING}&sid=${sid}`;
  const origin = { origin: 'http://evil.example' };
  assert.equal((await ask(node.port, here, origin, 'POST', '40')).status, 403);
  assert.equal((await ask(node.port, here, origin)).status, 403);
  assert.equal((await ask(node.port, `${WEBSOCKET}&sid=${sid}`, { ...UPGRADE, ...origin })).status, 403);
  assert.equal((await ask(node.port, here, {}, 'POST', '40')).status, 200);
});

test('what a page may load as a script is refused', async (context) => {
  const node = await openNode(context);
  for (const version of [3, 4]) {
    for (const script of ['&j=0', '&%6a=0', '&%6A=0', '&j']) {
      assert.equal((await ask(node.port, `/byr/?EIO=${version}&transport=polling${script}`)).status, 403, script);
    }
  }
});

test('a node hands out no script that pages could load', async (context) => {
  const node = await openNode(context);
  assert.equal((await ask(node.port, '/byr/socket.io.js')).status, 400);
});

test('a request for what is no address ends no node, whose path takes it too', async (context) => {
  const node = await openNode(context, { path: '/' });
  assert.equal((await ask(node.port, '//')).status, 403);
  assert.equal((await ask(node.port, '//', UPGRADE)).status, 403);
  assert.equal(node.status().door.refused, 2);
  assert.equal((await ask(node.port, '/?EIO=4&transport=polling')).status, 200);
});

test('a program that names this machine by an address, or as it is called, is answered', async (context) => {
  const node = await openNode(context);
  const hosts = ['localhost', 'LOCALHOST', '127.0.0.1', '192.168.1.23', '[::1]', '[fe80::1%eth0]', hostname()];
  for (const host of hosts) {
    assert.equal((await ask(node.port, POLLING, { host: `${host}:${node.port}` })).status, 200, host);
    assert.equal((await ask(node.port, WEBSOCKET, { ...UPGRADE, host })).status, 101, host);
  }
  assert.deepEqual(node.status().door, { refused: 0, last: null });
});

test('a machine is called by its name, with or without its domain, and .local', () => {
  for (const machine of ['bobs-pc', 'Bobs-PC.local', 'bobs-pc.school.example']) {
    const names = [
      '[::1]',
      '::1:3000',
      'bobs-pc',
      'bobs-pc:3000',
      'BOBS-PC',
      'bobs-pc.local',
      'bobs-pc.local.:3000',
      machine,
    ];
    for (const name of names) assert.ok(isOwnName(name, machine), `${name} of ${machine}`);
    const others = ['', ':3000', 'bobs-pc.evil.example', 'local', 'evil-bobs-pc', '[bobs-pc]', '[]', '::1', '1.2.3'];
    for (const name of others) assert.ok(!isOwnName(name, machine), `${name} of ${machine}`);
  }
});

for (const generation of generations) {
  test(`a script on Socket.IO ${generation} passes the door`, async (context) => {
    const node = await openNode(context);
    const script = new Script(context, node, generation);
    assert.deepEqual(await script.answer('set', 'Ville', 'Lyon'), [true]);
    assert.equal(node.status().door.refused, 0);
  });
}

test('a message that is longer than any may be ends its connection', async (context) => {
  const node = await openNode(context);
  const script = new Script(context, node);
  await script.ask('set', 'Ville', 'Lyon');
  let isOver = false;
  script.socket.on('disconnect', () => {
    isOver = true;
  });
  script.tell('set', 'long', 'x'.repeat(5 * 1024 * 1024));
  await until('the connection to end', () => isOver);
});

function socketFrom(host: string): Socket {
  return Object.defineProperty(new Socket(), 'remoteAddress', { value: host });
}

/** A request of some machine for this one. */
function requestFrom(host: string): IncomingMessage {
  const request = new IncomingMessage(socketFrom(host));
  request.headers.host = 'localhost';
  return request;
}

test('of one other machine so many connections are open, and one more is cut off at once', () => {
  const door = new Door(new Events(Date.now));
  const server = createServer().removeAllListeners('connection');
  door.guard(server);
  const sockets = Array.from({ length: 65 }, () => socketFrom('192.0.2.1'));
  for (const socket of sockets) server.emit('connection', socket);
  assert.deepEqual(
    sockets.filter(({ destroyed }) => destroyed),
    [sockets[64]],
  );
  assert.equal(door.status.last?.code, 'crowded');
});

test('one other machine begins so many sessions in a while, and has so many open, and then others still may', (context) => {
  context.mock.method(performance, 'now', () => 20_000);
  const door = new Door(new Events(Date.now));
  const [greedy, other] = [requestFrom('192.0.2.1'), requestFrom('192.0.2.2')];
  assert.equal(Array.from({ length: 210 }, () => door.admits(greedy)).filter(Boolean).length, 200);
  const { refused, last } = door.status;
  assert.deepEqual([refused, last?.host, last?.code], [10, '192.0.2.1', 'crowded']);
  const leave = Array.from({ length: 63 }, () => door.enter('::ffff:192.0.2.2'));
  assert.ok(door.admits(other));
  leave.push(door.enter('192.0.2.2'));
  assert.ok(!door.admits(other));
  leave[0]?.();
  assert.ok(door.admits(other));
});

test('a session that ends, however it does, makes room for another', async (context) => {
  let open = 0;
  const { enter } = Door.prototype;
  context.mock.method(Door.prototype, 'enter', function (this: Door, host: string) {
    const leave = enter.call(this, host);
    open += 1;
    return () => {
      open -= 1;
      leave();
    };
  });
  const node = await openNode(context);
  const [polite, gone] = [new Script(context, node), new Script(context, node)];
  await Promise.all([polite.ask('keys'), gone.ask('keys')]);
  await until('both to have their WebSocket', () =>
    [polite, gone].every(({ socket }) => webSocketOf(engineOf(socket))),
  );
  assert.equal(open, 2);
  polite.socket.disconnect();
  webSocketOf(engineOf(gone.socket))?.terminate();
  await until('both sessions to end', () => open <= 0);
  assert.equal(open, 0);
});

test('one other machine asks so much in a while, and then others are still answered', (context) => {
  context.mock.method(performance, 'now', () => 20_000);
  const door = new Door(new Events(Date.now));
  let answered = 0;
  const server = createServer(() => {
    answered += 1;
  });
  door.guard(server);
  const asks = (host: string, times: number): void => {
    const request = requestFrom(host);
    for (let n = 0; n < times; n++) server.emit('request', request, new ServerResponse(request));
  };
  asks('192.0.2.1', 20_010);
  const { refused, last } = door.status;
  assert.deepEqual([answered, refused, last?.code], [20_000, 10, 'crowded']);
  asks('192.0.2.2', 1);
  assert.equal(answered, 20_001);
});
