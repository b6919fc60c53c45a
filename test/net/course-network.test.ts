import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { networkAddresses } from '../../main/net/interfaces';
import type { Node } from '../../main/node/node';
import { checkKey, textValue } from '../../main/store/text';
import { CourseNode } from '../support/course-node';
import { addressOf, aliceAndBob, LastingDisk, openNode } from '../support/nodes';
import { settled } from '../support/settled';
import { until } from '../support/until';

const ville = checkKey('Ville');

function holds(nodes: Node[], key: string, value: string): boolean {
  return nodes.every((node) => node.get(checkKey(key)) === JSON.stringify(value));
}

describe('course nodes among others', { concurrency: true }, () => {
  test('a course node on this machine is one peer, by whichever of its addresses it is known', async (context) => {
    const [alice, bob] = await aliceAndBob(context);
    const course = await CourseNode.open(context);
    const [own] = networkAddresses(course.port);
    if (own === undefined) return context.skip('This machine is on no network.');
    await alice.peers.add(course.address);
    await bob.peers.add(own.address);
    await alice.peers.add(addressOf(bob));
    await assert.rejects(alice.peers.add(own.address), { code: 'already-linked' });
    await assert.rejects(bob.peers.add(course.address), { code: 'already-linked' });
    // What they tell each other of it comes before what they hold.
    await alice.put(ville, textValue('Lyon'));
    await until('Bob to hold it', () => holds([bob], ville, 'Lyon'));
    await settled(course, 2);
    assert.equal(course.open, 2);
    assert.deepEqual(
      [alice, bob].map((node) => node.status().peers.length),
      [2, 2],
    );
    alice.peers.remove(course.address);
    bob.peers.remove(own.address);
    await until('both links to be closed', () => course.open === 0);
  });

  test('in a triangle of two native nodes and a course node every change arrives and messages end', async (context) => {
    const nodes = await aliceAndBob(context);
    const [alice, bob] = nodes;
    const course = await CourseNode.open(context, { values: { old: 'value' } });
    await alice.peers.add(addressOf(bob));
    await alice.peers.add(course.address);
    await until('Bob to learn of the course node', () => bob.status().peers.some(({ state }) => state === 'course'));
    for (const node of nodes) course.addPeer(addressOf(node));
    await alice.put(checkKey('a'), textValue('Alice'));
    await bob.put(checkKey('b'), textValue('Bob'));
    course.set('c', 'course');
    await until('every value to be everywhere', () => {
      const native = (
        [
          ['old', 'value'],
          ['a', 'Alice'],
          ['b', 'Bob'],
          ['c', 'course'],
        ] as const
      ).every(([key, value]) => holds([...nodes], key, value));
      return native && course.values.a === 'Alice' && course.values.b === 'Bob';
    });
    await settled(course, 2);
    assert.equal(alice.status().fingerprint, bob.status().fingerprint);
    assert.equal(alice.status().conflicts, 0);
    assert.deepEqual(
      [...nodes].flatMap((node) => node.status().peers.map(({ refused }) => refused)),
      [0, 0, 0, 0],
    );
  });

  test('a course node in the middle carries values between two native nodes', async (context) => {
    const [alice, bob] = [await openNode(context), await openNode(context)];
    const course = await CourseNode.open(context, { bonus: false });
    await alice.peers.add(course.address);
    await bob.peers.add(course.address);
    course.addPeer(addressOf(bob));
    await alice.put(ville, textValue('Lyon'));
    await until('the value to be forwarded to Bob', () => holds([bob], 'Ville', 'Lyon'));
    await bob.put(checkKey('back'), textValue('again'));
    await until('the value to be found by Alice', () => holds([alice], 'back', 'again'));
    await settled(course, 2);
    assert.ok(course.callsOf('set') <= 2 + 2, 'each node sets each value at most once');
  });

  test('a course node that listens where a native node did is shown as itself', async (context) => {
    const [alice, disk] = [await openNode(context), new LastingDisk()];
    const bob = await openNode(context, { name: 'Bob', disk });
    const { port } = bob;
    await alice.peers.add(addressOf(bob));
    await bob.close();
    await until('Bob to be gone', () => alice.status().peers[0]?.state === 'unreachable');
    const course = await CourseNode.open(context, { port: port ?? 0 });
    const shown = await until('the course node to be linked', () =>
      alice.status().peers.find(({ state }) => state === 'course'),
    );
    assert.deepEqual([shown.id, shown.name, shown.address], [course.address, null, course.address]);
    const again = await openNode(context, { disk });
    await again.peers.add(addressOf(alice));
    await until('both to be linked', () => alice.status().peers.every(({ state }) => /course|in-sync/.test(state)));
    assert.equal(alice.status().peers.length, 2);
    await until('each to have one link to the course node', () => course.open === 2);
  });

  test('a course node that shares its peers leads to them, and never to this node itself', async (context) => {
    const [alice, bob] = await aliceAndBob(context);
    const course = await CourseNode.open(context);
    for (const node of [alice, bob]) course.addPeer(addressOf(node));
    await alice.peers.add(course.address);
    await until('Alice to know Bob and the course node alone', () => {
      const { peers } = alice.status();
      const states = peers.map(({ state }) => state).sort();
      return states.join() === 'course,in-sync';
    });
    const learned = alice.status().peers.find(({ name }) => name === 'Bob');
    assert.equal(learned?.learnedFrom, course.address);
  });
});
