import { mkdir, open as openFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forgetBefore, holdsRows, keepBefore } from './before';
import { Damaged } from './damaged';
import type { Disk } from './disk';
import { readHolder, writeHolder } from './holder';
import { isLocked, LevelDisk } from './level';
import { unheld } from './move';
import { profileFolder } from './profile-folder';
import { CopiedDisk, readSecondCopy } from './second-copy';
import { PRIVATE_FOLDER } from './whole-file';

/** More windows than a class opens on one machine; an endless loop would hide what is wrong. */
const MAX_PROFILES = 100;
/** The system's codes when nothing can be written; the last one where another program keeps a file for itself. */
const NOT_WRITTEN: readonly string[] = [
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
  'EBUSY',
];
/** The codes of a path where no folder can be. */
const NO_FOLDER: readonly string[] = ['EEXIST', 'ENOTDIR', 'ENAMETOOLONG', 'ENOENT', 'EINVAL', 'ELOOP'];

/** A profile is a folder that holds one node's database and settings. */
export interface Profile {
  readonly folder: string;
  /** 1 for the first automatic profile, 2 for the next; `null` for a named one. */
  readonly number: number | null;
  readonly disk: CopiedDisk;
}

/** Another process holds the profile; the message says which. */
export class ProfileHeld extends Error {
  override readonly name = 'ProfileHeld';
  readonly code = 'PROFILE_HELD';
}

/** The profile cannot be written; the message says why, and what to do. */
export class ProfileUnusable extends Error {
  override readonly name = 'ProfileUnusable';
  readonly code = 'PROFILE_UNUSABLE';
}

export interface ProfileHost {
  /** Whether a profile that was not named is suitable. */
  suits(disk: Disk, folder: string): Promise<boolean>;
  /** Replaces a damaged database with another. */
  mend(folder: string, damaged: Damaged): Promise<void>;
}

/**
 * Opens a profile: the named one (a name under `base`, or a path), or else the first that nobody holds and whose disk
 * is suitable.
 * @param host without it, every disk is suitable, and a damaged one stays damaged
 * @throws ProfileHeld, ProfileNewer, ProfileUnusable, Damaged
 */
export async function openProfile(base: string, choice: string | undefined, host?: ProfileHost): Promise<Profile> {
  if (choice !== undefined) return open(profileFolder(base, choice), null, host);
  for (let number = 1; number <= MAX_PROFILES; number++) {
    try {
      const profile = await open(join(base, String(number)), number, host);
      if ((await host?.suits(profile.disk, profile.folder)) ?? true) return profile;
      await profile.disk.close();
    } catch (error) {
      if (!(error instanceof ProfileHeld)) throw error;
    }
  }
  throw new ProfileHeld(
    `All ${MAX_PROFILES} profiles in ${base} are in use or have another rule; name another with --profile.`,
  );
}

/** The first number without an automatic profile. */
export async function newProfile(base: string): Promise<number> {
  const names = new Set(await readdir(base).catch(() => []));
  let number = 1;
  while (names.has(String(number))) number++;
  return number;
}

async function open(folder: string, number: number | null, host: ProfileHost | undefined): Promise<Profile> {
  try {
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER }).catch((error: NodeJS.ErrnoException) => {
      if (!NO_FOLDER.includes(error.code ?? '')) throw error;
      const why = `The profile ${folder} can be no folder (${error.message}); name another with --profile.`;
      throw new ProfileUnusable(why, { cause: error });
    });
    const disk = await openDisk(folder).catch(async (error) => {
      if (!(error instanceof Damaged) || host === undefined) throw error;
      await host.mend(folder, error);
      return openDisk(folder);
    });
    await writeHolder(folder, { pid: process.pid });
    return { folder, number, disk };
  } catch (error) {
    throw await explained(folder, error);
  }
}

async function openDisk(folder: string): Promise<CopiedDisk> {
  const place = join(folder, 'db');
  const copy = await readSecondCopy(folder);
  await keepBefore(folder);
  try {
    const missing = await unheld(() => missingFrom(place, copy !== null));
    const level = await (missing === null ? LevelDisk.open(place) : openAnyway(place, missing));
    return await CopiedDisk.open(folder, level, copy);
  } catch (error) {
    if (!(error instanceof Damaged)) await forgetBefore(folder, false);
    throw error;
  }
}

/**
 * Names a missing file: LevelDB begins a new database wherever `CURRENT` is missing, and takes a missing `MANIFEST`,
 * which `CURRENT` names, for a disk fault.
 * @param wasThere whether there was a database before, even if no file of it is left
 */
async function missingFrom(place: string, wasThere: boolean): Promise<string | null> {
  const names: string[] = await readdir(place).catch(() => []);
  if (!names.includes('CURRENT')) return wasThere || names.some(holdsRows) ? 'CURRENT' : null;
  const manifest = (await readFile(join(place, 'CURRENT'), 'utf8')).trim();
  return names.includes(manifest) ? null : manifest || 'MANIFEST';
}

/** A process that holds the database may have replaced the file between two checks. @throws Damaged if not */
async function openAnyway(place: string, missing: string): Promise<LevelDisk> {
  return LevelDisk.open(place, { createIfMissing: false }).catch((error) => {
    throw isLocked(error) ? error : new Damaged(`its file ${missing} is gone`, { cause: error });
  });
}

/** Turns an error of a profile's disk into one that says what the user can do; returns any other as it is. */
export async function explained(folder: string, error: unknown, platform = process.platform): Promise<unknown> {
  const { message, cause, code } = error as NodeJS.ErrnoException;
  const inner = (code === 'LEVEL_IO_ERROR' ? error : cause) as { code?: unknown; message?: string } | undefined;
  if (isLocked(error) && (await isHeld(folder, platform))) {
    const why = `The profile ${folder} is in use by ${await holder(folder)}. Close it, or name another with --profile.`;
    return new ProfileHeld(why, { cause: error });
  }
  if (inner?.code !== 'LEVEL_IO_ERROR' && !isLocked(error) && !NOT_WRITTEN.includes(code ?? '')) return error;
  const why = `The profile ${folder} cannot be written (${inner?.message ?? message}).`;
  const check = 'Check that you may write there, that the disk has space and that no other program has its files open';
  return new ProfileUnusable(`${why} ${check}, or name another with --profile. The profile was not changed.`, {
    cause: error,
  });
}

/**
 * On Windows LevelDB reports anything that keeps it from its lock, even a missing permission, as the lock being held.
 * Elsewhere it does not, and closing the file would release the lock of a database that this process has open.
 */
async function isHeld(folder: string, platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'win32') return true;
  try {
    await (await openFile(join(folder, 'db', 'LOCK'), 'r+')).close();
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EBUSY';
  }
}

async function holder(folder: string): Promise<string> {
  const held = await readHolder(folder);
  return held === null ? 'another process' : `process ${held.pid}`;
}
