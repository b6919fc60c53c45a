import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/**
 * Does the work unless the stamp file says that it was done for exactly the same sources.
 *
 * @param {string} stamp file that keeps the hash; delete it to have the work done again
 * @param {string[]} sources files and folders of the checkout
 * @param {() => Promise<unknown>} work
 */
export async function whenChanged(stamp, sources, work) {
  const hash = hashOf(sources);
  if (read(stamp) === hash) return;
  await work();
  writeFileSync(stamp, hash);
}

/** @param {string[]} sources */
function hashOf(sources) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(filesOf)) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesOf(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const names = readdirSync(join(root, path)).sort();
  return names.flatMap((name) => filesOf(`${path}/${name}`));
}

/**
 * @param {string} file
 * @returns {string | undefined} its text; undefined if it does not exist
 */
export function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * @param {string} file of JSON
 * @returns {any} what it holds; an empty object if it does not exist, or was truncated by a full disk
 */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) ?? {};
  } catch {
    return {};
  }
}
