import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cache } from './run.mjs';
import { read } from './stamp.mjs';

const file = join(cache, 'setup.lock');

/**
 * Does the work while no other set-up runs in this checkout: three terminals that each type `npm start` at once is how
 * a network of three begins.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(work) {
  mkdirSync(cache, { recursive: true });
  for (let told = false; !take(); told = true) {
    if (!told) console.log(`Waiting for the set-up that already runs here (process ${read(file)})`);
    await pause(200);
  }
  const release = () => rmSync(file, { force: true });
  process.on('exit', release);
  try {
    return await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

function take() {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    const holder = Number(read(file));
    if (holder ? !alive(holder) : isOld()) rmSync(file, { force: true });
    return false;
  }
}

/** Whoever made it was killed before it wrote who it is. */
function isOld() {
  const { mtimeMs = Date.now() } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return Date.now() - mtimeMs > 1000;
}

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
