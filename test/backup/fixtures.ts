import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Header } from '../../main/backup/format';
import { readBackup } from '../../main/backup/read-backup';
import { writeBackup } from '../../main/backup/write-backup';
import type { Database } from '../../main/store/database';
import type { Entry } from '../../main/store/entry';
import { jsonValue } from '../../main/store/text';
import { toTuple } from '../../main/store/tuple';
import { ALICE, held, key, NOON, newDatabase, text } from '../store/fixtures';

/** A database with so many entries, the last ones of so many keys their values. */
export function filledDatabase(entries: number, keys = entries): Database {
  const database = newDatabase('latest');
  for (let n = 0; n < entries; n++) database.put(key(`key ${n % keys}`), text(`value ${n}`));
  return database;
}

/** A database with a winner, a tombstone, a history and a value of each kind. */
export function variedDatabase(): Database {
  const database = newDatabase('latest');
  for (const value of ['1', '"two"', '{"a":[1.50,null]}', '"\\u0000\\n😀"'])
    database.put(key('Ville'), jsonValue(value));
  database.put(key('gone'), text('soon'));
  database.put(key('gone'), null);
  database.put(key('__proto__'), text('é\u2028'));
  return database;
}

/** What the header of a database's backup says. */
export function headerOf(database: Database, more: Partial<Header> = {}): Header {
  const { rule, fingerprint, feed } = database;
  return { node: ALICE, name: 'Alice', rule, time: NOON, entries: feed.size, fingerprint, ...more };
}

/** Returns the file's path. */
export function backUp(database: Database, folder: string, more: Partial<Header> = {}): Promise<string> {
  return writeBackup(folder, headerOf(database, more), held(database));
}

/** The entries of a backup, as texts. */
export async function entriesOf(path: string): Promise<string[]> {
  const all: string[] = [];
  for await (const chunk of readBackup(path)) all.push(...chunk.map(textOf));
  return all;
}

export function textOf(entry: Entry): string {
  return JSON.stringify(toTuple(entry));
}

export async function linesOf(path: string): Promise<string[]> {
  return gunzipSync(await readFile(path))
    .toString()
    .split('\n');
}

/** Writes a file as if by a program that knows no rules. Returns its path. */
export async function forge(folder: string, text: string | Buffer): Promise<string> {
  const path = join(folder, 'forged.byr');
  await writeFile(path, gzipSync(text));
  return path;
}
