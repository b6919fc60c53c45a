import { join } from 'node:path';
import { npm } from './npm.mjs';
import { root } from './run.mjs';
import { readJson } from './stamp.mjs';
import { step } from './step.mjs';

/**
 * Installs what package-lock.json asks for unless it is there: npm records in node_modules what it installed.
 *
 * @param {string} [folder] that of another package in this checkout
 */
export async function npmPackages(folder = '.') {
  const cwd = join(root, folder);
  const name = folder === '.' ? 'npm packages' : `npm packages of ${folder}`;
  if (!installed(cwd)) await step(name, () => npm(['ci'], cwd));
}

/** @param {string} folder */
function installed(folder) {
  const wanted = packages(join(folder, 'package-lock.json'));
  const there = packages(join(folder, 'node_modules/.package-lock.json'));
  for (const [path, entry] of Object.entries(wanted)) {
    // The first entry is the project itself; optional ones are often for another system.
    if (path === '' || (entry.optional && !there[path])) continue;
    if (there[path]?.version !== entry.version || there[path]?.integrity !== entry.integrity) return false;
  }
  return Object.keys(there).every((path) => path in wanted);
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function packages(lockfile) {
  return readJson(lockfile).packages ?? {};
}
