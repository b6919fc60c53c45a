import { join, resolve } from 'node:path';
import { root } from './run.mjs';

/** What tests start in processes of their own, by test/support/program.ts. */
const programs = ['backup/writer', 'disk/writer', 'disk/crash/worker', 'soak/hostile-process'];

/**
 * Bundles test files with what they share, and the programs that they start. Each runs in a process of its own, and
 * compiling TypeScript there would take more time than most tests.
 *
 * @param {string[]} files such as 'test/store/clock.test.ts'
 * @param {string} folder
 * @returns {Promise<string[]>} the files that Node runs instead
 */
export async function bundleTests(files, folder) {
  // This very process may have installed the packages.
  const { build } = await import('vite');
  const names = files.map((file) => file.replace(/\.ts$/, ''));
  const all = [...names, ...programs.map((program) => `test/${program}`)];
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.BYR_TEST_BUNDLES': JSON.stringify(resolve(root, folder)) },
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(all.map((name) => [name, join(root, `${name}.ts`)])),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'shared/[name]-[hash].mjs' },
      },
    },
  });
  return names.map((name) => join(folder, `${name}.mjs`));
}
