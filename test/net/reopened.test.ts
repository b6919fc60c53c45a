import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LevelDisk } from '../../main/disk/level';
import type { Node } from '../../main/node/node';
import { checkKey, textValue } from '../../main/store/text';
import { newFolder } from '../support/folder';
import { addressOf, inSync, LastingDisk, openNode } from '../support/nodes';
import { overheard } from './overheard';
import { entriesIn } from './sync/talk';

const KEYS = 3000;

async function open(test: TestContext, base: string, name: string): Promise<Node> {
  return openNode(test, { name, disk: await LevelDisk.open(join(base, name)) });
}

async function fill(node: Node, count: number, prefix: string): Promise<void> {
  const all = Array.from({ length: count }, (_, i) => node.put(checkKey(`${prefix} ${i}`), textValue(`value ${i}`)));
  await Promise.all(all);
}

/** Two nodes that were in sync with each other and are closed; the folder of their disks. */
async function closedFriends(test: TestContext): Promise<string> {
  const base = await newFolder(test);
  const [alice, bob] = [await open(test, base, 'Alice'), await open(test, base, 'Bob')];
  await fill(alice, KEYS, 'old');
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  for (const node of [bob, alice]) await node.close();
  return base;
}

test('two nodes that are opened again tell each other only what is new, and compare nothing', async (context) => {
  const base = await closedFriends(context);
  const [alice, bob] = [await open(context, base, 'Alice'), await open(context, base, 'Bob')];
  const said = overheard(context);
  await fill(alice, 5, 'new at Alice');
  await fill(bob, 7, 'new at Bob');
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  assert.equal(entriesIn(said).length, 12);
  assert.ok(said.every(({ type }) => type !== 'compare'));
  assert.equal(alice.status().keys, KEYS + 12);
});

test('two nodes that are opened again, and wrote nothing since, tell each other nothing', async (context) => {
  const base = await closedFriends(context);
  const said = overheard(context);
  const [bob, alice] = [await open(context, base, 'Bob'), await open(context, base, 'Alice')];
  await bob.peers.add(addressOf(alice));
  await inSync(alice, bob);
  assert.equal(entriesIn(said).length, 0);
  assert.ok(said.every(({ type }) => type !== 'compare'));
});

test('a node that is opened on the disk of before the last sync is told only what it lost', async (context) => {
  const base = await newFolder(context);
  const [alice, bob] = [await open(context, base, 'Alice'), await open(context, base, 'Bob')];
  await fill(alice, KEYS, 'old');
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  await bob.close();
  await cp(join(base, 'Bob'), join(base, 'copy'), { recursive: true });
  const later = await open(context, base, 'Bob');
  await fill(later, 20, 'lost');
  await inSync(alice, later);
  await later.close();

  const said = overheard(context);
  const restored = await open(context, base, 'copy');
  await fill(restored, 3, 'new');
  await inSync(alice, restored);
  assert.equal(restored.status().keys, KEYS + 23);
  assert.equal(entriesIn(said).length, 23);
});

test('a node that met nobody leaves its disk alone as it closes: nothing of whom it knows has changed', async (context) => {
  const disk = new LastingDisk();
  const written = context.mock.method(disk, 'writeNote');
  for (const start of ['first', 'next']) {
    const node = await openNode(context, { disk });
    const before = written.mock.callCount();
    await node.close();
    assert.equal(written.mock.callCount(), before, `${start} start`);
  }
});
