import { networkInterfaces } from 'node:os';
import type { TestContext } from 'node:test';
import { MemoryDisk } from '../../main/disk/memory';
import { MemoryKeys } from '../../main/disk/memory-keys';
import type { EventKind, NodeEvent } from '../../main/net/events';
import type { PeerStatus } from '../../main/net/peers/peer-status';
import { Node } from '../../main/node/node';
import type { NodeOptions } from '../../main/node/read-profile';
import { portApart } from './ports';
import { silent } from './silent';
import { until } from './until';

/** A real node on a port that stays free while it is closed, with a disk in memory, closed when the test ends. */
export async function openNode(test: TestContext, options: Partial<NodeOptions> = {}): Promise<Node> {
  const node = await Node.open({
    disk: new MemoryDisk(),
    logger: silent,
    version: 'test',
    profile: '(memory)',
    backups: null,
    defaultName: 'Test',
    name: undefined,
    rule: undefined,
    acknowledge: undefined,
    nearby: false,
    path: '/byr',
    ports: [await portApart()],
    peers: [],
    now: Date.now,
    random: Math.random,
    keys: new MemoryKeys(),
    networkKey: undefined,
    ...options,
  });
  test.after(() => node.close());
  return node;
}

export async function aliceAndBob(test: TestContext): Promise<[alice: Node, bob: Node]> {
  return [await openNode(test, { name: 'Alice' }), await openNode(test, { name: 'Bob' })];
}

/** A disk in memory that a node leaves behind when it closes, for its next start. */
export class LastingDisk extends MemoryDisk {
  override async close(): Promise<void> {}
}

export function addressOf(node: Node): string {
  return `localhost:${node.port}`;
}

/** Every way to write where a node listens, as far as this machine has it. */
export function addressesOf(node: Node): string[] {
  const infos = Object.values(networkInterfaces()).flatMap((network) => network ?? []);
  const loopback = infos.some(({ address }) => address === '::1') ? [`[::1]:${node.port}`] : [];
  const own = node.status().addresses.map(({ address }) => address);
  return [addressOf(node), `127.0.0.1:${node.port}`, ...loopback, ...own];
}

/** The keys that have a value. */
export function keysOf({ database }: Node): string[] {
  return Array.from(database.winners()).flatMap(({ key, value }) => (value === null ? [] : [key]));
}

/** How one node sees another. */
export function peerOf(node: Node, other: Node): PeerStatus | undefined {
  return node.status().peers.find(({ id }) => id === other.id);
}

/** Every node knows all the others, nobody else, and holds what they hold. */
export async function inSync(...nodes: Node[]): Promise<void> {
  await until(`${nodes.map(({ name }) => name).join(', ')} to be in sync with each other`, () =>
    nodes.every((node) => {
      const { peers } = node.status();
      const others = nodes.filter((other) => other !== node);
      return (
        peers.length === others.length &&
        others.every((other) => peers.some((peer) => peer.id === other.id && peer.state === 'in-sync'))
      );
    }),
  );
}

/** A node's events of some kinds, oldest first. */
export function eventsOf(node: Node, ...kinds: EventKind[]): NodeEvent[] {
  return node.events
    .recent(500)
    .reverse()
    .filter(({ kind }) => kinds.includes(kind));
}

/** What was told of a node's links, each time that it was, oldest first. */
export function linkEvents(node: Node): string[] {
  const ofLinks = eventsOf(node, 'link-up', 'link-down');
  return ofLinks.flatMap(({ kind, count }) => Array.from({ length: count }, () => kind));
}
