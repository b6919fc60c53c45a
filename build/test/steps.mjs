import { readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { bundleTests } from '../setup/bundle-tests.mjs';
import { alone } from '../setup/lock.mjs';
import { node24 } from '../setup/node-24.mjs';
import { npmPackages } from '../setup/npm-packages.mjs';
import { root } from '../setup/run.mjs';
import { endWith } from './end-with.mjs';

/** 5 minutes: ends a test file that hangs before everybody's patience ends. */
const longestTestFile = 300_000;

/** Most tests wait for a network more than they compute, so two files more run than there are cores. */
const filesAtOnce = 2 + availableParallelism();

/**
 * A process may wait at its end for code that is compiled in the background, and that for the process to collect garbage:
 * one of 1,500 runs of a test file hung so (https://github.com/nodejs/node/issues/54918). Files run beside each other, so
 * compiling in the foreground takes no longer.
 */
const endsForSure = '--no-concurrent-recompilation';

/**
 * A step runs programs one after the other; further arguments of `npm test -- <step>` go to the last of them.
 *
 * @typedef {import('./command.mjs').Command} Command
 * @type {Record<string, (more: string[]) => Promise<Command[]> | Command[]>}
 */
export const steps = {
  types: () => [tool('typescript/bin/tsc'), tool('typescript/bin/tsc', '--project', 'build')],
  lint: () => [tool('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings'), workflows],
  knip: () => [tool('knip/bin/knip.js')],
  unit: async (more) => [await bundled(process.execPath, more.length > 0 ? more : testFiles('test', isShort))],
  e2e: (more) => [playwright(more.length > 0 ? more : ['--grep-invert', '@long'])],
  spectron: onSpectron,
  package: onPackages,
  long: async (more) => [await bundled(process.execPath, testFiles('test', isLong)), playwright(more)],
  'unit-24': onNode24,
};

/**
 * `npm test` leaves these out, to end within ten minutes: the simulations and crowds at length with all tests of windows
 * (some are tagged `@long`, and lean on what others of their file left), and Node 24. They run before each release
 * (.github/workflows/release.yml).
 */
export const beforeRelease = ['long', 'unit-24'];

/** Steps that follow each other and run at once: each of them uses one core most of the time. */
export const beside = [
  ['types', 'lint', 'knip'],
  ['spectron', 'package'],
];

/** Unless one of these is chosen, Electron is needed, but no window. */
export const ofWindows = ['e2e', 'spectron', 'package', 'long'];

const workflows = [process.execPath, 'build/lint-workflows.mjs'];

/**
 * @param {string} program of an npm package
 * @param {string[]} args
 */
const tool = (program, ...args) => [process.execPath, join('node_modules', program), ...args];

/** @param {string[]} args */
const playwright = (args) =>
  tool('@playwright/test/cli.js', 'test', '--config', 'test/e2e/playwright.config.ts', ...args);

/**
 * @param {string} node
 * @param {string[]} options of Node
 * @param {string[]} files
 */
const testsOn = (node, options, files) => [
  node,
  endsForSure,
  ...[...options, '--test', '--test-reporter=spec', `--test-timeout=${longestTestFile}`],
  `--test-concurrency=${filesAtOnce}`,
  ...files,
];

/**
 * @param {string} node
 * @param {string[]} files
 */
async function bundled(node, files) {
  // Each run has a folder of its own, so that parallel runs do not lose their files.
  const folder = join(root, 'out', 'tests', String(process.pid));
  endWith(() => rmSync(folder, { recursive: true, force: true }));
  return testsOn(node, ['--enable-source-maps'], await bundleTests(files, folder));
}

const ofOtherSteps = ['test/e2e', 'test/package'];

/** @param {string} name */
const isTest = (name) => name.endsWith('.test.ts');

/** @param {string} name */
const isLong = (name) => name.endsWith('.long.test.ts');

/** @param {string} name */
const isShort = (name) => isTest(name) && !isLong(name);

/**
 * Listed here because neither the Windows shell nor `node --test` before Node 21 expands patterns.
 *
 * @param {string} folder
 * @param {(name: string) => boolean} isWanted
 * @returns {string[]}
 */
function testFiles(folder, isWanted) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ofOtherSteps.includes(path) ? [] : testFiles(path, isWanted);
    return isWanted(entry.name) ? [path] : [];
  });
}

/** @param {string[]} more */
async function onNode24(more) {
  const [major] = process.versions.node.split('.');
  const node = Number(major) >= 24 ? null : await alone(node24);
  if (node) return [await bundled(node, more.length > 0 ? more : testFiles('test', isTest))];
  console.log(`Nothing to do: this is Node ${major}, and npm has no other for ${process.platform}-${process.arch}`);
  return [];
}

/** Spectron's packages are installed when it is first run. */
async function onSpectron() {
  await alone(() => npmPackages('test/spectron'));
  return [testsOn(process.execPath, [], ['test/spectron/three-windows.test.mjs'])];
}

/** @param {string[]} more */
async function onPackages(more) {
  if (process.platform === 'linux') {
    const tests = more.length > 0 ? more : testFiles('test/package', isTest);
    return [[process.execPath, 'build/dist.mjs', 'deb', 'tar.gz'], await bundled(process.execPath, tests)];
  }
  console.log(`Nothing to do: packages are tried on Linux, and this is ${process.platform}`);
  return [];
}
