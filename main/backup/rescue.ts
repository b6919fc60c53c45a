import { access, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { allBefore, isData, ownBefore } from '../disk/before';
import { Damaged } from '../disk/damaged';
import { isLocked, LevelDisk } from '../disk/level';
import { move } from '../disk/move';
import { salvage } from '../disk/salvage';
import { OF_DATABASE, readSecondCopy, writeSecondCopy } from '../disk/second-copy';
import { sha256 } from '../sha256';
import type { RescueStatus } from '../status';
import { Clock } from '../store/clock';
import { Database } from '../store/database';
import type { Entry } from '../store/entry';
import { RULES, type Rule } from '../store/rule';
import { isNodeId, type NodeId } from '../store/stamp';
import { listBackups } from './folder';
import { type Header, timeText } from './format';
import { readBackup, verifyBackup } from './read-backup';
import { newestFirst } from './retention';

/** Begins the name of a database that was set aside; the time follows. */
const SET_ASIDE = 'db-damaged-';
/** A file that is in a profile from when its damaged database is set aside until the new one was read well. */
const MARK = 'db-rescue';
/** Entries in one write: some ms of work. */
const CHUNK = 1000;
/** A drive that sleeps, or one at the other end of a network, answers by then; a node must not wait longer to open. */
const ANSWER_MS = 30_000;
const NOBODY = '0000000000000000' as NodeId;
/** The note that reports the last rescue until somebody has read it. */
export const RESCUE = 'rescue';

/**
 * Replaces a damaged database with a new one, made of what the newest good backup and the damaged one still hold, with
 * the same id, name, rule and peers. The damaged one is set aside unchanged. If killed meanwhile, it starts over next
 * time.
 * @param profile whose `db` no process holds
 * @param why how the damage was noticed
 * @throws Error if the disk does not take it, or another process is doing it (`cause.code` is `LEVEL_LOCKED`)
 */
export async function rescue(profile: string, why: string, now: number): Promise<RescueStatus> {
  const [place, unfinished] = [join(profile, 'db'), join(profile, 'db-new')];
  const wasKilled = (await namesIn(profile)).includes(MARK);
  const { sources, report, copy } = await made(unfinished, async (disk) => {
    await checkFree(place);
    const sources = await sourcesOf(profile, wasKilled, now);
    return { sources, ...(await refill(disk, profile, sources, { at: now, why })) };
  });
  await writeFile(join(profile, MARK), '');
  for (const source of sources) await setAside(source);
  await rm(place, { recursive: true, force: true });
  await move(unfinished, place);
  // It syncs the names in the profile too.
  await writeSecondCopy(profile, copy);
  return report;
}

/**
 * Call once all of the database was read well: a later rescue, if there is one, no longer reads what this one set aside,
 * where deleted keys may still have their values.
 */
export async function endRescue(profile: string): Promise<void> {
  await rm(join(profile, MARK), { force: true }).catch(() => {});
}

/** Makes a database, held by this process until it is whole; if that fails, nothing of it stays. */
async function made<T>(folder: string, fill: (disk: LevelDisk) => Promise<T>): Promise<T> {
  const disk = await emptyDisk(folder);
  try {
    const filled = await fill(disk);
    await disk.close();
    return filled;
  } catch (error) {
    await disk.close();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function emptyDisk(folder: string): Promise<LevelDisk> {
  const abandoned = await LevelDisk.open(folder).catch((error) => {
    if (error instanceof Damaged) return null;
    throw error;
  });
  await abandoned?.close();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  return LevelDisk.open(folder);
}

/** Another process may have done all this since the damage was noticed, and be using the new database now. */
async function checkFree(place: string): Promise<void> {
  const opened = await LevelDisk.open(place, { createIfMissing: false }).catch((error) => {
    if (isLocked(error)) throw error;
    return null;
  });
  await opened?.close();
}

/** A damaged database, and where to put it. */
interface Source {
  readonly path: string;
  readonly aside: string;
}

/** Returns the report and the content for the second copy. */
async function refill(
  disk: LevelDisk,
  profile: string,
  sources: readonly Source[],
  { at, why }: Pick<RescueStatus, 'at' | 'why'>,
) {
  const left: Entry[] = [];
  const read: Record<string, unknown> = {};
  for (const { path } of sources) {
    const { notes, entries } = await salvage(path, join(profile, 'db-repair'));
    Object.assign(read, notes);
    for (const entry of entries) left.push(entry);
  }
  const kept = checked({ ...read, ...(await readSecondCopy(profile))?.notes });
  const { backup, unread } = await newestGood(profile, kept, at);
  const database = new Database((kept.rule as Rule) ?? backup?.header.rule ?? 'latest', nobodysClock(at), sha256);
  if (backup !== null) for await (const entries of readBackup(backup.path)) load(database, entries);
  const { size } = database.feed;
  load(database, left);
  await writeAll(disk, database);
  const restored = backup && { path: backup.path, time: backup.header.time, entries: size };
  const folder = (sources.find(({ path, aside }) => path !== aside) ?? sources.at(-1))?.aside ?? null;
  const report: RescueStatus = { at, why, folder, backup: restored, unread, salvaged: database.feed.size - size };
  const who = backup && { id: backup.header.node, name: backup.header.name, rule: backup.header.rule };
  const notes: Record<string, unknown> = { ...who, ...kept, [RESCUE]: report };
  for (const [name, note] of Object.entries(notes)) await disk.writeNote(name, note);
  return { report, copy: { head: database.feed.head, notes } };
}

/**
 * The database as it was found, oldest first; also those set aside before, if a rescue was killed or nothing else is
 * left. What is read twice counts once.
 */
async function sourcesOf(profile: string, wasKilled: boolean, at: number): Promise<Source[]> {
  const place = join(profile, 'db');
  const found = await allBefore(profile);
  if (!found.includes(ownBefore(profile)) && (await namesIn(place)).some(isData)) found.push(place);
  const names = await namesAside(profile);
  const before = (wasKilled || found.length === 0 ? names : []).map((name) => join(profile, name));
  return [...before.map((path) => ({ path, aside: path })), ...asideNames(profile, found, names, at)];
}

/** @param taken names of databases that were set aside before */
function asideNames(profile: string, found: readonly string[], taken: readonly string[], at: number): Source[] {
  let time = at;
  return found.map((path) => {
    while (taken.includes(`${SET_ASIDE}${timeText(time)}`)) time += 1000;
    const aside = join(profile, `${SET_ASIDE}${timeText(time)}`);
    time += 1000;
    return { path, aside };
  });
}

/** Another process may have removed meanwhile what it had kept of the database. */
async function setAside({ path, aside }: Source): Promise<void> {
  if (path === aside) return;
  await move(path, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

async function namesAside(profile: string): Promise<string[]> {
  return (await namesIn(profile)).filter((name) => name.startsWith(SET_ASIDE)).sort();
}

/** Notes that hold for the new database too. An invalid id or rule would be replaced, and differ from the backup's. */
function checked(notes: Record<string, unknown>): Record<string, unknown> {
  const isGood: Record<string, (note: unknown) => boolean> = {
    id: isNodeId,
    rule: (rule) => RULES.includes(rule as Rule),
  };
  const good = Object.entries(notes).filter(
    ([name, note]) => !OF_DATABASE.includes(name) && (isGood[name]?.(note) ?? true),
  );
  return Object.fromEntries(good);
}

/** The newest whole backup: the node's own or, if its id is unknown, any node's; and the chosen folder, if it was not read. */
async function newestGood(
  profile: string,
  { id, former, backups }: Record<string, unknown>,
  now: number,
): Promise<{ backup: { path: string; header: Header } | null; unread: string | null }> {
  const node = typeof id === 'string' ? id : null;
  const folder = (backups as { folder?: unknown } | undefined)?.folder;
  const chosen = typeof folder === 'string' ? folder : null;
  const unread = chosen === null || (await answers(chosen)) ? null : chosen;
  const folders = [join(profile, 'backups'), ...(chosen === null || unread !== null ? [] : [chosen])];
  const all = (await Promise.all(folders.map((folder) => listBackups(folder, now, node).catch(() => [])))).flat();
  const ids = [id, (former as { id?: unknown } | undefined)?.id];
  const own = all.filter(({ header }) => header !== null && (id === undefined || ids.includes(header.node)));
  for (const { path } of newestFirst(own, (file) => basename(file.path), now)) {
    const header = await verifyBackup(path).catch(() => null);
    if (header !== null) return { backup: { path, header }, unread };
  }
  return { backup: null, unread };
}

/** Whether a folder is there, and on a drive that says so in time. */
function answers(folder: string): Promise<boolean> {
  const silence = new Promise<false>((resolve) => setTimeout(() => resolve(false), ANSWER_MS).unref());
  const isThere = access(folder).then(
    () => true,
    () => false,
  );
  return Promise.race([isThere, silence]);
}

/** The clock of a database that stamps nothing. */
function nobodysClock(now: number): Clock {
  return new Clock(NOBODY, () => now);
}

/** Loads entries that this node accepted before, whatever its clock says now. */
function load(database: Database, entries: readonly Entry[]): void {
  for (const entry of entries) database.load([{ ...entry, seq: database.feed.head + 1 }]);
}

async function writeAll(disk: LevelDisk, { feed, fingerprint }: Database): Promise<void> {
  const put = [...feed.after(0)];
  for (let at = 0; at < put.length; at += CHUNK) await disk.write({ put: put.slice(at, at + CHUNK), drop: [] });
  await disk.write({ put: [], drop: [], fingerprint });
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
