import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { NodeEvent } from '../../../main/net/events';
import type { ToldEvents } from '../../../main/net/server/client-server';
import type { Socket } from '../../../main/net/wire/socket-link';
import type { Node } from '../../../main/node';
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

test('who asked for no events is told none', async (context) => {
  const node = await openNode(context);
  const [watching, other] = [client(context, node), client(context, node)];
  await ask(other.socket, 'watch');
  await kept(watching);
  await set(node, 'key');
  await until('the other to be told', () => watching.told.length > 0);
  assert.deepEqual(other.told, []);
});
