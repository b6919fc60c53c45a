import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { move } from './move';

/** Ends the name of an incomplete file, after its final name and a random part. */
const UNFINISHED = /\.[0-9a-f]{12}\.part$/;
/** Readable by this user only; on Windows, by everybody who may read the folder. */
const PRIVATE = 0o600;
/** Of a folder, likewise: whatever is in it, now and later. */
export const PRIVATE_FOLDER = 0o700;
/** A live writer writes within this time; a file untouched for longer was left behind. */
const ABANDONED_MS = 60 * 60 * 1000;

/** The codes of file systems that sync no folders. */
const UNSYNCED: readonly unknown[] = ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EPERM', 'EISDIR'];

/**
 * Writes a file whole or not at all, whatever happens meanwhile (Pillai et al., OSDI 2014): beside it under another
 * name, synced, checked, renamed, and the folder synced. The folder is created if missing.
 * @param check called with the path of the finished file before it gets its name; what it throws undoes the file
 * @param mode its permissions, if not the usual ones
 */
export async function writeWhole(
  path: string,
  write: (file: FileHandle) => Promise<void>,
  check: (path: string) => Promise<void> = async () => {},
  mode?: number,
): Promise<void> {
  await putInPlace(path, async (unfinished) => {
    await fill(unfinished, write, mode);
    await check(unfinished);
  });
  await syncFolder(dirname(path));
}

/** As `writeWhole`, readable by this user only. */
export function writePrivate(path: string, text: string): Promise<void> {
  return writeWhole(path, (file) => file.writeFile(text), undefined, PRIVATE);
}

/** As `writePrivate`, but not synced: readers see it whole, and it is of no use after a power cut. */
export function writePassing(path: string, text: string): Promise<void> {
  return putInPlace(path, (unfinished) => writeFile(unfinished, text, { flag: 'wx', mode: PRIVATE }));
}

/** A name for a file or a folder until it is whole; what is never renamed is removed in time. */
export function unfinishedName(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.part`;
}

/** Removes what killed writers left behind. @param now ms since 1970 */
export async function removeAbandoned(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!UNFINISHED.test(name)) continue;
    const path = join(folder, name);
    // Another writer may have given it its name meanwhile.
    const found = await stat(path).catch(() => null);
    if (found !== null && now - found.mtimeMs > ABANDONED_MS) await rm(path, { recursive: true, force: true });
  }
}

/** @param write called with the path of a file that does not exist yet, which then gets its name */
async function putInPlace(path: string, write: (unfinished: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = unfinishedName(path);
  try {
    await write(unfinished);
    await move(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw error;
  }
}

async function fill(path: string, write: (file: FileHandle) => Promise<void>, mode?: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await write(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Makes a new name in it survive a power cut. Windows opens no folders, and NTFS journals names; some file systems, of
 * networks and virtual machines, sync no folders.
 */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!UNSYNCED.includes((error as NodeJS.ErrnoException).code)) throw error;
  } finally {
    await handle.close();
  }
}
