import { cp, rm } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import type { Numbered } from '../store/database';
import { CHUNK, DEAD, deadSeq, ENTRIES, NOTES, noteKey, readChunk } from './row';

/** What is wrong with this machine and not with the database, as the system has it and as LevelDB says it. */
const OF_MACHINE: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EACCES', 'EPERM', 'EROFS'];
const SAID =
  /No space left|not enough space|Disk quota exceeded|Too many open files|Permission denied|Read-only file system/;

/**
 * Reads what can be read of a damaged database, and leaves it as it was: LevelDB's own repair goes to work on a copy.
 * Entries whose check is wrong are left out; those that are given may be older than the newest ones that it had.
 * @param scratch a folder for the copy, which is removed
 * @param take called with the entries, some at a time
 * @returns the notes
 * @throws Error where the machine has no room, rights or open files left for that, and all may be read another time
 */
export async function salvage(
  folder: string,
  scratch: string,
  take: (entries: readonly Numbered[]) => void,
): Promise<Record<string, unknown>> {
  const notes: Record<string, unknown> = {};
  let db: ClassicLevel<string, string> | null = null;
  try {
    await rm(scratch, { recursive: true, force: true });
    await cp(folder, scratch, { recursive: true });
    await ClassicLevel.repair(scratch);
    db = new ClassicLevel<string, string>(scratch, { keyEncoding: 'utf8', valueEncoding: 'utf8' });
    for await (const [key, text] of db.iterator(NOTES)) {
      const note = attempt(() => JSON.parse(text) as unknown);
      if (note !== undefined) notes[key.slice(noteKey('').length)] = note;
    }
    const dead = new Set((await db.keys(DEAD).all()).map(deadSeq));
    const rows = db.iterator(ENTRIES);
    for (let chunk = await rows.nextv(CHUNK); chunk.length > 0; chunk = await rows.nextv(CHUNK)) {
      const read = chunk.flatMap((row) => attempt(() => [...readChunk([row])]) ?? []);
      take(read.flatMap(({ entries }) => entries).filter(({ seq }) => !dead.has(seq)));
    }
  } catch (error) {
    if (isOfMachine(error)) throw error;
    // What comes behind cannot be read, either.
  } finally {
    await db?.close();
    await rm(scratch, { recursive: true, force: true });
  }
  return notes;
}

function isOfMachine(error: unknown): boolean {
  const { code, message, cause } = error as NodeJS.ErrnoException;
  return OF_MACHINE.includes(code) || SAID.test(message) || (cause !== undefined && isOfMachine(cause));
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
