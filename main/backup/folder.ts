import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Header, isFileName, isOf } from './format';
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

/**
 * The backups in a folder, as `newestFirst`: all of one node, and the newest of others. A missing folder has none.
 * @param now ms since 1970
 * @param node an id; `null` if it is not known
 */
export async function listBackups(folder: string, now: number, node: string | null): Promise<Listed[]> {
  const sorted = (names: string[]): string[] => newestFirst(names, (name) => name, now);
  const isOwn = (name: string): boolean => node !== null && isOf(node, name);
  const all = sorted((await namesIn(folder)).filter(isFileName));
  const byUse = [...all.filter(isOwn), ...all.filter((name) => !isOwn(name))];
  const listed: Listed[] = [];
  for (const name of sorted(byUse.slice(0, MAX_LISTED))) {
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
