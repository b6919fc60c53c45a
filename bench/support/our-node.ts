import type { Disk } from '../../main/disk/disk';
import { MemoryKeys } from '../../main/disk/memory-keys';
import type { Logger } from '../../main/net/logger';
import { Node } from '../../main/node/node';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Our node as `byr serve` composes it, at any free port. @param backups the folder of its backups, if it makes any */
export function openNode(disk: Disk, backups: string | null = null): Promise<Node> {
  return Node.open({
    disk,
    keys: new MemoryKeys(),
    networkKey: undefined,
    logger: silent,
    version: 'bench',
    profile: '(bench)',
    backups,
    defaultName: `Bench ${process.pid}`,
    name: undefined,
    rule: undefined,
    acknowledge: undefined,
    nearby: false,
    path: '/byr',
    ports: [0],
    peers: [],
    now: Date.now,
    random: Math.random,
  });
}
