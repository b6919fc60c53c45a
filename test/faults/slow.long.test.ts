import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { bothSee, equal, oneWayPair, type Pair, pair, start, writeAtOnce } from '../support/pair';
import { portApart } from '../support/ports';
import { TcpProxy } from '../support/proxy';
import { until } from '../support/until';

const KEYS = 20_000;
/** Characters. */
const LARGEST = 256 * 1024;

describe('a slow network', { concurrency: true }, () => {
  for (const ms of [200, 700]) {
    test(`of ${ms} ms each way carries what both write, over the link that is there`, async (context) => {
      const both = await pair(context);
      const since = linkedSince(both);
      for (const proxy of both.proxies) proxy.delay(ms);
      await writeAtOnce(both);
      context.diagnostic(`equal ${Math.round(await equal(both))} ms after both wrote`);
      await bothSee('in-sync', both);
      assert.deepEqual(linkedSince(both), since);
    });
  }

  test('of 200 ms each way lets a link that is cut come back', async (context) => {
    const both = await oneWayPair(context);
    both.proxies[0].delay(200);
    both.proxies[0].cut();
    await writeAtOnce(both);
    context.diagnostic(`equal ${Math.round(await equal(both))} ms after both wrote`);
    await bothSee('in-sync', both);
  });

  for (const [who, at] of [
    ['who was dialled', 'bob'],
    ['who dialled', 'alice'],
  ] as const) {
    test(`of 20 kB/s carries the largest value of ${who}, over the link that is there`, async (context) => {
      const both = await oneWayPair(context);
      const since = linkedSince(both);
      both.proxies[0].throttle(20_000);
      await both[at].put(checkKey('Ville'), textValue('x'.repeat(LARGEST)));
      context.diagnostic(`equal ${Math.round(await equal(both))} ms after it was written`);
      await bothSee('in-sync', both);
      assert.deepEqual(linkedSince(both), since);
    });
  }

  test('of 20 kB/s brings a newcomer what it lacks once, though two friends could give it', async (context) => {
    const alice = await start(context, 'Alice', await portApart(), []);
    const chloe = await start(context, 'Chloé', await portApart(), [
      await TcpProxy.open(context, alice.port as number),
    ]);
    const value = textValue('x'.repeat(300));
    await alice.putAll(Array.from({ length: 1_000 }, (_, at) => [checkKey(`key ${at}`), value]));
    await equal({ alice, bob: chloe });
    const proxies = await Promise.all([alice, chloe].map(({ port }) => TcpProxy.open(context, port as number)));
    for (const proxy of proxies) proxy.throttle(20_000);
    const bob = await start(context, 'Bob', await portApart(), proxies);
    context.diagnostic(`equal ${Math.round(await equal({ alice, bob }))} ms after it came`);
    const [least = 0, most = 0] = bob
      .status()
      .peers.map(({ traffic }) => traffic?.bytesIn ?? 0)
      .sort((one, other) => one - other);
    // The other asks all the while whether it may compare.
    assert.ok(least < most / 2, `${most} bytes came from one, ${least} from the other`);
  });

  test(`that slows to a crawl in the midst of a first sync of ${KEYS} keys, and recovers, loses none`, async (context) => {
    const alice = await start(context, 'Alice', await portApart(), []);
    await alice.putAll(Array.from({ length: KEYS }, (_, at) => [checkKey(`key ${at}`), textValue(`value ${at}`)]));
    const proxy = await TcpProxy.open(context, alice.port as number);
    proxy.throttle(500_000);
    const bob = await start(context, 'Bob', await portApart(), [proxy]);
    const keysOfBob = (): number => bob.status().keys;
    await until('Bob to have some keys', () => keysOfBob() > 0);
    proxy.throttle(1_000);
    const before = keysOfBob();
    assert.ok(before < KEYS, `Bob had ${before} keys already`);
    await Promise.all([alice, bob].map((node) => node.put(checkKey(`of ${node.name}`), textValue(node.name))));
    await proxy.heal();
    context.diagnostic(`had ${before} keys; equal ${Math.round(await equal({ alice, bob }))} ms after it recovered`);
    assert.equal(keysOfBob(), KEYS + 2);
    await bothSee('in-sync', { alice, bob });
  });
});

/** Since when each sees the other over the link that is there now. */
function linkedSince({ nodes }: Pair): (number | null | undefined)[] {
  return nodes.map((node) => node.status().peers[0]?.linkedSince);
}
