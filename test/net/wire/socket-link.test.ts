import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { type LinkSocket, SocketLink } from '../../../main/net/wire/socket-link';
import { pack } from '../../../main/store/pack';
import { ALICE, BOB } from '../../store/fixtures';
import { card } from '../../support/card';
import { until } from '../../support/until';
import { type Ends, linkContract } from '../link-contract';

/** Longer than a link's messages may take in a turn, ms. */
const LONG_MS = 20;
/** Messages that may wait for the next turn. */
const MAX_LATER = 16;

const dial = { attempt: 1, seen: null };

async function open(test: TestContext): Promise<Ends> {
  const http = createServer();
  const server = new Server(http);
  await new Promise<void>((resolve) => http.listen(0, resolve));
  const accepted = new Promise<LinkSocket>((resolve) =>
    server.on('connection', (socket) => resolve(socket as LinkSocket)),
  );
  const client = io(`http://localhost:${(http.address() as AddressInfo).port}`, { transports: ['websocket'] });
  test.after(() => {
    client.disconnect();
    server.close();
  });
  await new Promise<void>((resolve) => client.on('connect', resolve));
  const dialled = client as unknown as LinkSocket;
  const dialler = new SocketLink(dialled, card(BOB), true, dial, 'localhost');
  const acceptor = new SocketLink(await accepted, card(ALICE), false, dial, '127.0.0.1');
  const bad: [string, unknown][] = [
    ['name', { name: 7 }],
    ['changes', null],
    ['read', { since: -1, fingerprint: '' }],
    ['ping', undefined],
  ];
  let sent = 0;
  const sendBad = (): unknown => dialled.emit(...(bad[sent++ % bad.length] as [string, unknown]));
  return { dialler, acceptor, sendBad, breakOff: () => client.io.engine.close() };
}

linkContract('a link over Socket.IO', open);

test('others have their turns while messages take long, all of which are heeded, in order, before the end', async (context) => {
  const { dialler, acceptor, breakOff } = await open(context);
  const names = Array.from({ length: 12 }, (_, n) => `name ${n}`);
  const heeded: string[] = [];
  let isOver = false;
  acceptor.listen({
    message: (message) => {
      const end = performance.now() + LONG_MS;
      while (performance.now() < end);
      heeded.push(message.type === 'name' ? message.name : message.type);
    },
    closed: () => {
      isOver = true;
    },
  });
  for (const name of names.slice(0, 6)) dialler.send({ type: 'name', name });
  for (let known = 0; heeded.length < 6; ) {
    await turn();
    assert.ok(heeded.length <= known + 2, 'a turn ends, whatever waits');
    known = heeded.length;
  }
  for (const name of names.slice(6)) dialler.send({ type: 'name', name });
  await until('one of the others', () => heeded.length > 6);
  breakOff();
  await until('the end', () => isOver);
  assert.deepEqual(heeded, names);
});

test('who sends more than a peer does that keeps to the protocol has the rest heeded at once, so that little waits', async (context) => {
  const { dialler, acceptor } = await open(context);
  const heeded: string[] = [];
  acceptor.listen({
    message: (message) => {
      const end = performance.now() + (heeded.length < 3 ? LONG_MS : 0);
      while (performance.now() < end);
      heeded.push(message.type === 'name' ? message.name : message.type);
    },
    closed: () => {},
  });
  let [came, most] = [0, 0];
  (acceptor as SocketLink).socket.onAny(() => {
    came += 1;
    most = Math.max(most, came - heeded.length);
  });
  const names = Array.from({ length: 300 }, (_, n) => `name ${n}`);
  for (const name of names) dialler.send({ type: 'name', name });
  await until('all to be heeded', () => heeded.length === names.length);
  assert.deepEqual(heeded, names);
  assert.ok(most <= MAX_LATER, `${most} waited`);
});

test('what nobody listens to yet is bounded, and nobody is told changes that were not asked for', async (context) => {
  for (const [what, times] of [
    ['name', 200],
    ['changes', 1],
  ] as const) {
    const { dialler } = await open(context);
    const ends: unknown[] = [];
    dialler.listen({ message: () => {}, closed: (end) => ends.push(end?.farewell) });
    const changes = { upTo: 0, fingerprint: '0'.repeat(32), entries: pack([]), left: 0 };
    for (let n = 0; n < times; n++)
      dialler.send(what === 'name' ? { type: what, name: 'n' } : { type: what, ...changes });
    await until('the end', () => ends.length > 0);
    assert.deepEqual(ends, ['broken']);
  }
});
