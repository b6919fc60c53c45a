import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { startDisplay, withoutDisplay } from './display.mjs';
import { bundleTests } from './setup/bundle-tests.mjs';
import { alone } from './setup/lock.mjs';
import { node24 } from './setup/node-24.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { root } from './setup/run.mjs';
import { seconds } from './setup/step.mjs';
import { testBrowser } from './setup/system-libraries.mjs';
import { script, setUpElectron, setUpWindow } from './setup.mjs';

/** 5 minutes: ends a test file that hangs before everybody's patience ends. */
const longestTestFile = 300_000;

/** 15 minutes: Node 24 leaves a test file that hangs to itself (https://github.com/nodejs/node/pull/57672). */
const longestStep = 900_000;

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
 * @typedef {string[]} Command program and arguments
 * @type {Record<string, (more: string[]) => Promise<Command[]> | Command[]>}
 */
const steps = {
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
const beforeRelease = ['long', 'unit-24'];

/** Unless one of these is chosen, Electron is needed, but no window. */
const ofWindows = ['e2e', 'spectron', 'package', 'long'];

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

const total = { passed: 0, failed: 0 };

// A signal also ends what endWith() noted.
for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])) {
  process.on(signal, () => process.exit(code));
}

await script(async () => {
  const { chosen, more } = choose(process.argv.slice(2));
  const env = await (chosen.some((name) => ofWindows.includes(name)) ? setUpWindow() : setUpElectron());
  if (chosen.includes('e2e')) await alone(testBrowser);
  const display = withoutDisplay() ? await startDisplay({ untilLastWindow: false }) : null;
  if (display) endWith(display.stop);
  const ok = await all(chosen, more, { ...env, ...(display && { DISPLAY: display.name }) });
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(ok ? 0 : 1);
});

/**
 * `npm test -- unit e2e` runs two steps; `npm test -- unit test/store/clock.test.ts` and `npm test -- e2e -g French`
 * run a part of one.
 *
 * @param {string[]} args
 */
function choose(args) {
  const end = args.findIndex((arg) => !(arg in steps));
  const chosen = args.slice(0, end < 0 ? args.length : end);
  const more = end < 0 ? [] : args.slice(end);
  if (more.length > 0 && chosen.length !== 1) {
    throw new Error(`No step is called ${more[0]}; there are: ${Object.keys(steps).join(', ')}`);
  }
  return {
    chosen: chosen.length > 0 ? chosen : Object.keys(steps).filter((name) => !beforeRelease.includes(name)),
    more,
  };
}

/**
 * @param {string[]} chosen
 * @param {string[]} more
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean>} whether all passed; the first step that fails is the last
 */
async function all(chosen, more, env) {
  for (const name of chosen) {
    console.log(`\n== ${name}`);
    const began = performance.now();
    for (const command of (await steps[name]?.(more)) ?? []) {
      if (!(await passes(command, env))) {
        console.log(`== ${name} failed after ${seconds(began)}`);
        return false;
      }
    }
    console.log(`== ${name}: ${seconds(began)}`);
  }
  return true;
}

/**
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 */
async function passes([program = '', ...args], env) {
  const { code, output } = await show(program, args, env);
  const passed = sum(output, /^(?:ℹ pass|\s+(?=\d+ passed)) ?(\d+)/gm);
  const failed = sum(output, /^(?:ℹ (?:fail|cancelled)|\s+(?=\d+ (?:failed|interrupted|did not run))) ?(\d+)/gm);
  total.passed += passed;
  const tests = args.includes('--test') || args.includes('test');
  if (tests && code === 0 && passed === 0) console.log('No test ran');
  const broken = code !== 0 || (tests && passed === 0);
  // A step that is not a test, or broke before any test ran, counts as one.
  total.failed += broken ? Math.max(failed, 1) : failed;
  return !broken && failed === 0;
}

/**
 * Runs a program so that everything it writes is shown at once, and kept.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function show(program, args, env) {
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const child = spawn(program, args, {
    cwd: root,
    env: { ...env, ...colour },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: longestStep,
    windowsHide: true,
  });
  const forget = endWith(() => child.kill());
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    process.stdout.write(text);
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      forget();
      resolve({ code, output: stripVTControlCharacters(output) });
    });
  });
}

/**
 * @param {string} output
 * @param {RegExp} pattern its first group holds a number
 */
function sum(output, pattern) {
  return [...output.matchAll(pattern)].reduce((all, match) => all + Number(match[1]), 0);
}

/**
 * @param {() => void} stop what to do when this process ends
 * @returns {() => void} takes it back
 */
function endWith(stop) {
  process.on('exit', stop);
  return () => process.off('exit', stop);
}
