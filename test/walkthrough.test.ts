import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Node } from '../main/node/node';
import { addressOf, inSync, LastingDisk, openNode } from './support/nodes';
import { portApart } from './support/ports';
import { Script } from './support/script';
import { until } from './support/until';

/** The steps of the course, one by one, asked as its command line asks. */

async function reads(script: Script, key: string, value: string): Promise<void> {
  await until(`${key} to be ${value}`, async () => (await script.ask('get', key)) === value);
}

function scripts(test: TestContext, nodes: Node[]): Script[] {
  return nodes.map((node) => new Script(test, node));
}

test('three nodes that know each other at start share what is set on each', async (context) => {
  const ports = [await portApart(), await portApart(), await portApart()];
  const nodes = await Promise.all(
    ports.map((port, at) =>
      openNode(context, {
        name: `Node ${at + 1}`,
        ports: [port],
        peers: ports.filter((other) => other !== port).map((other) => `localhost:${other}`),
      }),
    ),
  );
  const asked = scripts(context, nodes);
  for (const [at, script] of asked.entries()) assert.equal(await script.ask('set', `key ${at}`, `value ${at}`), true);
  for (const script of asked) for (const at of ports.keys()) await reads(script, `key ${at}`, `value ${at}`);
  await inSync(...nodes);
});

test('of two nodes, one added to the other, each reads what is set on the other', async (context) => {
  const nodes = [await openNode(context), await openNode(context)] as const;
  const [one, other] = scripts(context, [...nodes]) as [Script, Script];
  assert.equal(await one.ask('addPeer', nodes[1].port), true);
  assert.equal(await one.ask('set', 'Ville', 'Lyon'), true);
  await reads(other, 'Ville', 'Lyon');
  assert.equal(await other.ask('set', 'Pays', 'France'), true);
  await reads(one, 'Pays', 'France');
  assert.deepEqual(await one.ask('peers'), [String(nodes[1].port)]);
  assert.deepEqual(await other.ask('peers'), [String(nodes[0].port)]);
});

test('a third node finds what was set before it came', async (context) => {
  const nodes = [await openNode(context), await openNode(context), await openNode(context)] as const;
  const [first, second, third] = scripts(context, [...nodes]) as [Script, Script, Script];
  await first.ask('addPeer', nodes[1].port);
  await first.ask('set', 'Ville', 'Lyon');
  await second.ask('set', 'Pays', 'France');
  assert.equal(await third.ask('addPeer', nodes[0].port), true);
  await reads(third, 'Ville', 'Lyon');
  await reads(third, 'Pays', 'France');
});

test('each node is added only once: the rest is learned from its peers', async (context) => {
  const nodes: Node[] = [];
  for (const name of ['Alice', 'Bob', 'Chloé', 'David']) nodes.push(await openNode(context, { name }));
  const asked = scripts(context, nodes);
  for (const [at, node] of nodes.slice(1).entries()) await asked[at]?.ask('addPeer', node.port);
  await inSync(...nodes);
  const [alice] = nodes;
  const learned = alice?.status().peers.map(({ name, learnedFrom }) => [name, learnedFrom]);
  assert.equal(learned?.find(([name]) => name === 'Bob')?.[1], null);
  assert.notEqual(learned?.find(([name]) => name === 'David')?.[1], null);
});

test('nodes that are started again find each other without being added again', async (context) => {
  const [disk, otherDisk] = [new LastingDisk(), new LastingDisk()];
  const alice = await openNode(context, { name: 'Alice', disk });
  const bob = await openNode(context, { name: 'Bob', disk: otherDisk });
  const ports = [alice.port ?? 0, bob.port ?? 0] as const;
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  await Promise.all([alice.close(), bob.close()]);
  const again = [
    await openNode(context, { disk, ports: [ports[0]] }),
    await openNode(context, { disk: otherDisk, ports: [ports[1]] }),
  ];
  await inSync(...again);
});
