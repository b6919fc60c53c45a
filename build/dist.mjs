import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeChecksums } from './dist/checksums.mjs';
import { configuration, folders } from './dist/config.mjs';
import { drawIcons } from './dist/icons.mjs';
import { sevenZip } from './dist/seven-zip.mjs';
import { root, run } from './setup/run.mjs';
import { step } from './setup/step.mjs';
import { script, setUpWindow } from './setup.mjs';

/**
 * @typedef {'x64' | 'arm64'} Arch
 * @typedef {object} System what is made on a system, and for which processors
 * @property {string[]} targets
 * @property {Arch[]} archs
 */

const here = /** @type {Arch} */ (process.arch);

/** @type {Record<string, System>} */
const systems = {
  linux: { targets: ['AppImage', 'deb', 'tar.gz'], archs: [here] },
  // classic-level has no prebuild for Windows on ARM, which runs this as well.
  win32: { targets: ['nsis', 'portable', 'zip'], archs: ['x64'] },
  darwin: { targets: ['dmg', 'zip'], archs: ['x64', 'arm64'] },
};

/** @type {System} what can be made with the Electron that stands in, from package registries alone */
const fromRegistries = { targets: ['deb', 'tar.gz'], archs: [here] };

await script(async () => {
  const standIn = await standInOf(await setUpWindow());
  const { targets, archs } = standIn ? fromRegistries : (systems[process.platform] ?? unknown());
  const made = choose(process.argv.slice(2), targets);
  const files = await step(`Packages ${made.join(', ')}`, () => build(made, archs, standIn));
  await writeChecksums(join(root, folders.packages), files);
  for (const file of files) console.log(`${folders.packages}/${basename(file)}`);
  if (standIn) {
    console.log(`These are test builds, with Electron ${standIn.version} in place of the real one: not for users.`);
    console.log('AppImage needs tools that only an ordinary network has: run this there.');
  }
});

/** @returns {never} */
function unknown() {
  throw new Error(`There are no packages for ${process.platform}.`);
}

/**
 * @param {NodeJS.ProcessEnv} env where set-up found Electron
 * @returns {Promise<import('./dist/config.mjs').StandIn | null>} null for the one of package.json
 */
async function standInOf(env) {
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder) return null;
  const version = await run(join(folder, 'electron'), ['-p', 'process.versions.electron'], {
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return { folder, version: version.trim() };
}

/**
 * @param {string[]} wanted all of them where it names none
 * @param {string[]} targets
 */
function choose(wanted, targets) {
  const other = wanted.find((name) => !targets.includes(name));
  if (other) throw new Error(`No package is called ${other} here; there are: ${targets.join(', ')}`);
  return wanted.length > 0 ? wanted : targets;
}

/**
 * @param {string[]} targets
 * @param {Arch[]} archs
 * @param {import('./dist/config.mjs').StandIn | null} standIn
 * @returns {Promise<string[]>} the files that it made
 */
async function build(targets, archs, standIn) {
  rmSync(join(root, folders.packages), { recursive: true, force: true });
  await drawIcons(join(root, folders.resources));
  await useOwnTools(standIn);
  const { Arch, Platform, build } = await import('electron-builder');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const all = await build({
    projectDir: root,
    config: configuration(version, standIn),
    publish: 'never',
    targets: new Map([[Platform.current(), new Map(archs.map((arch) => [Arch[arch], targets]))]]),
  });
  return all.filter((file) => !file.endsWith('.blockmap'));
}

/** @param {import('./dist/config.mjs').StandIn | null} standIn */
async function useOwnTools(standIn) {
  process.env.CUSTOM_FPM_PATH = join(root, 'build', 'dist', 'fpm.mjs');
  if (!standIn) return;
  process.env.ELECTRON_BUILDER_7ZIP_PATH = await sevenZip();
  // Nobody downloads a test build: made soon is better than small.
  process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL = '1';
}
