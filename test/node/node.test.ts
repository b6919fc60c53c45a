import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { openProfile } from '../../main/disk/profile';
import { ProfileKeys } from '../../main/disk/profile-keys';
import { checkKey, textValue } from '../../main/store/text';
import { FailingDisk } from '../support/failing-disk';
import { newFolder } from '../support/folder';
import { addressOf, aliceAndBob, inSync, LastingDisk, openNode } from '../support/nodes';
import { until } from '../support/until';

const ville = checkKey('Ville');

test('two nodes linked one to the other share what is set on each', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  await alice.peers.add(addressOf(bob));
  await alice.put(ville, textValue('Lyon'));
  await until('the value to reach Bob', () => bob.get(ville) === '"Lyon"');
  await bob.put(ville, textValue('Nice'));
  await until('the value to reach Alice', () => alice.get(ville) === '"Nice"');
  await inSync(alice, bob);
  assert.equal(alice.status().fingerprint, bob.status().fingerprint);
});

test('many keys are set and deleted together', async (context) => {
  const node = await openNode(context);
  const gone = checkKey('gone');
  await node.put(gone, textValue('x'));
  const refused = await node.putAll([
    [ville, textValue('Lyon')],
    [gone, null],
  ]);
  assert.deepEqual([refused, node.get(ville), node.get(gone)], [[], '"Lyon"', null]);
});

test('of what is set in one turn the first is told at once, the rest at its end, and each once', async (context) => {
  const node = await openNode(context);
  const told: string[] = [];
  context.after(node.entries.watch((entries) => told.push(...entries.map(({ key }) => key))));
  for (const key of ['a', 'b', 'c']) void node.put(checkKey(key), textValue('x'));
  assert.deepEqual(told, ['a']);
  await until('the rest', () => told.length >= 3);
  await node.put(ville, textValue('Lyon'));
  assert.deepEqual(told, ['a', 'b', 'c', ville]);
});

test('who closes a node that is closing waits, too, until its disk has everything', async (context) => {
  const disk = new FailingDisk();
  const node = await openNode(context, { disk });
  const release = disk.hold();
  const put = node.put(ville, textValue('Lyon'));
  const closed = [node.close(), node.close()];
  const first = Promise.race([put.then(() => 'the write'), ...closed.map((end) => end.then(() => 'an end'))]);
  await turn();
  release();
  assert.equal(await first, 'the write');
  await Promise.all(closed);
});

test('a node that cannot take back what let its own user in closes its disk all the same', async (context) => {
  const base = await newFolder(context);
  const { disk, folder } = await openProfile(base, 'Alice');
  const node = await openNode(context, { disk, keys: new ProfileKeys(folder, null) });
  await rm(join(folder, 'holder.json'));
  await mkdir(join(folder, 'holder.json'));
  await node.close();
  await rm(join(folder, 'holder.json'), { recursive: true });
  await (await openProfile(base, 'Alice')).disk.close();
});

test('a third node that is added to one finds what was set before, and links to both', async (context) => {
  const [alice, bob, chloe] = [
    await openNode(context, { name: 'Alice' }),
    await openNode(context, { name: 'Bob' }),
    await openNode(context, { name: 'Chloé' }),
  ];
  await alice.peers.add(addressOf(bob));
  for (let i = 0; i < 3000; i++) void alice.put(checkKey(`key ${i}`), textValue(`value ${i}`));
  await bob.peers.add(addressOf(chloe));
  await until('Chloé to hold every key', () => chloe.status().keys === 3000);
  await inSync(alice, bob, chloe);
});

test('a value set while a peer is away reaches it when it is back', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const disk = new LastingDisk();
  const bob = await openNode(context, { name: 'Bob', disk });
  await bob.peers.add(addressOf(alice));
  await bob.put(ville, textValue('Lyon'));
  await inSync(alice, bob);
  await bob.close();
  await until('Alice to see Bob gone', () => alice.status().peers[0]?.state === 'unreachable');
  await alice.put(ville, textValue('Nice'));
  const again = await openNode(context, { disk });
  assert.equal(again.name, 'Bob');
  await until('the value to reach Bob', () => again.get(ville) === '"Nice"');
});
