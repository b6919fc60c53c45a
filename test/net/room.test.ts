import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { Quota, Room } from '../../main/net/room';
import { engineOf } from '../../main/net/wire/engine';
import { openNode } from '../support/nodes';
import { Script } from '../support/script';
import { until } from '../support/until';

const MAX_OF_HOST = 64;
const MAX_OF_OTHERS = 512;
const MAX_OF_THIS = 1024;

function transportOf({ socket }: Script): string | undefined {
  return (engineOf(socket).transport as { name?: string } | undefined)?.name;
}

/** Of how many connections there is room for one. */
function taken(room: Room, count: number, host: (n: number) => string): number {
  const free = Array.from({ length: count }, (_, n) => host(n)).filter((host) => {
    const isFree = room.hasFor(host);
    if (isFree) room.enter(host);
    return isFree;
  });
  return free.length;
}

test('one other machine takes its share of the room, all others theirs, and this machine always has its own', () => {
  const room = new Room();
  assert.equal(
    taken(room, 1_000, () => '192.0.2.1'),
    MAX_OF_HOST,
  );
  assert.equal(
    taken(room, 1_000, (n) => `2001:db8::${n.toString(16)}`),
    MAX_OF_OTHERS - MAX_OF_HOST,
  );
  assert.equal(
    taken(room, 2_000, () => '127.0.0.1'),
    MAX_OF_THIS,
  );
});

test('this machine takes none of the room of others', () => {
  const room = new Room();
  taken(room, MAX_OF_THIS, () => '127.0.0.1');
  assert.equal(
    taken(room, 1_000, (n) => `2001:db8::${n.toString(16)}`),
    MAX_OF_OTHERS,
  );
});

test('who leaves makes room', () => {
  const room = new Room();
  const leave = room.enter('192.0.2.1');
  assert.equal(
    taken(room, 1_000, () => '192.0.2.1'),
    MAX_OF_HOST - 1,
  );
  leave();
  assert.equal(
    taken(room, 1_000, () => '192.0.2.1'),
    1,
  );
});

test('a host that has done something often must wait, others need not', () => {
  const quota = new Quota(3, 5);
  const asked = (host: string, now: number): boolean[] => Array.from({ length: 6 }, () => quota.takes(host, now));
  assert.deepEqual(asked('192.0.2.1', 20_000), [true, true, true, false, false, false]);
  assert.deepEqual(asked('192.0.2.2', 20_001).filter(Boolean).length, 3);
  assert.deepEqual(asked('127.0.0.1', 29_999).filter(Boolean).length, 5);
  assert.ok(quota.takes('192.0.2.1', 30_000));
});

test('more connections than one machine may have are cut off and told, and who was there stays', async (context) => {
  const node = await openNode(context);
  const script = new Script(context, node);
  await script.ask('set', 'Ville', 'Lyon');
  // By polling, each request may need a connection of its own, for which there is no room then.
  await until('the script to have its WebSocket', () => transportOf(script) === 'websocket');
  const sockets: Socket[] = [];
  context.after(() => sockets.forEach((socket) => socket.destroy()));
  for (let n = 0; n < MAX_OF_THIS + 20; n++) {
    sockets.push(connect(node.port as number, '127.0.0.1').on('error', () => {}));
  }
  await until('some to be refused', () => node.status().door.refused >= 20);
  assert.equal(node.status().door.last?.code, 'crowded');
  assert.equal(await script.ask('get', 'Ville'), 'Lyon');
  for (const socket of sockets) socket.destroy();
  const late = new Script(context, node);
  assert.deepEqual(await late.ask('keys'), ['Ville'], 'there is room again');
});
