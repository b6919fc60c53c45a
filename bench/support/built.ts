import { join } from 'node:path';
import { build } from 'vite';

const root = join(__dirname, '..', '..');
const folder = join(root, 'out', 'bench');
/** What is measured in a process of its own: `bench/NAME/node.ts`. */
export type Program = 'baseline' | 'disk' | 'ours' | 'raw' | 'yjs';
const programs: readonly Program[] = ['baseline', 'disk', 'ours', 'raw', 'yjs'];

/** Builds all nodes alike, as the app is built: what takes TypeScript apart while it runs would be measured too. */
export async function buildNodes(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: {
        input: Object.fromEntries(programs.map((name) => [name, join(root, 'bench', name, 'node.ts')])),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  });
}

export function builtNode(program: Program): string {
  return join(folder, `${program}.cjs`);
}
