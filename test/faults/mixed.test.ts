import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Node } from '../../main/node/node';
import { checkKey, textValue } from '../../main/store/text';
import { CourseNode } from '../support/course-node';
import { addressOf, aliceAndBob, keysOf, openNode } from '../support/nodes';
import { TcpProxy } from '../support/proxy';
import { settled } from '../support/settled';
import { until } from '../support/until';

const ville = checkKey('Ville');

/** What native nodes and a course node set, each a key of its own. */
async function setAtEach(nodes: readonly Node[], course: CourseNode, round: string): Promise<void> {
  course.set(`of the course node, ${round}`, 'course');
  await Promise.all(nodes.map((node) => node.put(checkKey(`of ${node.name}, ${round}`), textValue(node.name))));
}

/** Waits until everybody has a number of keys. */
async function allHold(count: number, nodes: readonly Node[], course: CourseNode): Promise<void> {
  await until(
    `all to hold ${count} keys`,
    () => Object.keys(course.values).length === count && nodes.every((node) => keysOf(node).length === count),
    30_000,
  );
  for (const node of nodes) {
    for (const key of keysOf(node)) assert.equal(node.get(checkKey(key)), JSON.stringify(course.values[key]), key);
  }
}

/** A ring: the second native node learns of the course node from the first. */
async function ring(course: CourseNode, [alice, bob]: readonly [Node, Node]): Promise<void> {
  await alice.peers.add(addressOf(bob));
  await alice.peers.add(course.address);
  await until('Bob to be linked to the course node', () => bob.status().peers.some(({ state }) => state === 'course'));
  for (const node of [alice, bob]) course.addPeer(addressOf(node));
}

/** Waits until nothing is said any more, and holds the sets that the course node got against a bound. */
async function endsWithin(context: TestContext, course: CourseNode, sets: number): Promise<void> {
  await settled(course, 2);
  context.diagnostic(`the course node got ${course.callsOf('set')} sets and ${course.callsOf('get')} gets`);
  assert.ok(course.callsOf('set') <= sets, `${course.callsOf('set')} sets`);
}

describe('a Socket.IO 2 course node among native nodes', { concurrency: true }, () => {
  test('in the middle of a line carries what each sets, and nothing loops', async (context) => {
    const nodes = await aliceAndBob(context);
    const course = await CourseNode.open(context, { generation: 2, bonus: false });
    for (const node of nodes) {
      await node.peers.add(course.address);
      course.addPeer(addressOf(node));
    }
    await setAtEach(nodes, course, 'first');
    await allHold(3, nodes, course);
    await setAtEach(nodes, course, 'second');
    await allHold(6, nodes, course);
    await endsWithin(context, course, 2 * 6);
    const peers = nodes.map((node) => node.status().peers.length);
    assert.deepEqual(peers, [1, 1], 'it is still a line');
  });

  test('in a ring with two of them has what each sets, and nothing loops', async (context) => {
    const [alice, bob] = await aliceAndBob(context);
    const course = await CourseNode.open(context, { generation: 2 });
    await ring(course, [alice, bob]);
    await setAtEach([alice, bob], course, 'first');
    await allHold(3, [alice, bob], course);
    await endsWithin(context, course, 2 * 3);
    assert.equal(alice.status().fingerprint, bob.status().fingerprint);
  });

  test('in a ring with two that set one key at once keeps one value, they agree on one, and nothing loops', async (context) => {
    const [alice, bob] = await aliceAndBob(context);
    const course = await CourseNode.open(context, { generation: 2 });
    await ring(course, [alice, bob]);
    await Promise.all([alice.put(ville, textValue('Lyon')), bob.put(ville, textValue('Nice'))]);
    await until('the two to agree', () => alice.status().conflicts === 1 && bob.status().conflicts === 1);
    await until('the course node to have a value', () => course.values[ville] !== undefined);
    await endsWithin(context, course, 2 * 2);
    assert.equal(alice.status().fingerprint, bob.status().fingerprint);
    assert.match(String(course.values[ville]), /^(?:Lyon|Nice)$/);
  });

  test('behind a network that is cut has what both set meanwhile once that has healed', async (context) => {
    const alice = await openNode(context, { name: 'Alice' });
    const course = await CourseNode.open(context, { generation: 2, bonus: false });
    const proxy = await TcpProxy.open(context, course.port);
    await alice.peers.add(proxy.address);
    await setAtEach([alice], course, 'before');
    await allHold(2, [alice], course);
    proxy.refuse();
    proxy.cut();
    await setAtEach([alice], course, 'meanwhile');
    await proxy.heal();
    const began = performance.now();
    await allHold(4, [alice], course);
    context.diagnostic(`equal ${Math.round(performance.now() - began)} ms after the network healed`);
  });
});
