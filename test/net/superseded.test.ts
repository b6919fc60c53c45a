import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { End } from '../../main/net/wire/link';
import type { SocketLink } from '../../main/net/wire/socket-link';
import type { Node } from '../../main/node/node';
import { BOB } from '../store/fixtures';
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

/** Alice, linked `since` a time, has lost that link, and the `newer` one that is to take its place has not spoken. */
async function between(context: TestContext) {
  // Too little passes for a dial.
  const clock = { now: 1_700_000_000_000 };
  const alice = await openNode(context, { now: () => clock.now });
  const linkedSince = (): number | null | undefined => alice.status().peers[0]?.linkedSince;
  const link = await intrude(context, alice);
  link.send({ type: 'links', ids: [] });
  const since = await until('Alice to be linked', linkedSince);
  const newer = await intrude(context, alice);
  link.close('duplicate');
  await until('Alice to lose the older', () => linkedSince() === null);
  return { alice, clock, linkedSince, since, newer };
}

test('a link that a newer one replaces counts as one with it', async (context) => {
  const { alice, clock, linkedSince, since, newer } = await between(context);
  clock.now += 100;
  newer.send({ type: 'links', ids: [] });
  await until('Alice to take the newer', linkedSince);
  assert.equal(linkedSince(), since);
  assert.deepEqual(linkEvents(alice), ['link-up']);
  newer.close('closing');
  await until('Alice to lose the newer', () => linkEvents(alice).length === 2);
  assert.deepEqual(linkEvents(alice), ['link-up', 'link-down']);
});

for (const [what, choose] of [
  ['forgets', (node: Node) => node.peers.forget([BOB])],
  ['removes', (node: Node) => node.peers.remove(BOB)],
  ['pauses', (node: Node) => node.peers.setPaused(BOB, true)],
] as const) {
  test(`a user who ${what} a peer between a link and the newer one is told that the link is gone`, async (context) => {
    const { alice, clock, linkedSince, since, newer } = await between(context);
    choose(alice);
    assert.deepEqual(linkEvents(alice), ['link-up', 'link-down']);
    clock.now += 100;
    if (what === 'removes') alice.peers.keep(BOB);
    if (what === 'pauses') alice.peers.setPaused(BOB, false);
    newer.send({ type: 'links', ids: [] });
    assert.equal(await until('Alice to take the newer', linkedSince), since + 100);
    assert.deepEqual(linkEvents(alice), ['link-up', 'link-down', 'link-up']);
  });
}

/** How a link ends, once it has. */
function endOf(link: SocketLink): () => End | null {
  let end: End | null = null;
  link.listen({
    message: () => {},
    closed: (why) => {
      end = why;
    },
  });
  return () => end;
}

test('beside a link a node keeps one newer, the last, until that speaks', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const link = await intrude(context, alice);
  link.send({ type: 'links', ids: [] });
  await until('Alice to be linked', () => alice.status().peers[0]?.linkedSince);
  const [end, first] = [endOf(link), endOf(await intrude(context, alice))];
  const last = await intrude(context, alice);
  await until('the first of the newer ones to be closed', () => first() !== null);
  assert.deepEqual(first(), { byPeer: true, farewell: 'duplicate' });
  assert.equal(end(), null);
  last.send({ type: 'links', ids: [] });
  await until('the last to take the place of the link', () => end() !== null);
  assert.deepEqual(end(), { byPeer: true, farewell: 'duplicate' });
});

test('a node that takes a key closes also a newer link that has not spoken', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const link = await intrude(context, alice);
  link.send({ type: 'links', ids: [] });
  await until('Alice to be linked', () => alice.status().peers[0]?.linkedSince);
  const newer = endOf(await intrude(context, alice));
  await alice.privacy.setNetworkKey('abcdefghijklmnopqrst' as never);
  await until('the newer to be closed', () => newer() !== null);
  assert.deepEqual(newer(), { byPeer: true, farewell: 'closing' });
});

test('a newer link over which nothing is ever said is closed', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const link = await intrude(context, alice);
  link.send({ type: 'links', ids: [] });
  await until('Alice to be linked', () => alice.status().peers[0]?.linkedSince);
  const newer = endOf(await intrude(context, alice));
  await until('Alice to close the newer', () => newer() !== null);
  assert.deepEqual(newer(), { byPeer: true, farewell: 'duplicate' });
});
