import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Message } from '../../../main/net/protocol';
import type { SocketLink } from '../../../main/net/wire/socket-link';
import type { Node } from '../../../main/node/node';
import type { NodeId } from '../../../main/store/stamp';
import { checkKey, textValue } from '../../../main/store/text';
import { CHLOE } from '../../store/fixtures';
import { CourseNode } from '../../support/course-node';
import { intrude, telling } from '../../support/intruder';
import { addressOf, linkEvents, openNode, peerOf } from '../../support/nodes';
import { until } from '../../support/until';

const MAX_LINKS = 32;

/** So many peers that are linked to a node. */
async function peersOf(test: TestContext, node: Node, count: number): Promise<SocketLink[]> {
  const links: SocketLink[] = [];
  for (let n = 1; n <= count; n++) {
    const link = await intrude(test, node, { id: n.toString(16).padStart(16, '0') as NodeId });
    link.send({ type: 'links', ids: [] });
    links.push(link);
  }
  await until('all to be linked', () => node.status().peers.filter(({ linkedSince }) => linkedSince).length === count);
  return links;
}

test('a node that has as many links as it takes links to no course node, and hangs up on it', async (context) => {
  const node = await openNode(context);
  const course = await CourseNode.open(context);
  const [first] = await peersOf(context, node, MAX_LINKS);
  await assert.rejects(node.peers.add(course.address), { code: 'too-many-links' });
  await until('the course node to be left', () => course.callsOf('keys') > 0 && course.open === 0);
  first?.close('closing');
  await until('a link to be lost', () => node.status().peers.some(({ linkedSince }) => linkedSince === null));
  await node.peers.add(course.address);
  assert.ok(node.status().peers.some(({ state }) => state === 'course'));
});

test('whom a node has no room for is told so, not that there was a link, and dials it less and less often', async (context) => {
  const [full, alice] = [await openNode(context), await openNode(context, { name: 'Alice' })];
  await peersOf(context, full, MAX_LINKS);
  await assert.rejects(alice.peers.add(addressOf(full)), { code: 'peer-refused' });
  assert.deepEqual(linkEvents(alice), []);
  const waitsOf = (): number => (peerOf(alice, full)?.nextTry ?? 0) - Date.now();
  await until('the waits to grow', () => waitsOf() > 1_500);
  assert.deepEqual(linkEvents(alice), []);
});

/** What a peer was last asked to do with what others wrote; `null` where nothing. */
function relayed(link: SocketLink): () => boolean | null {
  let wanted: boolean | null = null;
  link.listen({
    message: (message: Message) => {
      if (message.type === 'relay') wanted = message.wanted;
    },
    closed: () => {},
  });
  return () => wanted;
}

test('of peers that bring what is here two of five are spared, and one hands on again where another is lost', async (context) => {
  const node = await openNode(context);
  const links = await peersOf(context, node, 5);
  const wanted = links.map(relayed);
  const asked = (): (boolean | null)[] => wanted.map((of) => of());
  const stamp = { time: Date.now(), counter: 0, node: CHLOE };
  const entry = { key: checkKey('Ville'), value: textValue('Lyon'), stamp, parents: [] };
  links[0]?.send(telling([entry]));
  await until('the first to bring it', () => node.status().keys === 1);
  for (const link of links.slice(1)) link.send(telling([entry]));
  await until('two to be spared', () => asked().filter((of) => of === false).length === 2);
  const spared = asked().indexOf(false);
  links[asked().indexOf(null)]?.close('closing');
  await until('one of them to hand on again', () => asked()[spared] === true);
  assert.equal(asked().filter((of) => of === false).length, 1);
});
