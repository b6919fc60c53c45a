import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Header, isFileName } from './format';
import { peekBackup } from './read-backup';
import { newestFirst, outdated } from './retention';

/** Most backups in a list; a folder shared by several nodes may hold more. */
const MAX_LISTED = 500;

export interface Listed {
  readonly path: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Its header, not checked against its content yet; `null` if it cannot be read. */
  readonly header: Header | null;
}

/** The backups in a folder, of any node, as `newestFirst`. A missing folder has none. @param now ms since 1970 */
export async function listBackups(folder: string, now: number): Promise<Listed[]> {
  const names = newestFirst((await namesIn(folder)).filter(isFileName), (name) => name, now).slice(0, MAX_LISTED);
  const listed: Listed[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile()) listed.push({ path, size: found.size, header: await peekBackup(path).catch(() => null) });
  }
  return listed;
}

/**
 * Removes backups that are no longer to be kept.
 * @param own backups of one node in one folder
 * @param now ms since 1970
 * @param stays whether a file is kept even so; asked just before it would be removed
 */
export async function removeOutdated<T extends Pick<Listed, 'path'>>(
  own: readonly T[],
  now: number,
  stays: (file: T) => boolean,
): Promise<void> {
  const gone = new Set(
    outdated(
      own.map(({ path }) => basename(path)),
      now,
    ),
  );
  for (const file of own) if (gone.has(basename(file.path)) && !stays(file)) await rm(file.path, { force: true });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
