import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { checkKey } from '../../main/store/text';
import { bothSee, equal, oneWayPair, type Pair, pair, writeOnBoth } from '../support/pair';
import type { Direction, TcpProxy } from '../support/proxy';
import { until } from '../support/until';

/** Ways in which a network goes, whichever of the two dialled. */
const faults: Record<string, (proxy: TcpProxy) => void> = {
  'is cut': (proxy) => {
    proxy.refuse();
    proxy.cut();
  },
  'holds everything': (proxy) => proxy.throttle(0),
  'swallows everything': (proxy) => proxy.blackhole(),
  'swallows what goes one way': (proxy) => proxy.blackhole('to-node'),
  'is half-closed and takes nobody': (proxy) => {
    proxy.refuse();
    proxy.halfClose('to-node');
  },
  'is half-closed to the dialler and swallows the rest': (proxy) => {
    proxy.halfClose('to-dialler');
    proxy.blackhole();
  },
  'is half-closed to the dialled and swallows the rest': (proxy) => {
    proxy.halfClose('to-node');
    proxy.blackhole();
  },
};

async function heal(context: TestContext, both: Pair): Promise<void> {
  await Promise.all(both.proxies.map((proxy) => proxy.heal()));
  context.diagnostic(`equal ${Math.round(await equal(both))} ms after the network healed`);
}

/** Nothing was lost: the value that did not win is in the history. */
async function check(both: Pair): Promise<void> {
  await bothSee('in-sync', both);
  for (const node of both.nodes) {
    assert.equal(node.status().keys, 3);
    const values = node.database.versions(checkKey('Ville')).map(({ value }) => value);
    assert.deepEqual(values.sort(), ['"Lyon"', '"Nice"']);
  }
}

describe('two nodes that write while the network between them', { concurrency: 7 }, () => {
  for (const [fault, begin] of Object.entries(faults)) {
    test(`${fault}, and heals before they notice, are equal`, async (context) => {
      const both = await pair(context);
      both.proxies.forEach(begin);
      await writeOnBoth(both);
      await heal(context, both);
      await check(both);
    });

    test(`${fault}, and heals once they noticed, are equal`, async (context) => {
      const both = await pair(context);
      both.proxies.forEach(begin);
      await writeOnBoth(both);
      await bothSee('unreachable', both);
      await heal(context, both);
      await check(both);
    });
  }
});

const ways: readonly (readonly [string, Direction[]])[] = [
  ['both ways', ['to-node', 'to-dialler']],
  ['towards who was dialled', ['to-node']],
  ['towards who dialled', ['to-dialler']],
];

describe('a link that fell silent', { concurrency: 3 }, () => {
  for (const [which, lanes] of ways) {
    test(`${which} is replaced before it is given up, by who can dial`, async (context) => {
      const both = await oneWayPair(context);
      const [proxy] = both.proxies;
      for (const lane of lanes) proxy.blackhole(lane);
      await writeOnBoth(both);
      // Healed sooner, the way that has lost nothing yet would be sound.
      const shut = proxy.connections.flatMap((connection) => lanes.map((lane) => connection.lanes[lane]));
      await until('the link to have swallowed something', () => shut.every((lane) => lane?.isShut));
      await heal(context, both);
      await check(both);
      for (const node of both.nodes) assert.equal(node.status().peers[0]?.lastError, null);
    });
  }

  test('again soon after it was replaced is given longer, as for a system that learns what size of packet passes', async (context) => {
    const both = await oneWayPair(context);
    const [proxy] = both.proxies;
    const silentAfter: number[] = [];
    for (let links = 0; links < 3; links++) {
      const began = performance.now();
      proxy.blackhole('to-dialler');
      await until('the link to be doubted', () => both.alice.status().peers[0]?.state === 'silent');
      silentAfter.push(performance.now() - began);
      await proxy.heal();
      await bothSee('in-sync', both);
    }
    const last = silentAfter.at(-1) ?? 0;
    context.diagnostic(`doubted after ${silentAfter.map(Math.round).join(', ')} ms`);
    assert.ok(last > 3_000, `The third was doubted after ${Math.round(last)} ms.`);
  });
});
