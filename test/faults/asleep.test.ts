import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { PeerStatus } from '../../main/net/peers/peer-status';
import { allAre, equal, NodeProcess } from '../support/node-process';
import { until } from '../support/until';

const skip = process.platform === 'win32' && 'Windows has no SIGSTOP';

const WRITERS = 20;

/** Two nodes that reach each other as they like. */
async function twoNodes(test: TestContext): Promise<[alice: NodeProcess, bob: NodeProcess]> {
  const alice = await NodeProcess.start(test, { name: 'Alice' });
  const bob = await NodeProcess.start(test, { name: 'Bob', peers: [`localhost:${alice.port}`] });
  await allAre('in-sync', [alice, bob]);
  return [alice, bob];
}

async function peerOf({ client }: NodeProcess): Promise<PeerStatus> {
  const [peer] = (await client.status()).peers;
  return peer as PeerStatus;
}

async function isEqualSoon(context: TestContext, since: string, nodes: readonly NodeProcess[]): Promise<void> {
  context.diagnostic(`equal ${Math.round(await equal(nodes))} ms after ${since}`);
  await allAre('in-sync', nodes);
}

/** Writes one key after the other, until the node is gone. */
async function writeOn({ client }: NodeProcess, first: number, acknowledged: number[]): Promise<void> {
  const taken = (at: number): Promise<boolean> =>
    client.put(`key ${at}`, at).then(
      () => acknowledged.push(at) > 0,
      () => false,
    );
  for (let at = first; await taken(at); at += WRITERS);
}

describe('a node that was away', { concurrency: true }, () => {
  test('asleep while both were written to is equal when it wakes', { skip }, async (context) => {
    const [alice, bob] = await twoNodes(context);
    bob.sleep();
    const late = bob.client.put('Ville', 'Nice');
    await alice.client.put('Ville', 'Lyon');
    await alice.client.put('of Alice', 1);
    bob.wake();
    await isEqualSoon(context, 'it woke', [alice, bob]);
    await late;
    await isEqualSoon(context, 'its own write', [alice, bob]);
    assert.equal((await alice.client.status()).keys, 2);
  });

  test('asleep until it was missed is equal when it wakes', { skip }, async (context) => {
    const [alice, bob] = await twoNodes(context);
    await bob.client.put('of Bob', 2);
    bob.sleep();
    await alice.client.put('of Alice', 1);
    await until('Alice to miss an answer', async () => (await peerOf(alice)).state === 'silent');
    await allAre('unreachable', [alice], 1);
    const { lastSeen } = await peerOf(alice);
    assert.ok(Date.now() - (lastSeen ?? 0) > 5_000, 'it is said to be seen when something last came from it');
    await alice.client.put('Ville', 'Lyon');
    bob.wake();
    await isEqualSoon(context, 'it woke', [alice, bob]);
    assert.equal((await bob.client.status()).keys, 3);
  });

  test('killed in the midst of its writes loses none that it acknowledged', async (context) => {
    const [alice, bob] = await twoNodes(context);
    const acknowledged: number[] = [];
    const writers = Array.from({ length: WRITERS }, (_, at) => writeOn(bob, at, acknowledged));
    await until('many writes to be acknowledged', () => acknowledged.length > 10 * WRITERS);
    await bob.die();
    await Promise.all(writers);
    await alice.client.put('Ville', 'Lyon');
    await bob.start();
    await isEqualSoon(context, 'it listened again', [alice, bob]);
    context.diagnostic(`${acknowledged.length} writes were acknowledged`);
    for (const at of acknowledged) assert.equal(await alice.client.get(`key ${at}`), at);
    assert.equal(await bob.client.get('Ville'), 'Lyon');
  });
});
