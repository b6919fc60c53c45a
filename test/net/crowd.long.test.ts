import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { PeerStatus } from '../../main/net/peers/peer-status';
import type { Node } from '../../main/node/node';
import { checkKey, textValue } from '../../main/store/text';
import { addressOf, openNode, peerOf } from '../support/nodes';
import { until } from '../support/until';

/** More than one node has room for. */
const CROWD = 34;
const ENOUGH = 24;
const MAX_LINKS = 32;
/** It takes some 12 s of processor time, on a machine that may do more than this. */
const PATIENCE_MS = 120_000;

function linksOf(node: Node, { peers } = node.status()): PeerStatus[] {
  return peers.filter(({ linkedSince }) => linkedSince !== null);
}

/** Nodes that start one after the other, and know the first alone. */
async function crowd(test: TestContext): Promise<Node[]> {
  const first = await openNode(test, { name: 'node 0' });
  const nodes = [first];
  while (nodes.length < CROWD) {
    const name = `node ${nodes.length}`;
    nodes.push(await openNode(test, { name, peers: [addressOf(first)] }));
  }
  return nodes;
}

/** Two nodes that are idle to each other, and have room. */
function idlePair(nodes: readonly Node[]): [Node, Node] {
  const roomy = nodes.filter((node) => linksOf(node).length < MAX_LINKS);
  for (const node of roomy) {
    const other = roomy.find((other) => peerOf(node, other)?.state === 'idle');
    if (other !== undefined) return [node, other];
  }
  throw new Error('Nobody is idle to anybody.');
}

/** The nodes that can be reached over links from the first. */
function reached(nodes: readonly Node[]): Set<string> {
  const linked = new Map(nodes.map((node) => [node.id as string, linksOf(node).map(({ id }) => id)]));
  const found = new Set([nodes[0]?.id as string]);
  for (const id of found) for (const next of linked.get(id) ?? []) found.add(next);
  return found;
}

test('of more nodes than one has room for all get links, what one sets reaches all, and whom the user asks for is linked', async (context) => {
  const nodes = await crowd(context);
  const rests = (node: Node): boolean => {
    const status = node.status();
    const states = status.peers.map(({ state }) => state);
    return linksOf(node, status).length >= ENOUGH && states.every((state) => state === 'in-sync' || state === 'idle');
  };
  await until('each to have links enough, and the rest idle', () => nodes.every(rests), PATIENCE_MS);
  for (const node of nodes) assert.ok(linksOf(node).length <= MAX_LINKS, `${node.name}: ${linksOf(node).length}`);
  assert.equal(reached(nodes).size, CROWD);
  const last = nodes.at(-1) as Node;
  await last.put(checkKey('lunch'), textValue('soup'));
  await until('all to hold it', () => nodes.every((node) => node.status().keys === 1), PATIENCE_MS);

  const [one, other] = idlePair(nodes);
  one.peers.retry(other.id);
  await until('the one that was asked for to be linked', () => peerOf(one, other)?.state === 'in-sync', PATIENCE_MS);
});
