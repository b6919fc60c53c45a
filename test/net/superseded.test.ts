import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { intrude } from '../support/intruder';
import { linkEvents, openNode } from '../support/nodes';
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
  assert.deepEqual(linkEvents(alice), ['link-up']);
  await until('Alice to tell that she found nobody', () => linkEvents(alice).length === 2);
  newer.send({ type: 'links', ids: [] });
  await until('Alice to take the newer', () => alice.status().peers[0]?.linkedSince);
  assert.deepEqual(linkEvents(alice), ['link-up', 'link-down', 'link-up']);
});

test('a link that a newer one replaces counts as one with it', async (context) => {
  // Too little passes for a dial.
  let now = 1_700_000_000_000;
  const alice = await openNode(context, { now: () => now });
  const linkedSince = (): number | null | undefined => alice.status().peers[0]?.linkedSince;
  const link = await intrude(context, alice);
  link.send({ type: 'links', ids: [] });
  const since = await until('Alice to be linked', linkedSince);
  const newer = await intrude(context, alice);
  link.close('duplicate');
  await until('Alice to lose the older', () => linkedSince() === null);
  now += 100;
  newer.send({ type: 'links', ids: [] });
  await until('Alice to take the newer', linkedSince);
  assert.equal(linkedSince(), since);
  assert.deepEqual(linkEvents(alice), ['link-up']);
  newer.close('closing');
  await until('Alice to lose the newer', () => linkEvents(alice).length === 2);
  assert.deepEqual(linkEvents(alice), ['link-up', 'link-down']);
});
