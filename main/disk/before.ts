import { link, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../is-running';
import { move } from './move';

/** Begins the names of folders that hold a database as it was before a process opened it. */
const BEFORE = 'db-before-';
/** The time when this process began comes first, so that the oldest sorts first and no two have the same name. */
const OWN = `${BEFORE}${Date.now()}-${process.pid}`;
/** Ends the name of an incomplete one. */
const UNFINISHED = '.part';
/** A file in one that is of no use any more, but that Windows keeps while LevelDB has files open that it links to. */
const FORGOTTEN = 'forgotten';
/** The LevelDB files that make up the database. Once written they never change in place; they are only removed. */
const DATA = /^(?:CURRENT|MANIFEST-\d+|\d+\.(?:ldb|sst|log))$/;

/** Whether a file in a database's folder is part of it. */
export function isData(name: string): boolean {
  return DATA.test(name);
}

export function holdsRows(name: string): boolean {
  return isData(name) && /^\d/.test(name);
}

/**
 * Keeps a database as this process finds it, unless an ended process left it as it had found it: nobody has read it
 * well since. When LevelDB opens a database, it drops what it cannot read of its log, and then the log. Links cost no
 * room; on a file system without links nothing is kept.
 */
export async function keepBefore(profile: string): Promise<void> {
  const kept = ownBefore(profile);
  const unfinished = `${kept}${UNFINISHED}`;
  try {
    for (const folder of await foldersIn(profile)) if (await isForgotten(folder)) await forget(folder);
    if ((await allBefore(profile)).some(isLeft)) return;
    const names = (await readdir(join(profile, 'db'))).filter(isData);
    if (names.length === 0) return;
    await mkdir(unfinished);
    for (const name of names) await link(join(profile, 'db', name), join(unfinished, name));
    // An existing one holds something, and stays.
    await move(unfinished, kept);
  } catch {
    await forget(unfinished);
  }
}

/** The folder of the database as this process found it. */
export function ownBefore(profile: string): string {
  return join(profile, OWN);
}

/**
 * The database as found by processes that have not read all of it well, oldest first: a killed process has left what
 * LevelDB may have dropped since.
 */
export async function allBefore(profile: string): Promise<string[]> {
  const whole = (await foldersIn(profile)).filter((folder) => !folder.endsWith(UNFINISHED));
  const before: string[] = [];
  for (const folder of whole) if (!(await isForgotten(folder))) before.push(folder);
  return before;
}

/** Whether its process has ended: a live one may still remove it. */
function isLeft(kept: string): boolean {
  return !isRunning(Number(/\d+$/.exec(kept)?.[0]));
}

/**
 * Call once all of the database was read well; with `ofAll` false, for this process's own if another holds the
 * database.
 */
export async function forgetBefore(profile: string, ofAll = true): Promise<void> {
  const folders = await foldersIn(profile);
  for (const folder of folders) if (ofAll || folder.startsWith(ownBefore(profile))) await forget(folder);
}

/** Removes it, or else leaves that to the next start. */
async function forget(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => writeFile(join(folder, FORGOTTEN), ''));
}

async function isForgotten(folder: string): Promise<boolean> {
  // Another process may have removed it meanwhile.
  const names: string[] = await readdir(folder).catch(() => []);
  return names.includes(FORGOTTEN);
}

/** All, oldest first. */
async function foldersIn(profile: string): Promise<string[]> {
  const names = (await readdir(profile)).filter((name) => name.startsWith(BEFORE));
  return names.sort().map((name) => join(profile, name));
}
