import { join, posix, resolve } from 'node:path';
import { root } from './run.mjs';

/** What tests start in processes of their own, by test/support/program.ts. */
const programs = ['backup/writer', 'disk/writer', 'disk/crash/worker', 'soak/hostile-process'];

/**
 * Folders whose test files run in one process a folder, one after the other: to start one for each takes more time than most
 * of their tests. What they mock, they mock within a test. In `test/disk` some files prepare disks for all of their tests.
 */
const together = [
  'test/backup',
  'test/command',
  'test/net',
  'test/net/peers',
  'test/net/server',
  'test/net/sync',
  'test/renderer',
  'test/store',
];

/**
 * What takes longest, the longest first. Node starts test files in the order of their names: these go before all others, so
 * that no core is left without work while one of them ends.
 */
const longest = [
  'test/sim/sim.test',
  'test/net.test',
  'test/command.test',
  'test/net/peers.test',
  'test/backup.test',
  'test/net/server.test',
  'test/store.test',
];

/** Begins the name of a module that imports the test files of a folder. */
const ALL_OF = 'all-of:';

/**
 * Bundles test files with what they share, and the programs that they start. Each, or all of a folder, runs in a process of
 * its own, and compiling TypeScript there would take more time than most tests.
 *
 * @param {string[]} files such as 'test/store/clock.test.ts'
 * @param {string} folder
 * @returns {Promise<string[]>} the files that Node runs instead
 */
export async function bundleTests(files, folder) {
  // This very process may have installed the packages.
  const { build } = await import('vite');
  const groups = together.filter((one) => files.some((file) => posix.dirname(file) === one));
  const alone = files.filter((file) => !together.includes(posix.dirname(file)));
  const names = alone.map((file) => file.replace(/\.ts$/, ''));
  const all = [...names, ...programs.map((program) => `test/${program}`)];
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [
      {
        name: 'all-of',
        resolveId: (id) => (id.startsWith(ALL_OF) ? id : null),
        load(id) {
          if (!id.startsWith(ALL_OF)) return null;
          const among = files.filter((file) => posix.dirname(file) === id.slice(ALL_OF.length));
          return among.map((file) => `import ${JSON.stringify(join(root, file))};`).join('\n');
        },
      },
    ],
    define: { 'process.env.BYR_TEST_BUNDLES': JSON.stringify(resolve(root, folder)) },
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries([
          ...all.map((name) => [name, join(root, `${name}.ts`)]),
          ...groups.map((name) => [`${name}.test`, ALL_OF + name]),
        ]),
        output: {
          format: 'es',
          entryFileNames: ({ name }) => bundleOf(name),
          chunkFileNames: 'shared/[name]-[hash].mjs',
        },
      },
    },
  });
  return [...groups.map((name) => `${name}.test`), ...names].map((name) => join(folder, bundleOf(name)));
}

/** @param {string} name */
function bundleOf(name) {
  const place = longest.indexOf(name);
  return posix.join(place < 0 ? '' : String(place), `${name}.mjs`);
}
