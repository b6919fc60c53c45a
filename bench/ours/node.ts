/**
 * Our node without a window, as `byr serve` composes it: with its real rule, clock, history and network, and with a disk
 * in memory, or LevelDB in a profile.
 *
 *     node out/bench/ours.js [--profile FOLDER] [--together]     with --together: sets go in as an import's do, many a call
 */
import { parseArgs } from 'node:util';
import { MemoryDisk } from '../../main/disk/memory';
import { openProfile } from '../../main/disk/profile';
import type { Node } from '../../main/node/node';
import { checkKey, textValue } from '../../main/store/text';
import { carryOut } from '../support/carry-out';
import { openNode } from '../support/our-node';
import { cutAll, mend } from '../support/sockets';

const { values } = parseArgs({
  options: { profile: { type: 'string' }, together: { type: 'boolean', default: false } },
});

function setMany(node: Node, entries: readonly (readonly [string, string])[]): Promise<unknown> {
  return node.putAll(entries.map(([key, value]) => [checkKey(key), textValue(value)]));
}

async function start(profile: string | undefined): Promise<void> {
  const disk = profile === undefined ? new MemoryDisk() : (await openProfile(profile, profile)).disk;
  const node = await openNode(disk);
  carryOut({
    port: node.port as number,
    get size() {
      return node.database.size;
    },
    async link(port) {
      mend();
      // The other one may have been quicker: then they are linked all the same.
      await node.peers.add(String(port)).catch((error: { code?: string }) => {
        if (error.code !== 'already-linked') throw error;
      });
    },
    // A node that loses its link dials again, and so does the other: only a cable that stays out keeps them apart.
    unlink: cutAll,
    set: (key, value) => node.put(checkKey(key), textValue(value)),
    ...(values.together ? { setMany: (entries) => setMany(node, entries) } : {}),
    contents: () => Array.from(node.database.winners(), ({ key, value }) => [key, value]),
    onSet: (listener) => {
      node.listen({ entries: (winners) => winners.forEach(({ key }) => listener(key)), status: () => {} });
    },
    close: () => node.close(),
  });
}

void start(values.profile);
