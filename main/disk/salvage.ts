import { randomBytes } from 'node:crypto';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { Numbered } from '../store/contents';
import { CHUNK, DEAD, deadSeq, ENTRIES, NOTES, noteKey, readChunk } from './row';

/**
 * Faults of this machine, not of the database: the system's codes and LevelDB's messages. On Windows a file is busy that
 * another program, such as one that makes backups, shares with nobody.
 */
const OF_MACHINE: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EACCES', 'EPERM', 'EROFS', 'EBUSY'];
const SAID =
  /No space left|not enough space|Disk quota exceeded|Too many open files|Permission denied|Read-only file system/;
/** Bytes of LevelDB's write buffer: it seldom writes more at once as it repairs and opens. */
const PROBE = 4 * 1024 * 1024;

/** What could be read of a database: its notes, and its entries with the numbers that they had there. */
interface Salvaged {
  readonly notes: Record<string, unknown>;
  readonly entries: Numbered[];
}

/**
 * Reads what can be read of a damaged database, and leaves it unchanged: LevelDB's own repair works on a copy. Entries
 * whose check is wrong are left out; those returned may be older than the newest that it had.
 * @param scratch a folder for the copy, which is removed
 * @throws Error if the machine has no room, rights or open files left for that, or another program holds a file, and
 * everything may be readable another time
 */
export async function salvage(folder: string, scratch: string): Promise<Salvaged> {
  const salvaged: Salvaged = { notes: {}, entries: [] };
  let db: ClassicLevel<string, string> | null = null;
  try {
    await rm(scratch, { recursive: true, force: true });
    await cp(folder, scratch, { recursive: true });
    await ClassicLevel.repair(scratch);
    db = new ClassicLevel<string, string>(scratch, { keyEncoding: 'utf8', valueEncoding: 'utf8' });
    await readInto(salvaged, db);
  } catch (error) {
    if (await isOfMachine(error, scratch)) throw error;
    // What follows cannot be read either.
  } finally {
    await db?.close();
    await rm(scratch, { recursive: true, force: true });
  }
  return salvaged;
}

async function readInto({ notes, entries }: Salvaged, db: ClassicLevel<string, string>): Promise<void> {
  for await (const [key, text] of db.iterator(NOTES)) {
    const note = attempt(() => JSON.parse(text) as unknown);
    if (note !== undefined) notes[key.slice(noteKey('').length)] = note;
  }
  const dead = new Set((await db.keys(DEAD).all()).map(deadSeq));
  const rows = db.iterator(ENTRIES);
  for (let chunk = await rows.nextv(CHUNK); chunk.length > 0; chunk = await rows.nextv(CHUNK)) {
    const read = chunk.flatMap((row) => attempt(() => [...readChunk([row])]) ?? []);
    for (const some of read) for (const entry of some.entries) if (!dead.has(entry.seq)) entries.push(entry);
  }
}

/**
 * Whether an error says that the machine has no room, rights or open files left, or that a file is held. On Windows
 * LevelDB says why in the user's language, so the folder is tried too.
 */
export async function isOfMachine(error: unknown, folder: string): Promise<boolean> {
  return isSaid(error) || OF_MACHINE.includes(await codeOfProbe(folder));
}

function isSaid(error: unknown): boolean {
  const { code, message, cause } = error as NodeJS.ErrnoException;
  return OF_MACHINE.includes(code) || SAID.test(message) || (cause !== undefined && isSaid(cause));
}

async function codeOfProbe(folder: string): Promise<string | undefined> {
  const probe = join(folder, 'probe');
  try {
    // Random, as zeros take no room if files are compressed.
    await writeFile(probe, randomBytes(PROBE));
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    await rm(probe, { force: true }).catch(() => {});
  }
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
