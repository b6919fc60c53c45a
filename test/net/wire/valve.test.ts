import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { io } from 'socket.io-client';
import type { Engine } from '../../../main/net/wire/engine';
import { Rate } from '../../../main/net/wire/rate';
import { valveOf } from '../../../main/net/wire/valve';
import { openNode } from '../../support/nodes';
import { Script } from '../../support/script';
import { until } from '../../support/until';

const MESSAGES_AT_ONCE = 30_000;
const MAX_UNDER_WAY = 1_024;
const MIB = 1024 * 1024;

/** A connection that notes whether it is read. */
class Connection extends EventEmitter {
  isRead = true;
  isOpen = true;
  readonly socket = {
    bufferedAmount: 0,
    pause: () => {
      this.isRead = false;
    },
    resume: () => {
      this.isRead = true;
    },
    terminate: () => this.close(),
  };

  constructor(readonly transport: { socket?: Connection['socket'] } = {}) {
    super();
  }

  static byWebSocket(): Connection {
    const connection = new Connection();
    connection.transport.socket = connection.socket;
    return connection;
  }

  come(messages: number, data = ''): void {
    for (let n = 0; n < messages && this.isOpen; n++) this.emit('packet', { type: 'message', data });
  }

  goes(bytes: number): void {
    this.emit('packetCreate', { type: 'message', data: Buffer.alloc(bytes) });
  }

  close(): void {
    this.isOpen = false;
    this.emit('close');
  }
}

function valve(connection: Connection, cut?: (why: string) => void) {
  return valveOf({ conn: connection as unknown as Engine }, cut);
}

test('what leaks away makes room, and what came too much has to wait', () => {
  const rate = new Rate(100, 50);
  assert.equal(rate.add(50, 1_000), 0);
  assert.equal(rate.add(10, 1_000), 100);
  assert.equal(rate.wait(1_050), 50);
  assert.equal(rate.add(10, 1_100), 100);
  assert.equal(rate.wait(9_000), 0);
  assert.equal(new Rate(100, 50, 60).add(1_000, 0), 100, 'what is over is soon forgotten');
});

test('a connection that sends faster than it may is not read for a while, and others are', async () => {
  const [flood, calm] = [Connection.byWebSocket(), Connection.byWebSocket()];
  valve(flood);
  valve(calm);
  flood.come(2 * MESSAGES_AT_ONCE);
  calm.come(50);
  assert.deepEqual([flood.isRead, calm.isRead], [false, true]);
  await until('it to be read again', () => flood.isRead);
  calm.close();
});

test('connections that keep to their share wait where they are too much together, and one at rest does not', async () => {
  const many = Array.from({ length: 6 }, () => Connection.byWebSocket());
  const calm = Connection.byWebSocket();
  for (const connection of [...many, calm]) valve(connection);
  for (const connection of many) connection.come(14_000);
  calm.come(50);
  assert.deepEqual([many.at(-1)?.isRead, calm.isRead], [false, true]);
  await until('all to be read again', () => many.every(({ isRead }) => isRead));
});

test('a connection that sends more bytes than it may is not read for a while, however few its messages', async () => {
  const [flood, polling] = [Connection.byWebSocket(), new Connection()];
  for (const connection of [flood, polling]) valve(connection);
  const long = 'x'.repeat(32 * MIB);
  flood.come(5, long);
  assert.ok(!flood.isRead);
  polling.come(30, long);
  assert.ok(!polling.isOpen);
  await until('it to be read again', () => flood.isRead);
});

test('where nothing can be left unread, as by long-polling, who floods is cut off', () => {
  const flood = new Connection();
  const told: string[] = [];
  valve(flood, (why) => told.push(why));
  flood.come(20 * MESSAGES_AT_ONCE);
  assert.deepEqual([flood.isOpen, told], [false, ['It sent more than it may.']]);
});

test('a connection with too many requests under way is not read until some are answered', async () => {
  const connection = Connection.byWebSocket();
  let answer = (): void => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const requests = Array.from({ length: MAX_UNDER_WAY - 1 }, () => valve(connection).during(() => answered));
  assert.ok(connection.isRead);
  requests.push(valve(connection).during(() => answered));
  assert.ok(!connection.isRead);
  answer();
  await Promise.all(requests);
  await until('it to be read again', () => connection.isRead);
});

test('who does not read is not read, and is cut off where there is far too much for it', async () => {
  const connection = Connection.byWebSocket();
  const told: string[] = [];
  const { isBackedUp } = valve(connection, (why) => told.push(why));
  assert.ok(!isBackedUp);
  connection.goes(17 * MIB);
  assert.deepEqual([valve(connection).isBackedUp, connection.isRead], [true, false]);
  connection.emit('flush');
  connection.socket.bufferedAmount = 65 * MIB;
  assert.ok(valve(connection).isBackedUp, 'what lies with the system counts, too');
  assert.ok(connection.isOpen);
  connection.goes(1);
  assert.deepEqual([connection.isOpen, told], [false, ['It does not read what it asked for.']]);
});

test('while a script floods a node with requests, another is answered', async (context) => {
  const node = await openNode(context);
  const [flood, honest] = [new Script(context, node), new Script(context, node)];
  await honest.ask('set', 'Ville', 'Lyon');
  await flood.ask('get', 'Ville');
  let isOver = false;
  for (let n = 0; n < MESSAGES_AT_ONCE + 10_000; n++) flood.tell('get', 'Ville');
  flood.socket.emit('get', 'Ville', () => {
    isOver = true;
  });
  for (let n = 0; n < 3; n++) assert.equal(await honest.ask('get', 'Ville'), 'Lyon');
  assert.ok(!isOver, 'before the flood is over');
  await until('the end of the flood to be answered, too', () => isOver);
  assert.equal(node.status().door.refused, 0, 'it is slowed down, not refused');
});

test('who asks for everything again and again and reads none of it is cut off and told', async (context) => {
  const node = await openNode(context);
  const honest = new Script(context, node);
  const long = 'k'.repeat(1_000);
  await Promise.all(Array.from({ length: 1_000 }, (_, n) => honest.ask('set', `${long}${n}`, n)));
  const deaf = io(`http://localhost:${node.port}`, { path: '/byr', transports: ['websocket'], reconnection: false });
  context.after(() => deaf.disconnect());
  await until('it to connect', () => deaf.connected);
  (deaf.io.engine.transport as unknown as { ws: { pause(): void } }).ws.pause();
  for (let n = 0; n < 500; n++) deaf.emit('keys', () => {});
  const isTold = (): boolean => node.status().door.last?.message === 'It does not read what it asked for.';
  await until('it to be cut off', isTold);
  assert.equal(await honest.ask('get', `${long}7`), 7);
});
