import { join } from 'node:path';
import type { Kind } from './node-process';

const root = join(__dirname, '..', '..');
const script = (path: string): string[] => ['--import', 'tsx', join(root, 'bench', path)];

export const baseline: Kind = {
  name: 'course style',
  args: (port) => [...script('baseline/node.ts'), '--port', String(port)],
  look: async (node) => ({ keys: (await node.ask('size')) as number, fingerprint: '' }),
};

/** Asks as the command line does. */
const look: Kind['look'] = async (node) => {
  const reply = (await node.ask('status')) as { value: { keys: number; fingerprint: string } };
  return reply.value;
};

export const inMemory: Kind = {
  name: 'ours, memory',
  args: (port) => [...script('ours/node.ts'), '--port', String(port)],
  look,
};

export const onDisk: Kind = {
  name: 'ours, LevelDB',
  args: (port, folder) => [...script('ours/node.ts'), '--port', String(port), '--profile', folder],
  look,
};

/** What users run, as it is built. */
export const served: Kind = {
  name: 'byr serve (built, LevelDB)',
  args: (port, folder) => [join(root, 'out/main/cli.js'), 'serve', '--port', String(port), '--profile', folder],
  look,
};
