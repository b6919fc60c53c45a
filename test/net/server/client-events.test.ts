import assert from 'node:assert/strict';
import type { Socket as NetSocket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { io } from 'socket.io-client';
import type { NodeEvent } from '../../../main/net/events';
import type { ToldEvents } from '../../../main/net/server/client-server';
import type { Socket } from '../../../main/net/wire/socket-link';
import type { Node } from '../../../main/node/node';
import { checkKey, textValue } from '../../../main/store/text';
import { addressOf, openNode } from '../../support/nodes';
import { ask, connect } from '../../support/socket-io';
import { until } from '../../support/until';

interface Client {
  readonly socket: Socket;
  readonly told: ToldEvents[];
}

function client(test: TestContext, node: Node): Client {
  const socket = connect(4, `http://${addressOf(node)}`, { byr: { client: true } });
  test.after(() => socket.disconnect());
  const told: ToldEvents[] = [];
  socket.on('events', (message) => told.push(message as ToldEvents));
  return { socket, told };
}

async function kept({ socket }: Client): Promise<NodeEvent[]> {
  const [reply] = await ask(socket, 'events');
  const { ok, value } = reply as { ok: boolean; value: NodeEvent[] };
  assert.ok(ok);
  return value;
}

function set(node: Node, key: string): Promise<void> {
  return node.put(checkKey(key), textValue(key));
}

function keysIn(events: readonly NodeEvent[]): (string | null)[] {
  return events.map(({ key }) => key);
}

test('a client is answered with the events kept, and told each later one once, in order', async (context) => {
  // The test's clock, as who is slow must not make events end that are to grow.
  let now = Date.now();
  const node = await openNode(context, { now: () => now });
  await set(node, 'before');
  now += 1_000;
  await set(node, 'growing');
  await set(node, 'and more');
  const watching = client(context, node);
  assert.deepEqual(keysIn(await kept(watching)), ['before']);
  now += 1_000;
  await until('what grew no more', () => watching.told.length > 0);
  assert.deepEqual(
    watching.told.map(({ events, missed }) => [keysIn(events), events[0]?.count, missed]),
    [[['growing'], 2, 0]],
  );
  await set(node, 'later');
  now += 1_000;
  await until('the later one', () => watching.told.length > 1);
  assert.deepEqual(keysIn(watching.told.flatMap(({ events }) => events)), ['growing', 'later']);
});

test('a client that asks again is told nothing twice', async (context) => {
  const node = await openNode(context);
  const watching = client(context, node);
  for (let i = 0; i < 5; i++) assert.deepEqual(await kept(watching), []);
  await set(node, 'once');
  await until('it to be told', () => watching.told.length > 0);
  await set(node, 'again');
  await until('the next to be told', () => watching.told.length > 1);
  assert.deepEqual(keysIn(watching.told.flatMap(({ events }) => events)), ['once', 'again']);
});

test('a request of a client that takes no answer changes nothing, and does no harm', async (context) => {
  const node = await openNode(context);
  const { socket } = client(context, node);
  socket.emit('put', 'Ville', '"Lyon"');
  const [reply] = await ask(socket, 'entry', 'Ville');
  assert.deepEqual(reply, { ok: true, value: null });
});

test('who asked for no events is told none', async (context) => {
  const node = await openNode(context);
  const [watching, other] = [client(context, node), client(context, node)];
  await ask(other.socket, 'watch');
  await kept(watching);
  await set(node, 'key');
  await until('the other to be told', () => watching.told.length > 0);
  assert.deepEqual(other.told, []);
});

interface Change {
  readonly entries: readonly unknown[];
  readonly missed: number;
}

/** A client that watches, and whose connection may be left unread. */
async function watcher(test: TestContext, node: Node) {
  const options = { path: '/byr', auth: { byr: { client: true } }, forceNew: true, transports: ['websocket'] };
  const socket = io(`http://${addressOf(node)}`, options);
  test.after(() => socket.disconnect());
  const changes: Change[] = [];
  socket.on('change', (change: Change) => changes.push(change));
  await socket.emitWithAck('watch');
  const { ws } = socket.io.engine.transport as unknown as { ws: { _socket: NetSocket } };
  return { changes, connection: ws._socket };
}

test('a watcher is told 500 entries of one moment, and how many there were beside them', async (context) => {
  const node = await openNode(context);
  const { changes } = await watcher(context, node);
  await node.putAll(Array.from({ length: 600 }, (_, n) => [checkKey(`${n}`), textValue('x')]));
  await set(node, 'later');
  const told = (): number => changes.reduce((sum, { entries }) => sum + entries.length, 0);
  const missed = (): number => changes.reduce((sum, change) => sum + change.missed, 0);
  await until('all to be told or counted', () => told() + missed() === 601);
  assert.ok(missed() > 0 && changes.every(({ entries }) => entries.length <= 500));
});

test('a watcher that does not read is told later how much it missed, and is not cut off', async (context) => {
  const node = await openNode(context);
  const { changes, connection } = await watcher(context, node);
  connection.pause();
  for (let n = 0; n < 150; n++) await node.put(checkKey('Ville'), textValue(`${n}${'x'.repeat(250_000)}`));
  connection.resume();
  await until('it to be told', async () => {
    await set(node, `${changes.length}`);
    return changes.some(({ missed }) => missed > 0);
  });
  assert.equal(node.status().door.refused, 0);
});
