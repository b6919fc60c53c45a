import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allAre, equal, NodeProcess } from '../support/node-process';
import { oneWayPair, type Pair, pair } from '../support/pair';
import { TcpProxy } from '../support/proxy';
import { until } from '../support/until';

const KEYS = 20_000;
/** Characters. */
const LARGEST = 256 * 1024;

describe('a slow network', { concurrency: true }, () => {
  for (const ms of [200, 700]) {
    test(`of ${ms} ms each way carries what both write, over the link that is there`, async (context) => {
      const both = await pair(context);
      const since = await linkedSince(both);
      for (const proxy of both.proxies) proxy.delay(ms);
      await Promise.all([both.alice.client.put('Ville', 'Lyon'), both.bob.client.put('Ville', 'Nice')]);
      context.diagnostic(`equal ${Math.round(await equal(both.nodes))} ms after both wrote`);
      await allAre('in-sync', both.nodes);
      assert.deepEqual(await linkedSince(both), since);
    });
  }

  test('of 200 ms each way lets a link that is cut come back', async (context) => {
    const { alice, bob, nodes, proxies } = await oneWayPair(context);
    proxies[0].delay(200);
    proxies[0].cut();
    await Promise.all([alice.client.put('Ville', 'Lyon'), bob.client.put('Ville', 'Nice')]);
    context.diagnostic(`equal ${Math.round(await equal(nodes))} ms after both wrote`);
    await allAre('in-sync', nodes);
  });

  for (const [who, at] of [
    ['who was dialled', 'bob'],
    ['who dialled', 'alice'],
  ] as const) {
    test(`of 20 kB/s carries the largest value of ${who}, over the link that is there`, async (context) => {
      const both = await oneWayPair(context);
      const since = await linkedSince(both);
      both.proxies[0].throttle(20_000);
      await both[at].client.put('Ville', 'x'.repeat(LARGEST));
      context.diagnostic(`equal ${Math.round(await equal(both.nodes))} ms after it was written`);
      await allAre('in-sync', both.nodes);
      assert.deepEqual(await linkedSince(both), since);
    });
  }

  test(`that slows to a crawl in the midst of a first sync of ${KEYS} keys, and recovers, loses none`, async (context) => {
    const alice = await NodeProcess.start(context, { name: 'Alice', reaches: [] });
    await fill(alice);
    const proxy = await TcpProxy.open(context, alice.port);
    proxy.throttle(500_000);
    const bob = await NodeProcess.start(context, { name: 'Bob', peers: [proxy.address], reaches: [proxy.port] });
    const keysOfBob = async () => (await bob.client.status()).keys;
    await until('Bob to have some keys', async () => (await keysOfBob()) > 0);
    proxy.throttle(1_000);
    const before = await keysOfBob();
    assert.ok(before < KEYS, `Bob had ${before} keys already`);
    await Promise.all([alice.client.put('of Alice', 1), bob.client.put('of Bob', 2)]);
    await proxy.heal();
    context.diagnostic(`had ${before} keys; equal ${Math.round(await equal([alice, bob]))} ms after it recovered`);
    assert.equal(await keysOfBob(), KEYS + 2);
    await allAre('in-sync', [alice, bob]);
  });
});

/** Since when each sees the other over the link that is there now. */
async function linkedSince({ nodes }: Pair): Promise<(number | null | undefined)[]> {
  const statuses = await Promise.all(nodes.map(({ client }) => client.status()));
  return statuses.map(({ peers }) => peers[0]?.linkedSince);
}

async function fill({ client }: NodeProcess): Promise<void> {
  await Promise.all(Array.from({ length: KEYS }, (_, at) => client.put(`key ${at}`, `value ${at}`)));
}
