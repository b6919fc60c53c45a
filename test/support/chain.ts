import type { TestContext } from 'node:test';
import { MemoryDisk } from '../../main/disk/memory';
import type { PeerRecord } from '../../main/net/peers/peers';
import type { Node } from '../../main/node/node';
import type { NodeOptions } from '../../main/node/read-profile';
import type { NodeId } from '../../main/store/stamp';
import { addressOf, openNode } from './nodes';
import { until } from './until';

/**
 * Nodes for a chain, not linked yet. Peers tell each other of their peers, and would soon be linked all to all: so the
 * user of each has removed all but its neighbours.
 */
export function openChain(
  test: TestContext,
  length: number,
  options: (at: number) => Partial<NodeOptions>,
): Promise<Node[]> {
  const ids = Array.from({ length }, (_, at) => (at + 1).toString(16).padStart(16, '0') as NodeId);
  return Promise.all(
    ids.map(async (id, at) => {
      const disk = new MemoryDisk();
      await disk.writeNote('id', id);
      await disk.writeNote('peers', ids.filter((_, other) => Math.abs(at - other) > 1).map(removed));
      return openNode(test, { disk, name: letter(at), ...options(at) });
    }),
  );
}

/** Links neighbours, and waits until they are. */
export async function linkUp(nodes: readonly Node[]): Promise<void> {
  const links = nodes.slice(1).map((node, at) => node.peers.add(addressOf(nodes[at] as Node)));
  await Promise.all(links);
  await agree(nodes);
}

/** Waits until all nodes hold the same. Returns after how many ms they did. */
export async function agree(nodes: readonly Node[]): Promise<number> {
  const began = performance.now();
  await until(`${nodes.length} nodes to hold the same`, () => {
    const prints = nodes.map((node) => node.status().fingerprint);
    return prints.every((print) => print === prints[0]);
  });
  return performance.now() - began;
}

/** Links that each has, in order: 1, 2, … 2, 1 where it is a chain. */
export function linkCounts(nodes: readonly Node[]): number[] {
  return nodes.map((node) => node.status().peers.filter(({ state }) => /sync/.test(state)).length);
}

function letter(at: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + at);
}

function removed(id: NodeId): PeerRecord {
  return {
    id,
    name: null,
    addresses: [],
    removed: true,
    paused: false,
    learnedFrom: null,
    lastSeen: null,
  };
}
