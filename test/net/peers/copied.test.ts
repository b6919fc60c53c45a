import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LevelDisk } from '../../../main/disk/level';
import { dial } from '../../../main/net/wire/dial';
import type { Link } from '../../../main/net/wire/link';
import type { Node } from '../../../main/node/node';
import type { NodeOptions } from '../../../main/node/read-profile';
import { Refused } from '../../../main/store/refusal';
import { checkKey, textValue } from '../../../main/store/text';
import { card } from '../../support/card';
import { FailingDisk } from '../../support/failing-disk';
import { newFolder } from '../../support/folder';
import { addressOf, inSync, keysOf, LastingDisk, openNode, peerOf } from '../../support/nodes';
import { TcpProxy } from '../../support/proxy';
import { until } from '../../support/until';

const VILLE = checkKey('Ville');

/** Alice's profile, closed, and a copy of it: opens either. */
async function copies(
  test: TestContext,
): Promise<(folder: 'Alice' | 'copy', options?: Partial<NodeOptions>) => Promise<Node>> {
  const base = await newFolder(test);
  const open = async (folder: string, options: Partial<NodeOptions> = {}): Promise<Node> =>
    openNode(test, { name: folder, disk: await LevelDisk.open(join(base, folder)), ...options });
  const alice = await open('Alice');
  await alice.put(checkKey('before'), textValue('the copy'));
  await alice.close();
  await cp(join(base, 'Alice'), join(base, 'copy'), { recursive: true });
  return open;
}

/** Dials as a node of the same id would. */
async function dialAs(test: TestContext, node: Node, epoch: string): Promise<Link> {
  const own = { ...card(node.id, epoch), name: 'Copy' };
  const options = { path: '/byr', secret: null, card: own, expected: null, dial: { attempt: 1, seen: null } };
  const dialled = await dial({ host: 'localhost', port: node.port ?? 0 }, { ...options, patience: 5_000 });
  if (dialled.kind !== 'node') throw new Error('No native node answered.');
  const { link } = dialled;
  test.after(() => link.close('closing'));
  return link;
}

function isCopied(error: unknown): boolean {
  return error instanceof Refused && error.code === 'copied';
}

/** That one of two, which had the id of both, has another one now, and says so. */
function assertApart(nodes: readonly Node[], id: string): void {
  assert.deepEqual(nodes.map((node) => node.status().former?.id ?? null).sort(), [id, null].sort());
  for (const node of nodes) {
    const isNew = node.status().former !== null;
    assert.equal(node.id === id, !isNew);
    assert.equal(
      node.events.recent(500).some(({ kind }) => kind === 'new-id'),
      isNew,
    );
  }
}

test('a profile and its copy, both in use, link under two ids, hold what either wrote, and keep their ids', async (context) => {
  const open = await copies(context);
  const [alice, copy] = [await open('Alice'), await open('copy')];
  const { id } = alice;
  assert.equal(copy.id, id);
  await alice.put(checkKey('by Alice'), textValue('a'));
  await copy.put(checkKey('by the copy'), textValue('c'));
  await assert.rejects(alice.peers.add(addressOf(copy)), isCopied);
  await inSync(alice, copy);
  assertApart([alice, copy], id);
  assert.deepEqual(keysOf(alice).sort(), ['before', 'by Alice', 'by the copy']);
  const renewed = alice.id === id ? copy : alice;
  await renewed.put(checkKey('since'), textValue('s'));
  assert.ok(renewed.entries.history(checkKey('since'))[0]?.stamp.endsWith(`@${renewed.id}`));
  assert.equal(renewed.entries.nameOf(alice.database.clock.node), 'Alice');
  const [ids, ports] = [[alice.id, copy.id], [alice, copy].map(({ port }) => port ?? 0)];
  for (const node of [alice, copy]) await node.close();
  const again = await Promise.all([
    open('Alice', { ports: ports.slice(0, 1) }),
    open('copy', { ports: ports.slice(1) }),
  ]);
  await inSync(...again);
  assert.deepEqual(
    again.map((node) => node.id),
    ids,
  );
});

test('what a profile and its copy wrote with equal stamps is kept, and settled alike by all', async (context) => {
  const open = await copies(context);
  const chloe = await openNode(context, { name: 'Chloé' });
  const at = Date.now();
  let isStill = true;
  const now = (): number => (isStill ? at : Date.now());
  const [alice, copy] = [await open('Alice', { now }), await open('copy', { now })];
  for (const node of [alice, copy]) {
    await node.put(VILLE, textValue(`as ${node.name} has it`));
    await node.put(checkKey(`only at ${node.name}`), textValue('v'));
    await node.put(checkKey('same'), textValue('same'));
  }
  const stamps = [alice, copy].map((node) => node.entries.history(VILLE)[0]?.stamp);
  assert.equal(stamps[0], stamps[1]);
  isStill = false;
  await assert.rejects(copy.peers.add(addressOf(alice)), isCopied);
  await chloe.peers.add(addressOf(alice));
  await inSync(alice, copy, chloe);
  for (const node of [alice, copy, chloe]) {
    assert.equal(node.status().keys, 5);
    const values = node.entries.history(VILLE).map(({ value }) => value);
    assert.deepEqual(
      values,
      alice.entries.history(VILLE).map(({ value }) => value),
    );
    assert.equal(new Set(values).size, 2);
    assert.deepEqual([...node.database.conflicted], [VILLE]);
  }
  await copy.put(VILLE, textValue('settled'));
  await until('all to have it settled', () => [alice, chloe].every((node) => node.get(VILLE) === '"settled"'));
  await inSync(alice, copy, chloe);
  assert.equal([...alice.entries.conflicts(), ...chloe.entries.conflicts()].length, 0);
});

test('a node that both are linked to sets them apart, and has all that either wrote', async (context) => {
  const open = await copies(context);
  const chloe = await openNode(context, { name: 'Chloé' });
  const before = await open('Alice', { peers: [addressOf(chloe)] });
  await inSync(before, chloe);
  await before.close();
  const [alice, copy] = [await open('Alice'), await open('copy')];
  const { id } = alice;
  await alice.put(checkKey('by Alice'), textValue('a'));
  await copy.put(checkKey('by the copy'), textValue('c'));
  await inSync(alice, chloe);
  await copy.peers.add(addressOf(chloe)).catch((error) => assert.ok(isCopied(error)));
  await inSync(alice, copy, chloe);
  assertApart([alice, copy], id);
  assert.deepEqual(keysOf(chloe).sort(), ['before', 'by Alice', 'by the copy']);
});

test('a node that starts anew while its old link is not known to be dead keeps its id', async (context) => {
  const disk = new LastingDisk();
  const chloe = await openNode(context, { name: 'Chloé' });
  const proxy = await TcpProxy.open(context, chloe.port ?? 0);
  const alice = await openNode(context, { name: 'Alice', disk });
  await alice.peers.add(proxy.address);
  await inSync(alice, chloe);
  proxy.blackhole();
  await alice.close();
  assert.equal(peerOf(chloe, alice)?.state, 'in-sync', 'Chloé has the old link');
  // She is to take the way that works at once.
  await disk.writeNote('peers', []);
  const again = await openNode(context, { disk, peers: [addressOf(chloe)] });
  await until('the new link', () => peerOf(again, chloe)?.state === 'in-sync' && peerOf(chloe, again)?.linkedSince);
  assert.equal(again.id, alice.id);
  assert.equal(again.status().former, null);
  proxy.cut();
});

test('a card alone, which may be of before its own start, does not move a node; to be told does, but not twice', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const { id } = alice;
  (await dialAs(context, alice, '')).close('closing');
  const link = await dialAs(context, alice, '');
  await until('Alice to have met it', () =>
    alice.events.recent(9).some(({ why, count }) => why?.code === 'copied' && count === 2),
  );
  assert.equal(alice.id, id);
  link.close('copied');
  await until('another id', () => alice.id !== id);
  const renewed = alice.id;
  (await dialAs(context, alice, '')).close('copied');
  const bob = await openNode(context);
  await bob.peers.add(addressOf(alice));
  await inSync(alice, bob);
  assert.equal(alice.id, renewed);
});

test('a node whose disk does not take a new id keeps the old one', async (context) => {
  const disk = new FailingDisk();
  const alice = await openNode(context, { disk });
  const { id } = alice;
  disk.fails = true;
  const link = await dialAs(context, alice, '');
  await until('Alice to have met it', () => alice.events.recent(9).some(({ why }) => why?.code === 'copied'));
  link.close('copied');
  await until('the disk to have failed', () => alice.status().disk.failure !== null);
  assert.deepEqual([alice.id, alice.status().former], [id, null]);
  disk.fails = false;
});

test('a friend who cannot be dialled follows a node to its new id', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const bob = await openNode(context, { name: 'Bob', ports: [alice.port ?? 0] });
  assert.equal(bob.port, null);
  await bob.peers.add(addressOf(alice));
  const { id } = alice;
  const link = await dialAs(context, alice, '');
  await until('Alice to have met it', () => alice.events.recent(9).some(({ why }) => why?.code === 'copied'));
  link.close('copied');
  await until('Bob to be linked to the new id', () => alice.id !== id && peerOf(bob, alice)?.state === 'in-sync');
  assert.equal(peerOf(bob, alice)?.name, 'Alice');
});
