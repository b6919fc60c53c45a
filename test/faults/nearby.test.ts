import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PeerStatus } from '../../main/net/peers/peer-status';
import { machines, noNamespaces } from '../support/namespaces';
import { NodeProcess } from '../support/node-process';
import { portApart } from '../support/ports';
import { until } from '../support/until';

const skip = noNamespaces();

/** The addresses by name of the nodes that it hears of. */
async function heard({ client }: NodeProcess): Promise<Record<string, string>> {
  const { nearby } = await client.status();
  return Object.fromEntries(nearby.nodes.map(({ name, address }) => [name, address]));
}

describe('nodes on three machines of one network', { skip }, () => {
  test('hear of each other where they are, also after one moved, until they link or leave', async (context) => {
    const [alices, bobs, chloes] = machines(context, 3);
    assert.ok(alices && bobs && chloes);
    const port = await portApart();
    const start = (name: string, through: readonly string[]): Promise<NodeProcess> =>
      NodeProcess.start(context, { name, port, through, nearby: true });
    const alice = await start('Alice', alices.through);
    await start('Bob', bobs.through);
    const chloe = await start('Chloé', chloes.through);
    const at = ({ host }: { host: string }): string => `${host}:${port}`;
    await until('Alice to hear of both', async () => Object.keys(await heard(alice)).length === 2);
    assert.deepEqual(await heard(alice), { Bob: at(bobs), Chloé: at(chloes) });
    await until('Chloé to hear of both', async () => Object.keys(await heard(chloe)).length === 2);

    bobs.move();
    await until('Alice to hear where Bob is now', async () => !Object.values(await heard(alice)).includes(at(bobs)));
    const { Bob: now = '' } = await heard(alice);
    await alice.client.link(now);
    assert.deepEqual(await heard(alice), { Chloé: at(chloes) });

    await chloe.stop();
    await until('Chloé to be gone', async () => Object.keys(await heard(alice)).length === 0);
  });

  test('whose adapter was out hears, once it is in again, of who comes then', async (context) => {
    const [alices, bobs] = machines(context, 2);
    assert.ok(alices && bobs);
    const bob = await NodeProcess.start(context, { name: 'Bob', through: bobs.through, nearby: true });
    bobs.undock();
    await until('Bob to be on no network', async () => (await bob.client.status()).addresses.length === 0);
    bobs.dock();
    await until('Bob to be on the network again', async () => (await bob.client.status()).addresses.length === 1);
    await NodeProcess.start(context, { name: 'Alice', through: alices.through, nearby: true });
    await until('Bob to hear of Alice', async () => 'Alice' in (await heard(bob)), 30_000);
  });

  test('peers that all have another address than when they met link anew', async (context) => {
    const [alices, bobs] = machines(context, 2);
    assert.ok(alices && bobs);
    const port = await portApart();
    const alice = await NodeProcess.start(context, { name: 'Alice', port, through: alices.through, nearby: true });
    const bob = await NodeProcess.start(context, { name: 'Bob', port, through: bobs.through, nearby: true });
    const met = `${alices.host}:${port}`;
    await bob.client.link(met);
    const peer = async ({ client }: NodeProcess): Promise<PeerStatus | undefined> => (await client.status()).peers[0];
    bobs.unplug();
    alices.move();
    bobs.move();
    for (const node of [alice, bob]) {
      await until('the link to be lost', async () => (await peer(node))?.state === 'unreachable');
    }
    bobs.plugIn();
    for (const node of [alice, bob]) await until('a link', async () => (await peer(node))?.state === 'in-sync');
    assert.notEqual((await peer(bob))?.address, met);
  });
});
