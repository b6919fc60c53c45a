import { link, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Of the folder that holds a database as it was before this process opened it; the number of the process follows. */
const BEFORE = 'db-before-';
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
 * Keeps a database as it is now: LevelDB drops what it cannot read of its log when it opens it, and then the log. Links
 * cost no room; a file system without links keeps nothing.
 */
export async function keepBefore(profile: string): Promise<void> {
  const kept = join(profile, `${BEFORE}${process.pid}`);
  try {
    await rm(kept, { recursive: true, force: true });
    const names = (await readdir(join(profile, 'db'))).filter(isData);
    if (names.length > 0) await mkdir(kept);
    for (const name of names) await link(join(profile, 'db', name), join(kept, name));
  } catch {
    await rm(kept, { recursive: true, force: true });
  }
}

/** The database as this process found it; `null` where that was not kept. */
export async function before(profile: string): Promise<string | null> {
  const kept = join(profile, `${BEFORE}${process.pid}`);
  const names = await readdir(kept).catch(() => []);
  return names.length === 0 ? null : kept;
}

/** To be called once the database was found well, or is not this process's to open. */
export async function forgetBefore(profile: string, ofAll = true): Promise<void> {
  const own = `${BEFORE}${process.pid}`;
  const names = (await readdir(profile)).filter((name) => (ofAll ? name.startsWith(BEFORE) : name === own));
  for (const name of names) await rm(join(profile, name), { recursive: true, force: true });
}
