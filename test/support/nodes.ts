import type { TestContext } from 'node:test';
import { MemoryDisk } from '../../main/disk/memory';
import type { Logger } from '../../main/net/logger';
import { Node, type NodeOptions } from '../../main/node';

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** A real node on a free port, with a disk in memory, closed when the test ends. */
export async function openNode(test: TestContext, options: Partial<NodeOptions> = {}): Promise<Node> {
  const node = await Node.open({
    disk: new MemoryDisk(),
    logger: silent,
    version: 'test',
    profile: '(memory)',
    defaultName: 'Test',
    name: undefined,
    rule: undefined,
    path: '/byr',
    ports: [0],
    peers: [],
    now: Date.now,
    random: Math.random,
    ...options,
  });
  test.after(() => node.close());
  return node;
}

export function addressOf(node: Node): string {
  return `localhost:${node.port}`;
}
