import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Node } from '../../main/node/node';
import { checkKey, textValue } from '../../main/store/text';
import { addressOf, inSync, openNode } from '../support/nodes';
import { until } from '../support/until';
import { overheard } from './overheard';
import { entriesIn } from './sync/talk';

/** Nodes that are all linked to each other. */
async function clique(test: TestContext, ...names: string[]): Promise<Node[]> {
  const nodes = await Promise.all(names.map((name) => openNode(test, { name })));
  for (const node of nodes.slice(1)) await node.peers.add(addressOf(nodes[0] as Node));
  await inSync(...nodes);
  return nodes;
}

async function fill(node: Node, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await node.put(checkKey(`key ${i}`), textValue('value'));
}

test('what a node sets reaches all that are linked to each other once, from that node itself', async (context) => {
  const nodes = await clique(context, 'Alice', 'Bob', 'Chloé', 'David');
  const [, , chloe] = nodes;
  const said = overheard(context);
  await fill(chloe as Node, 100);
  await until('all to hold it', () => nodes.every((node) => node.status().keys === 100));
  await inSync(...nodes);
  assert.equal(entriesIn(said).length, 3 * 100);
});

test('a node that joins is told all once, whomever it is linked to', async (context) => {
  const nodes = await clique(context, 'Alice', 'Bob', 'Chloé');
  await fill(nodes[0] as Node, 1000);
  await inSync(...nodes);
  await until('all to hold it', () => nodes.every((node) => node.status().keys === 1000));
  const said = overheard(context);
  const david = await openNode(context, { name: 'David', peers: nodes.map(addressOf) });
  await inSync(...nodes, david);
  assert.equal(david.status().keys, 1000);
  assert.equal(entriesIn(said).length, 1000);
});
