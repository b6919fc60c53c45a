import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allAre, equal, NodeProcess } from '../support/node-process';
import { oneWayPair, pair } from '../support/pair';
import { TcpProxy } from '../support/proxy';
import { until } from '../support/until';

const KEYS = 20_000;

describe('a slow network', { concurrency: true }, () => {
  test('of 200 ms each way carries what both write', async (context) => {
    const both = await pair(context);
    for (const proxy of both.proxies) proxy.delay(200);
    await Promise.all([both.alice.client.put('Ville', 'Lyon'), both.bob.client.put('Ville', 'Nice')]);
    context.diagnostic(`equal ${Math.round(await equal(both.nodes))} ms after both wrote`);
    await allAre('in-sync', both.nodes);
  });

  test('of 200 ms each way lets a link that is cut come back', async (context) => {
    const { alice, bob, nodes, proxies } = await oneWayPair(context);
    proxies[0].delay(200);
    proxies[0].cut();
    await Promise.all([alice.client.put('Ville', 'Lyon'), bob.client.put('Ville', 'Nice')]);
    context.diagnostic(`equal ${Math.round(await equal(nodes))} ms after both wrote`);
    await allAre('in-sync', nodes);
  });

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

async function fill({ client }: NodeProcess): Promise<void> {
  await Promise.all(Array.from({ length: KEYS }, (_, at) => client.put(`key ${at}`, `value ${at}`)));
}
