import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { WebSocket } from 'ws';
import type { Node } from '../../../main/node/node';
import { openNode } from '../../support/nodes';
import { Script } from '../../support/script';
import { generations } from '../../support/socket-io';
import { until } from '../../support/until';

const MIB = 1024 * 1024;

/** A connection over which a `set` with ten attachments was begun. */
async function attaching(context: TestContext, node: Node): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${node.port}/byr/?EIO=4&transport=websocket`);
  context.after(() => socket.terminate());
  await once(socket, 'open');
  const attached = Array.from({ length: 10 }, (_, num) => ({ _placeholder: true, num }));
  socket.send('40');
  socket.send(`4510-${JSON.stringify(['set', 'k', ...attached])}`);
  return socket;
}

test('who attaches more to a message than a message may have is cut off, before it is whole', async (context) => {
  const socket = await attaching(context, await openNode(context));
  for (let n = 0; n < 9; n++) socket.send(Buffer.alloc(MIB));
  await until('the connection to end', () => socket.readyState === WebSocket.CLOSED);
});

for (const generation of generations) {
  test(`bytes are attached to a message of Socket.IO ${generation} as before`, async (context) => {
    const script = new Script(context, await openNode(context), generation);
    for (let n = 0; n < 3; n++) assert.equal(await script.ask('set', `k${n}`, Buffer.alloc(60_000)), true);
    assert.deepEqual(await script.ask('get', 'k0'), Buffer.alloc(60_000).toJSON());
  });
}

test('a message of 3 MiB is answered, whether or not its value is taken', async (context) => {
  const script = new Script(context, await openNode(context));
  const [taken, why] = await script.answer('set', 'long', 'x'.repeat(3 * MIB));
  assert.equal(taken, false);
  assert.match(String(why), /256 KiB/);
});

test('nothing is compressed, though a client offers it', async (context) => {
  const socket = await attaching(context, await openNode(context));
  assert.equal(socket.extensions, '');
});
