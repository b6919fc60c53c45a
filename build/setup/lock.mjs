import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cache, programs } from './run.mjs';

/**
 * Holds an empty file, named by process number, for each process of the set-up that has the lock: the set-up and the
 * programs that it runs, which go on if it is killed. A process that finds the folder gone or empty may take the lock.
 */
const lock = join(cache, 'setup-lock');

/** 30 s, in ms. Process numbers are reused: a lock may seem held by a process that has nothing to do with it. */
const longWait = 30_000;

const endings = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Does the work while no other set-up runs in this checkout: three terminals that each type `npm start` at once is how
 * a network of three begins.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(work) {
  makeFolder(cache);
  if (!take()) await turn();
  // A process that a signal ends at once leaves its programs running.
  for (const signal of endings) process.on(signal, exit);
  process.on('exit', release);
  programs.on('began', add).on('ended', remove);
  try {
    return await work();
  } finally {
    release();
    for (const signal of endings) process.off(signal, exit);
    process.off('exit', release);
    programs.off('began', add).off('ended', remove);
  }
}

async function turn() {
  console.log(`Waiting for the set-up that already runs here (process ${holders().join(', ') || 'unknown'})`);
  const reminder = setTimeout(() => console.log(`Still waiting; if no set-up runs here, delete ${lock}`), longWait);
  while (!take()) await pause(200);
  clearTimeout(reminder);
}

/** Never removes the file of another live process, whoever takes the lock meanwhile. */
function take() {
  for (const pid of holders()) if (!isAlive(Number(pid))) remove(pid);
  const own = `${lock}.${process.pid}`;
  makeFolder(own);
  writeFileSync(join(own, String(process.pid)), '');
  // Windows, unlike others, renames nothing to an existing folder, even if it is empty.
  removeEmpty();
  try {
    renameSync(own, lock);
    return true;
  } catch (error) {
    rmSync(own, { recursive: true });
    const { code = '' } = /** @type {NodeJS.ErrnoException} */ (error);
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(code)) throw error;
    return false;
  }
}

function release() {
  remove(process.pid);
  removeEmpty();
}

function removeEmpty() {
  try {
    rmdirSync(lock);
  } catch {
    // It is gone, or somebody holds it.
  }
}

/**
 * Not recursive: then Node would report a disk that cannot be written as ENOENT.
 *
 * @param {string} folder
 */
function makeFolder(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
}

/** @returns {string[]} */
function holders() {
  try {
    return readdirSync(lock);
  } catch {
    return [];
  }
}

/** @param {number} pid */
const add = (pid) => writeFileSync(join(lock, String(pid)), '');

/** @param {number | string} pid */
const remove = (pid) => rmSync(join(lock, String(pid)), { force: true });

/** @param {number} pid */
function isAlive(pid) {
  // This process holds nothing yet: it has the number of one that is gone, as in a restarted container.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * @param {string} _
 * @param {number} signal
 */
const exit = (_, signal) => process.exit(128 + signal);
