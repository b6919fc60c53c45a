import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { allSayInSync, areEqual } from './checks';
import { moments } from './moments';
import { Traffic } from './traffic';
import { World } from './world';

/** After this all links have told that they are in sync, and nothing but pings is left. */
const REST_MS = 16_000;

for (const nodes of [2, 3, 10, 33]) {
  test(`in a clique of ${nodes} a set crosses each link at most once, and ${nodes - 1} links in all`, async () => {
    const world = new World(nodes, false);
    for (let count = 0; count < nodes; count++) world.add();
    for (const a of world.nodes) for (const b of world.nodes) world.pair(a, b);
    await moments(world, { linked: () => allSayInSync(world) });
    await world.run(REST_MS);
    const traffic = new Traffic();
    world.sent = traffic.count;
    world.prng.pick(world.nodes).put(checkKey('Ville'), textValue('Lyon'));
    await moments(world, { held: () => areEqual(world), told: () => allSayInSync(world) });
    await world.run(REST_MS);
    assert.equal(traffic.crossings(world.pairs), nodes - 1);
    for (const pair of world.pairs) assert.ok(traffic.crossings([pair]) <= 1, pair.name);
  });
}
