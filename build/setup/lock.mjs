import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cache, programs } from './run.mjs';

/**
 * Holds an empty file for each process of the set-up that has the lock, called by its number: the set-up, and what it
 * runs, which goes on where the set-up is killed. Who finds it gone or empty may take it.
 */
const lock = join(cache, 'setup-lock');

/** 30 s, in ms. Numbers of processes are used again: a lock may seem held by one that has nothing to do with it. */
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
  // What a signal ends at once leaves running what it runs.
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

/** Never removes what another process wrote that is alive, whoever takes the lock meanwhile. */
function take() {
  for (const pid of holders()) if (!isAlive(Number(pid))) remove(pid);
  const own = `${lock}.${process.pid}`;
  makeFolder(own);
  writeFileSync(join(own, String(process.pid)), '');
  // Windows, unlike others, renames to no folder that is there, even if it is empty.
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
 * Node says ENOENT of a disk that cannot be written where it is to make what is missing on the way, too.
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
  // This one holds nothing yet: it has the number of one that is gone, as in a container that starts anew.
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
