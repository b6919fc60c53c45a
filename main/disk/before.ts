import { link, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../is-running';
import { move } from './move';

/** Of the folders that hold a database as it was before a process opened it. */
const BEFORE = 'db-before-';
/** When this process began comes first, so that the oldest stands first and none in the place of another. */
const OWN = `${BEFORE}${Date.now()}-${process.pid}`;
/** Ends the name of one that does not hold all yet. */
const UNFINISHED = '.part';
/** The files of LevelDB that are the database. Once written none of them changes in place; they are only removed. */
const DATA = /^(?:CURRENT|MANIFEST-\d+|\d+\.(?:ldb|sst|log))$/;

/** Whether a file in the folder of a database is a part of it. */
export function isData(name: string): boolean {
  return DATA.test(name);
}

export function holdsRows(name: string): boolean {
  return isData(name) && /^\d/.test(name);
}

/**
 * Keeps a database as this process finds it, unless one that has ended left it as it had found it: nobody has read it well
 * since. LevelDB drops what it cannot read of its log when it opens it, and then the log. Links cost no room; a file system
 * without links keeps nothing.
 */
export async function keepBefore(profile: string): Promise<void> {
  const kept = ownBefore(profile);
  const unfinished = `${kept}${UNFINISHED}`;
  try {
    if ((await allBefore(profile)).some(isLeft)) return;
    const names = (await readdir(join(profile, 'db'))).filter(isData);
    if (names.length === 0) return;
    await mkdir(unfinished);
    for (const name of names) await link(join(profile, 'db', name), join(unfinished, name));
    // One that is there already holds something, and stays.
    await move(unfinished, kept);
  } catch {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Where the database is kept as this process found it. */
export function ownBefore(profile: string): string {
  return join(profile, OWN);
}

/**
 * The database as it was found by those that have not read all of it well, the oldest first: whoever was killed before its
 * end has left what LevelDB may have dropped since.
 */
export async function allBefore(profile: string): Promise<string[]> {
  const names = (await readdir(profile)).filter((name) => name.startsWith(BEFORE) && !name.endsWith(UNFINISHED));
  return names.sort().map((name) => join(profile, name));
}

/** Whether its process has ended: one that lives may still remove it. */
function isLeft(kept: string): boolean {
  return !isRunning(Number(/\d+$/.exec(kept)?.[0]));
}

/** To be called once all of the database was read well, and for a process's own where another one holds the database. */
export async function forgetBefore(profile: string, ofAll = true): Promise<void> {
  const names = (await readdir(profile)).filter((name) => name.startsWith(ofAll ? BEFORE : OWN));
  for (const name of names) await rm(join(profile, name), { recursive: true, force: true });
}
