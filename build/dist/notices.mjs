import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/run.mjs';

/** Each is built into its own folder, with the licences of what it holds. */
const bundles = ['main', 'preload', 'renderer'];
/** Not bundled: in the package beside the bundle, with its dependencies. */
const besides = 'classic-level';
const legal = /^(?:licen[cs]e|copying|notice)/i;

/** @typedef {{ name: string, version: string, identifier?: string, text?: string }} License as Vite writes it */

/**
 * Writes the licences of all third-party packages in the built app: most must accompany every copy.
 *
 * @param {string} file where to
 */
export function writeNotices(file) {
  const bundled = bundles.flatMap((bundle) => readJson(join(root, 'out', bundle, 'licenses.json')));
  const all = new Map([...bundled, ...withDependencies(besides)].map((one) => [`${one.name} ${one.version}`, one]));
  const sections = [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, license]) => section(name, license));
  const head =
    'Build Your Rating holds the following packages of others, under the licences that stand below their names.\n';
  writeFileSync(file, [head, ...sections].join(`\n${'-'.repeat(80)}\n\n`));
}

/**
 * @param {string} name
 * @param {License} license
 */
function section(name, { identifier, text }) {
  const page = `https://www.npmjs.com/package/${name.slice(0, name.lastIndexOf(' '))}`;
  const heading = identifier ? `${name} (${identifier})` : name;
  return `${heading}\n\n${text?.trim() || `No text of a licence comes with it; ${page} tells more.`}\n`;
}

/**
 * @param {string} name of a package
 * @param {Map<string, License>} found
 * @returns {Iterable<License>}
 */
function withDependencies(name, found = new Map()) {
  const folder = join(root, 'node_modules', name);
  const { version, license, dependencies = {} } = readJson(join(folder, 'package.json'));
  if (found.has(name)) return [];
  found.set(name, { name, version, identifier: license, text: textsOf(folder).join('\n\n') });
  for (const dependency of Object.keys(dependencies)) withDependencies(dependency, found);
  return found.values();
}

/**
 * Also those of compiled-in code: in classic-level, LevelDB and Snappy.
 *
 * @param {string} folder of a package
 */
function textsOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && legal.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !path.slice(folder.length).includes('node_modules'))
    .sort()
    .map((path) => readFileSync(path, 'utf8').trim());
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
