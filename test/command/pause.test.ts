import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Node } from '../../main/node/node';
import { byr } from '../support/byr-here';
import { CourseNode } from '../support/course-node';
import { addressOf, inSync, openNode, peerOf } from '../support/nodes';
import { until } from '../support/until';

async function linked(test: TestContext): Promise<Node[]> {
  const [alice, bob, chloe] = [
    await openNode(test, { name: 'Alice' }),
    await openNode(test, { name: 'Bob' }),
    await openNode(test, { name: 'Chloé' }),
  ];
  await alice.peers.add(addressOf(bob));
  await chloe.peers.add(addressOf(bob));
  await inSync(alice, bob, chloe);
  return [alice, bob, chloe];
}

test('pause and resume take a peer by its name, address or id, and status tells of it', async (context) => {
  const [alice, bob, chloe] = (await linked(context)) as [Node, Node, Node];
  const at = ['-u', addressOf(alice)];
  const { address } = peerOf(alice, bob) as { address: string };
  for (const named of ['Bob', address, bob.id]) {
    assert.deepEqual(await byr(['pause', named, ...at]), { code: 0, stdout: '', stderr: '' });
    const { stdout } = await byr(['status', ...at]);
    assert.match(stdout, /^peers {8}in sync with 1 of 1, 1 paused$/m);
    assert.match(stdout, /^ {2}\S+ {2}Bob {2}paused$/m);
    await until('Bob to be told', () => peerOf(bob, alice)?.state === 'paused-there');
    const there = (await byr(['peers', '-u', addressOf(bob)])).stdout;
    assert.match(there, /Alice {2}paused-there: The user of the other node paused the link/);
    assert.equal((await byr(['resume', named, ...at])).code, 0);
    await inSync(alice, bob, chloe);
  }
  assert.match((await byr(['pause', 'Bob', '-u', (await CourseNode.open(context)).address])).stderr, /cannot tell its/);
});

test('a peer is named in every form in which addPeer takes its address, also one whose name is a number', async (context) => {
  const [alice, bob, chloe] = (await linked(context)) as [Node, Node, Node];
  const at = ['-u', addressOf(alice)];
  await bob.rename('0');
  await until('Alice to hear of the name', () => peerOf(alice, bob)?.name === '0');
  for (const named of [`${bob.port}`, `http://LOCALHOST:${bob.port}/`, `127.0.0.1:${bob.port}`, '0']) {
    assert.deepEqual(await byr(['pause', named, ...at]), { code: 0, stdout: '', stderr: '' });
    assert.equal(peerOf(alice, bob)?.state, 'paused', named);
    assert.equal((await byr(['resume', named, ...at])).code, 0);
    await inSync(alice, bob, chloe);
  }
});

test('a name that two peers have names neither, and a name never hides the peer at an address', async (context) => {
  const [alice, bob, chloe] = (await linked(context)) as [Node, Node, Node];
  const at = ['-u', addressOf(alice)];
  await chloe.rename('Bob');
  await until('Alice to know two of one name', () => peerOf(alice, chloe)?.name === 'Bob');
  for (const command of ['pause', 'resume', 'removePeer', 'forget']) {
    const { code, stderr } = await byr([command, 'Bob', ...at]);
    assert.deepEqual([code, /^byr: Several peers .*'byr peers'/.test(stderr)], [2, true], command);
  }
  assert.deepEqual([peerOf(alice, bob)?.state, peerOf(alice, chloe)?.state], ['in-sync', 'in-sync']);
  const { address } = peerOf(alice, bob) as { address: string };
  await chloe.rename(address);
  await until('Alice to know one by the address of another', () => peerOf(alice, chloe)?.name === address);
  assert.equal((await byr(['pause', address, ...at])).code, 0);
  assert.deepEqual([peerOf(alice, bob)?.state, peerOf(alice, chloe)?.state], ['paused', 'in-sync']);
});

test('--all pauses and resumes every peer that is known', async (context) => {
  const [alice, bob, chloe] = (await linked(context)) as [Node, Node, Node];
  const at = ['-u', addressOf(alice)];
  assert.equal((await byr(['pause', '--all', ...at])).code, 0);
  const { peers } = JSON.parse((await byr(['status', '--json', ...at])).stdout);
  assert.deepEqual(
    peers.map(({ state }: { state: string }) => state),
    ['paused', 'paused'],
  );
  assert.equal((await byr(['resume', '--all', ...at])).code, 0);
  await inSync(alice, bob, chloe);
  assert.match((await byr(['pause', ...at])).stderr, /^byr: Name one peer, or give --all for all of them\.\n$/);
});
