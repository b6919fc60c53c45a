import { setTimeout as sleep } from 'node:timers/promises';
import type { Kind } from './kinds';
import { NodeProcess } from './node-process';
import type { Fill } from './tasks';

/** Sets that are not done yet, of a node that is filled. */
export const IN_FLIGHT = 256;
/** Gossip, greetings, and the last of what they set off. */
const REST_MS = 300;

export type Three = readonly [NodeProcess, NodeProcess, NodeProcess];

/** Starts three nodes, has them used, and ends them. */
export async function withThree<T>(kind: Kind, use: (nodes: Three) => Promise<T>): Promise<T> {
  const nodes: Three = [await NodeProcess.start(kind), await NodeProcess.start(kind), await NodeProcess.start(kind)];
  try {
    return await use(nodes);
  } finally {
    await Promise.all(nodes.map((node) => node.end()));
  }
}

/** Links each node to all others, as its kind does, and lets them come to rest. */
export async function linkAll(nodes: readonly NodeProcess[]): Promise<void> {
  for (const [i, node] of nodes.entries()) {
    for (const [j, other] of nodes.entries()) if (links(node.kind, i, j)) await node.ask('link', other.port);
  }
  await rest();
}

/** Lets nodes come to rest after what they were told. */
export function rest(): Promise<void> {
  return sleep(REST_MS);
}

function links({ links }: Kind, from: number, to: number): boolean {
  if (links === 'each way') return from !== to;
  return links === 'once a pair' ? from > to : from > 0 && to === 0;
}

/** Has a node set keys. Returns when that began. */
export function fill(node: NodeProcess, sets: Omit<Fill, 'limit'>): Promise<number> {
  return node.ask('fill', { ...sets, limit: IN_FLIGHT });
}

/** Returns when the last of them held that many keys. */
export async function holdAll(nodes: readonly NodeProcess[], keys: number): Promise<number> {
  return Math.max(...(await Promise.all(nodes.map((node) => node.ask('hold', keys)))));
}

/** Nothing counts unless all hold the same, key by key. */
export async function beEqual(nodes: readonly NodeProcess[]): Promise<void> {
  const contents = await Promise.all(nodes.map((node) => node.ask('contents')));
  if (new Set(contents).size > 1) throw new Error(`${nodes[0]?.kind.name}: the nodes do not hold the same`);
}

/** Processor time that all of them used so far, ms. */
export async function cpuOf(nodes: readonly NodeProcess[]): Promise<number> {
  const used = await Promise.all(nodes.map((node) => node.ask('cpu')));
  return used.reduce((sum, ms) => sum + ms, 0);
}
