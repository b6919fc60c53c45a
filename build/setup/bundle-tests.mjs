import { join } from 'node:path';
import { root } from './run.mjs';

/**
 * Bundles test files with what they share. Each runs in a process of its own, and compiling TypeScript there would take
 * more time than most tests.
 *
 * @param {string[]} files such as 'test/store/clock.test.ts'
 * @param {string} folder
 * @returns {Promise<string[]>} the files that Node runs instead
 */
export async function bundleTests(files, folder) {
  // This very process may have installed the packages.
  const { build } = await import('vite');
  const names = files.map((file) => file.replace(/\.ts$/, ''));
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(names.map((name, n) => [name, join(root, files[n] ?? '')])),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'shared/[name]-[hash].mjs' },
      },
    },
  });
  return names.map((name) => join(folder, `${name}.mjs`));
}
