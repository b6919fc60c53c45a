import { join } from 'node:path';
import { build } from 'vite';

const root = join(__dirname, '..', '..');
const folder = join(root, 'out', 'bench');
/** What is measured in a process of its own: `bench/NAME/node.ts`. */
export type Program = 'baseline' | 'disk' | 'ours' | 'raw' | 'yjs';
const programs: readonly Program[] = ['baseline', 'disk', 'ours', 'raw', 'yjs'];

/** As in the app, whose `build/electron.vite.config.ts` says why. */
const external = ['classic-level', 'bufferutil', 'utf-8-validate'];

/**
 * Builds all nodes alike, as the app is built, with their packages in one bundle: what finds hundreds of files, or takes
 * TypeScript apart while it runs, would be measured too.
 */
export async function buildNodes(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: {
        external,
        input: Object.fromEntries(programs.map((name) => [name, join(root, 'bench', name, 'node.ts')])),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  });
}

export function builtNode(program: Program): string {
  return join(folder, `${program}.cjs`);
}
