import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { Disk } from './disk';
import { LevelDisk } from './level';

/** More windows than a class opens on one machine; a loop that never ends would hide whatever is wrong. */
const MAX_PROFILES = 100;
/** Written beside the database by the process that holds it, for whoever finds it held. */
const HOLDER = 'holder.json';

/** A profile is a folder that holds one node's database and settings. */
export interface Profile {
  readonly folder: string;
  /** 1 for the first automatic profile, 2 for the next; `null` for one that was named. */
  readonly number: number | null;
  readonly disk: Disk;
}

/** Another process holds the profile; the message says which. */
export class ProfileHeld extends Error {
  override readonly name = 'ProfileHeld';
  readonly code = 'PROFILE_HELD';
}

/**
 * Opens a profile: the one that is named (a name under `base`, or a path), or else the first that nobody holds and
 * whose disk suits.
 * @throws ProfileHeld
 */
export async function openProfile(
  base: string,
  choice: string | undefined,
  suits: (disk: Disk) => Promise<boolean> = async () => true,
): Promise<Profile> {
  if (choice !== undefined) return open(profileFolder(base, choice), null);
  for (let number = 1; number <= MAX_PROFILES; number++) {
    try {
      const profile = await open(join(base, String(number)), number);
      if (await suits(profile.disk)) return profile;
      await profile.disk.close();
    } catch (error) {
      if (!(error instanceof ProfileHeld)) throw error;
    }
  }
  throw new ProfileHeld(
    `All ${MAX_PROFILES} profiles in ${base} are in use or have another rule; name another with --profile.`,
  );
}

/** The number of an automatic profile that is not there yet. */
export async function newProfile(base: string): Promise<number> {
  const names = new Set(await readdir(base).catch(() => []));
  let number = 1;
  while (names.has(String(number))) number++;
  return number;
}

/** Of a profile that is named: a name under `base`, or a path. */
export function profileFolder(base: string, choice: string): string {
  return choice.includes(sep) || choice.includes('/') ? resolve(choice) : join(base, choice);
}

async function open(folder: string, number: number | null): Promise<Profile> {
  await mkdir(folder, { recursive: true });
  try {
    const disk = await LevelDisk.open(join(folder, 'db'));
    await writeFile(join(folder, HOLDER), JSON.stringify({ pid: process.pid }));
    return { folder, number, disk };
  } catch (error) {
    if (!isLocked(error)) throw error;
    throw new ProfileHeld(
      `The profile ${folder} is in use by ${await holder(folder)}. Close it, or name another with --profile.`,
      { cause: error },
    );
  }
}

function isLocked(error: unknown): boolean {
  const cause = (error as { cause?: { code?: unknown } }).cause;
  return cause?.code === 'LEVEL_LOCKED';
}

async function holder(folder: string): Promise<string> {
  try {
    const { pid } = JSON.parse(await readFile(join(folder, HOLDER), 'utf8')) as { pid: unknown };
    return `process ${Number(pid)}`;
  } catch {
    return 'another process';
  }
}
