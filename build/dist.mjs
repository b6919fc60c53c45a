import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeChecksums } from './dist/checksums.mjs';
import { configuration, folders } from './dist/config.mjs';
import { standInOf } from './dist/stand-in.mjs';
import { root } from './setup/run.mjs';
import { step } from './setup/step.mjs';
import { script, setUpElectron } from './setup.mjs';

/**
 * @typedef {import('./dist/make.mjs').Arch} Arch
 * @typedef {object} System what is made on a system, and for which processors
 * @property {string[]} targets
 * @property {Arch[]} archs
 */

const packages = join(root, folders.packages);

const here = /** @type {Arch} */ (process.arch);

/** @type {Record<string, System>} */
const systems = {
  linux: { targets: ['AppImage', 'deb', 'tar.gz'], archs: [here] },
  // classic-level has no prebuild for Windows on ARM, which runs this too.
  win32: { targets: ['nsis', 'portable', 'zip'], archs: ['x64'] },
  darwin: { targets: ['dmg', 'zip'], archs: ['x64', 'arm64'] },
};

/** @type {System} what can be made with the Electron that stands in, from package registries alone */
const fromRegistries = { targets: ['deb', 'tar.gz'], archs: [here] };

await script(async () => {
  const standIn = await standInOf(await setUpElectron());
  const { targets, archs } = standIn ? fromRegistries : (systems[process.platform] ?? unknown());
  const made = choose(process.argv.slice(2), targets);
  // This very process may have installed what it imports.
  const { makePackages } = await import('./dist/make.mjs');
  rmSync(packages, { recursive: true, force: true });
  const files = await step(`Packages ${made.join(', ')}`, () =>
    makePackages(root, configuration(standIn), made, archs),
  );
  await writeChecksums(packages, files);
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
 * @param {string[]} wanted all of them where it names none
 * @param {string[]} targets
 */
function choose(wanted, targets) {
  const other = wanted.find((name) => !targets.includes(name));
  if (other) throw new Error(`No package is called ${other} here; there are: ${targets.join(', ')}`);
  return wanted.length > 0 ? wanted : targets;
}
