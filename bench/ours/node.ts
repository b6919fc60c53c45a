/**
 * Our node without a window, as `byr serve` composes it, and told by its parent what to set: with its real rule, clock,
 * history and network, and with a disk in memory, or LevelDB in a profile.
 *
 *     node --import tsx bench/ours/node.ts --port 3000 [--profile FOLDER]
 */
import { parseArgs } from 'node:util';
import { MemoryDisk } from '../../main/disk/memory';
import { openProfile } from '../../main/disk/profile';
import type { Logger } from '../../main/net/logger';
import { Node } from '../../main/node';
import { checkKey, textValue } from '../../main/store/text';
import { fillWhenTold } from '../support/fill';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const { values } = parseArgs({ options: { port: { type: 'string', default: '3000' }, profile: { type: 'string' } } });

async function start(port: number, profile: string | undefined): Promise<void> {
  const node = await Node.open({
    disk: profile === undefined ? new MemoryDisk() : (await openProfile(profile, profile)).disk,
    logger: silent,
    version: 'bench',
    profile: profile ?? '(memory)',
    defaultName: `Bench ${port}`,
    name: undefined,
    rule: undefined,
    path: '/byr',
    ports: [port],
    peers: [],
    now: Date.now,
    random: Math.random,
  });
  process.once('SIGTERM', () => void node.close().then(() => process.exit(0)));
  fillWhenTold((key, value) => node.put(checkKey(key), textValue(value)));
}

void start(Number(values.port), values.profile);
