import { join } from 'node:path';
import type { Disk } from '../../../main/disk/disk';
import { MemoryKeys } from '../../../main/disk/memory-keys';
import { Node } from '../../../main/node/node';
import { silent } from '../../support/silent';

/** Small, so that LevelDB is writing tables and compacting them most of the time. */
export const LEVEL = { writeBufferSize: 64 * 1024, maxFileSize: 1024 * 1024 };
/** Writers at once, and keys of each. */
export const WRITERS = 8;
export const KEYS = 10;

/** What a process is to do, as its argument says in JSON. */
export interface Work {
  readonly folder: string;
  readonly seed: number;
  /** The number of the first write of each writer: above all numbers of the process before. */
  readonly first: number;
  readonly peers: readonly string[];
  /** Whether it writes, beside taking what its peers tell. */
  readonly writes: boolean;
  /** A backup of another node, which it restores again and again while it writes, and makes its own. */
  readonly restores: string;
}

/** What a worker prints when a restore is done. */
export const RESTORED = 'restored';

/** @param folder its backups go into a folder there */
export function openNode(disk: Disk, folder: string, name: string, peers: readonly string[]): Promise<Node> {
  return Node.open({
    ...{ disk, peers, profile: folder, backups: join(folder, 'backups'), defaultName: name, name: undefined },
    ...{ logger: silent, version: 'test', path: '/byr', ports: [0], rule: undefined, acknowledge: undefined },
    ...{ keys: new MemoryKeys(), networkKey: undefined, nearby: false },
    ...{ now: Date.now, random: Math.random },
  });
}

/** Every write of a writer has a number; some delete. */
export function isDelete(n: number): boolean {
  return n % 10 === 9;
}
