import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type Machine, machines, noNamespaces } from '../support/namespaces';
import { allAre, equal, NodeProcess } from '../support/node-process';
import { portApart } from '../support/ports';

const skip = noNamespaces();

/** Three nodes on one switch; `bobs` is Bob's machine. */
async function threeNodes(test: TestContext) {
  const [alices, bobs, chloes] = machines(test, 3);
  assert.ok(alices && bobs && chloes);
  const port = await portApart();
  const start = (name: string, { through }: Machine, peers: string[]): Promise<NodeProcess> =>
    NodeProcess.start(test, { name, port, peers, through });
  const alice = await start('Alice', alices, []);
  const bob = await start('Bob', bobs, [`${alices.host}:${port}`]);
  const chloe = await start('Chloé', chloes, [`${alices.host}:${port}`]);
  const nodes = [alice, bob, chloe];
  await allAre('in-sync', nodes);
  return { nodes, alice, bob, bobs };
}

/** Each writes to one key, then to one of its own. */
async function writeOnBoth(alice: NodeProcess, bob: NodeProcess): Promise<void> {
  await Promise.all([alice.client.put('Ville', 'Lyon'), bob.client.put('Ville', 'Nice')]);
  await Promise.all([alice.client.put('of Alice', 1), bob.client.put('of Bob', 2)]);
}

async function check(context: TestContext, since: string, nodes: readonly NodeProcess[]): Promise<void> {
  context.diagnostic(`equal ${Math.round(await equal(nodes))} ms after ${since}`);
  await allAre('in-sync', nodes);
  for (const { client } of nodes) {
    const { keys, conflicts } = await client.status();
    assert.deepEqual({ keys, conflicts }, { keys: 3, conflicts: 1 });
  }
}

describe('a node among three on a switch', { concurrency: true, skip }, () => {
  test('whose cable is out for a moment is equal when it is in again', async (context) => {
    const { nodes, alice, bob, bobs } = await threeNodes(context);
    bobs.unplug();
    await writeOnBoth(alice, bob);
    bobs.plugIn();
    await check(context, 'the cable was in again', nodes);
  });

  test('whose cable is out until all noticed is equal when it is in again', async (context) => {
    const { nodes, alice, bob, bobs } = await threeNodes(context);
    bobs.unplug();
    await writeOnBoth(alice, bob);
    await allAre('unreachable', [bob], 2);
    bobs.plugIn();
    await check(context, 'the cable was in again', nodes);
  });

  test('that moves to another address while both write is equal without being added again', async (context) => {
    const { nodes, alice, bob, bobs } = await threeNodes(context);
    bobs.unplug();
    await writeOnBoth(alice, bob);
    bobs.move();
    bobs.plugIn();
    await check(context, 'it moved', nodes);
  });
});
