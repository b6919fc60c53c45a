import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LevelDisk } from '../disk/level';
import { move } from '../disk/move';
import { PRIVATE_FOLDER, removeAbandoned, syncFolder, unfinishedName } from '../disk/whole-file';
import { severalAtOnce } from '../several';
import type { Restored } from '../status';
import { MAX_AHEAD_MS } from '../store/clock';
import type { Entry } from '../store/entry';
import { Refused } from '../store/refusal';
import { readBackup } from './read-backup';
import { CHUNKS_AT_ONCE } from './restore';
import type { Work } from './work';

/**
 * Makes a new profile from a backup: its entries and its rule, but no peers, and a node id drawn at the first start.
 * The profile appears whole or not at all, so the file is checked while it is read, once.
 * @param profile a folder that is empty or missing
 * @throws Refused as `readBackup`, and `disk` if the folder holds something or the disk does not take it
 */
export async function restoreAsNew(path: string, profile: string, now: number, work: Work = {}): Promise<Restored> {
  await checkEmpty(profile);
  let unfinished: string | null = null;
  try {
    await mkdir(dirname(profile), { recursive: true });
    await removeAbandoned(dirname(profile), now).catch(() => {});
    // A folder of its own: another restore to the same profile may be under way, or the folder may be somebody's.
    unfinished = unfinishedName(profile);
    await mkdir(unfinished, { mode: PRIVATE_FOLDER });
    const restored = await fill(join(unfinished, 'db'), path, now, work);
    await rmdir(profile).catch(() => {});
    await move(unfinished, profile);
    // The profile exists: that a power cut might still take it is no reason to report a failure.
    await syncFolder(dirname(profile)).catch(() => {});
    return restored;
  } catch (error) {
    if (unfinished !== null) await rm(unfinished, { recursive: true, force: true }).catch(() => {});
    if (error instanceof Refused && error.code !== 'disk') throw error;
    const { message } = (error instanceof Refused ? error.cause : error) as Error;
    const why = `The profile ${profile} could not be written (${message}); make room, or name another.`;
    throw new Refused('disk', why, { cause: error });
  }
}

async function fill(folder: string, path: string, now: number, work: Work): Promise<Restored> {
  const disk = await LevelDisk.open(folder);
  const sum: Restored = { added: 0, tooNew: 0 };
  try {
    await severalAtOnce(entriesFor(disk, path, work), CHUNKS_AT_ONCE, async (entries) => {
      const taken = entries.filter(({ stamp }) => stamp.time - now <= MAX_AHEAD_MS);
      const put = taken.map((entry, at) => ({ ...entry, seq: sum.added + at + 1 }));
      sum.added += taken.length;
      sum.tooNew += entries.length - taken.length;
      await disk.write({ put, drop: [] });
    });
  } finally {
    await disk.close();
  }
  return sum;
}

/** Those of the backup, whose rule the disk gets once all are read and found good. */
async function* entriesFor(disk: LevelDisk, path: string, work: Work): AsyncGenerator<readonly Entry[], void> {
  const { rule } = yield* readBackup(path, work);
  await disk.writeNote('rule', rule);
}

async function checkEmpty(profile: string): Promise<void> {
  const names = await readdir(profile).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new Refused('disk', `The profile ${profile} cannot be read (${error.message}); name another.`);
  });
  if (names.length > 0) throw new Refused('disk', `The profile ${profile} holds something already; name a new one.`);
}
