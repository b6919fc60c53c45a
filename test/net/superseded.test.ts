import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { intrude } from '../support/intruder';
import { openNode } from '../support/nodes';
import { listenApart } from '../support/ports';
import { until } from '../support/until';

test('a peer that closes a link for one over which it never speaks is dialled', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const server = createServer((socket) => socket.destroy());
  context.after(() => server.close());
  const port = await listenApart(server);
  const dialled = once(server, 'connection');

  const link = await intrude(context, alice, { port });
  link.send({ type: 'links', ids: [] });
  await until('Alice to be linked', () => alice.status().peers[0]?.linkedSince);
  const newer = await intrude(context, alice, { port });
  link.close('duplicate');

  await dialled;
  assert.equal(alice.status().peers[0]?.linkedSince, null);
  newer.send({ type: 'links', ids: [] });
  await until('Alice to take the newer', () => alice.status().peers[0]?.linkedSince);
});
