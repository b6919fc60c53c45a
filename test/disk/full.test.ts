import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { LevelDisk } from '../../main/disk/level';
import { checkKey, textValue } from '../../main/store/text';
import { addressOf, inSync, openNode } from '../support/nodes';
import { fill, smallDisk } from '../support/small-disk';
import { until } from '../support/until';
import { fingerprintOf } from './contract';

const LONG = 'x'.repeat(10_000);

test('a node whose disk runs full refuses what it cannot keep, and goes on when there is room', async (context) => {
  const folder = await smallDisk(context, 8);
  if (folder === null) return context.skip('only root on Linux may mount a small disk');
  const disk = await LevelDisk.open(join(folder, 'db'));
  const [node, bob] = [await openNode(context, { disk }), await openNode(context, { name: 'Bob' })];
  await bob.peers.add(addressOf(node));
  await inSync(node, bob);
  const acknowledged = new Set<string>();
  for (let round = 0; round < 3; round++) {
    const makeRoom = fill(folder);
    let refused = 0;
    for (let n = 0; refused < 20; n++) {
      const key = checkKey(`round ${round}, ${n}`);
      await Promise.all([
        node.put(key, textValue(LONG)).then(
          () => acknowledged.add(key),
          ({ code }) => {
            assert.equal(code, 'disk');
            refused += 1;
          },
        ),
        bob.put(checkKey(`Bob's ${round}, ${n}`), textValue('small')),
      ]);
    }
    assert.match(node.status().disk.failure?.message ?? '', /No space left on device/);
    await inSync(node, bob);
    makeRoom();
    await until('the disk to work again', () => node.status().disk.failure === null);
    await node.put(checkKey(`after round ${round}`), textValue('small'));
    acknowledged.add(`after round ${round}`);
  }
  await inSync(node, bob);
  const { fingerprint } = node.status();
  await node.close();
  const again = await LevelDisk.open(join(folder, 'db'));
  context.after(() => again.close());
  assert.equal(await fingerprintOf(again), fingerprint);
  const there = new Set<string>();
  for await (const entries of again.entries()) for (const { key } of entries) there.add(key);
  assert.deepEqual(
    [...acknowledged].filter((key) => !there.has(key)),
    [],
  );
});
