import type { Stats } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { writeWhole } from './disk/whole-file';
import { Refused } from './store/refusal';

const PERMISSIONS = 0o777;

/**
 * Writes a file that a user named: whole or not at all, with the existing file's permissions, and at a link's target. A
 * device or a pipe is written to directly.
 * @throws Refused `not-found` if its folder is missing; errors of the system
 */
export async function writeOutput(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const there = await statOf(path);
  if (there === null) return writeNew(resolve(path), write);
  if (!there.isFile()) return writeInto(path, write);
  const mode = there.mode & PERMISSIONS;
  const replace = async (file: FileHandle): Promise<void> => {
    // Also the permissions that the process's mask removed.
    await file.chmod(mode);
    await write(file);
  };
  await writeWhole(await realpath(path), replace, undefined, mode);
}

/** The folder must exist: a missing one is more often a mistake than a wish. */
async function writeNew(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const folder = dirname(path);
  if ((await statOf(folder)) === null) {
    throw new Refused('not-found', `There is no folder ${folder}: make it first, or name another file.`);
  }
  await writeWhole(path, write);
}

async function writeInto(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, 'w');
  try {
    await write(file);
  } finally {
    await file.close();
  }
}

/** `null` if there is nothing. */
function statOf(path: string): Promise<Stats | null> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}
