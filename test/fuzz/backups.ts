import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { restoreAsNew } from '../../main/backup/as-new';
import { trailerLine } from '../../main/backup/format';
import { verifyBackup } from '../../main/backup/read-backup';
import { checkRule, type Merge, mergeFile, previewFile } from '../../main/backup/restore';
import type { Restored } from '../../main/status';
import type { Database } from '../../main/store/database';
import { Refused } from '../../main/store/refusal';
import { backUp, variedDatabase } from '../backup/fixtures';
import type { Prng } from '../sim/prng';
import { key, newDatabase, snapshot, text } from '../store/fixtures';
import { newFolder } from '../support/folder';
import type { OpenTarget } from './fuzz';
import { Mutator, write } from './mutate';

const FILES = 40;

/** A backup that is nearly one: its bytes changed, or its text, often with a checksum that is right again. */
function forged(whole: Buffer, prng: Prng): Buffer {
  const mutator = new Mutator(prng);
  if (prng.chance(0.3)) return mutator.bytes(whole);
  const lines = gunzipSync(whole).toString().split('\n').slice(0, -1);
  if (prng.chance(0.2)) return gzipSync(mutator.bytes(Buffer.from(`${lines.join('\n')}\n`)));
  const at = prng.whole(0, lines.length - 1);
  const changed = lines.map((line, n) => (n === at ? write(mutator.value(JSON.parse(line))) : line));
  const body = `${(prng.chance(0.3) ? mutator.list(changed) : changed).slice(0, -1).join('\n')}\n`;
  return gzipSync(body + trailerLine(createHash('sha256').update(body).digest('hex')));
}

/** What a reader came to; everything but a refusal is a mistake. */
async function outcome<T>(reading: Promise<T>): Promise<T | null> {
  return reading.catch((error: unknown) => {
    if (error instanceof Refused) return null;
    throw error;
  });
}

/** As a node does. */
async function restore(database: Database, merge: Merge, path: string): Promise<Restored> {
  checkRule(database, (await verifyBackup(path)).rule);
  return mergeFile(database, merge, path, {});
}

/** Backups are files, and files come from anywhere: what every reader takes is a whole backup, or changes nothing. */
export const backups: OpenTarget = async (test) => {
  const folder = await newFolder(test);
  const path = join(folder, 'forged.byr.gz');
  const whole = await readFile(await backUp(variedDatabase(), folder));
  let profiles = 0;
  let good = 0;

  async function read(file: Buffer): Promise<void> {
    await writeFile(path, file);
    const database = newDatabase('latest');
    database.put(key('here'), text('before'));
    const before = snapshot(database);
    const merge: Merge = async (entries) => database.merge(entries, null).added.length;
    const header = await outcome(verifyBackup(path));
    const preview = await outcome(previewFile(database, path, {}));
    assert.deepEqual(snapshot(database), before, 'A preview changes nothing');
    const restored = await outcome(restore(database, merge, path));
    if (restored === null) assert.deepEqual(snapshot(database), before, 'What was refused changed nothing');
    else assert.equal(preview?.newEntries, restored.added, 'The preview told what was restored');
    profiles += 1;
    const made = await outcome(restoreAsNew(path, join(folder, `profile ${profiles}`), Date.now()));
    assert.equal(made === null, header === null, 'What is whole can be opened, and nothing else');
    if (header !== null) good += 1;
  }

  return {
    play: async (prng) => {
      for (let left = FILES; left > 0; left--) await read(forged(whole, prng));
      return FILES;
    },
    end: async () => assert.ok(profiles > good, 'Most were no backups'),
  };
};
