import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { headerLine, trailerLine } from '../../main/backup/format';
import { peekBackup, readBackup, verifyBackup } from '../../main/backup/read-backup';
import { anyScenario } from '../store/arbitraries';
import { held, key, newDatabase, text } from '../store/fixtures';
import { newFolder } from '../support/folder';
import { backUp, entriesOf, forge, headerOf, linesOf, textOf, variedDatabase } from './fixtures';

test('what was backed up is read back, entry for entry, whatever the database went through', async (context) => {
  const folder = await newFolder(context);
  await fc.assert(
    fc.asyncProperty(anyScenario, async ({ rule, deliveries }) => {
      const database = newDatabase(rule);
      database.merge(
        deliveries.map(({ entry }) => entry),
        null,
      );
      const path = await backUp(database, folder);
      assert.deepEqual(await entriesOf(path), held(database).map(textOf));
      assert.deepEqual(await verifyBackup(path), headerOf(database));
      assert.deepEqual(await peekBackup(path), headerOf(database));
    }),
    { numRuns: 30 },
  );
});

test('a byte that was flipped anywhere is noticed, or changed nothing that is read', async (context) => {
  const folder = await newFolder(context);
  const path = await backUp(variedDatabase(), folder);
  const [whole, entries] = [await readFile(path), await entriesOf(path)];
  const copy = join(folder, 'copy.byr');
  let noticed = 0;
  await fc.assert(
    fc.asyncProperty(fc.noBias(fc.nat(whole.length - 1)), fc.integer({ min: 1, max: 255 }), async (at, flips) => {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ flips;
      await writeFile(copy, bytes);
      const read = await entriesOf(copy).catch((error) => error);
      if (Array.isArray(read)) return assert.deepEqual(read, entries);
      noticed += 1;
      assert.match(read.code, /^(?:not-a-backup|bad-backup)$/);
    }),
    { numRuns: 300 },
  );
  // The ten bytes of gzip's own header hold a time and a system that mean nothing; chosen evenly, they are few.
  assert.ok(noticed > 250, `${noticed} of 300 flips were noticed`);
});

test('a file that ends too early is noticed wherever it ends', async (context) => {
  const folder = await newFolder(context);
  const whole = await readFile(await backUp(variedDatabase(), folder));
  const cut = join(folder, 'cut.byr');
  for (let length = 0; length < whole.length; length += 7) {
    await writeFile(cut, whole.subarray(0, length));
    await assert.rejects(verifyBackup(cut), { code: 'bad-backup' });
  }
});

test('a text that ends too early, goes on, or lies about itself is no backup, even with a good checksum', async (context) => {
  const folder = await newFolder(context);
  const database = variedDatabase();
  const [header = '', ...entries] = (await linesOf(await backUp(database, folder))).slice(0, -2);
  const signed = (lines: string[]) => {
    const body = `${lines.join('\n')}\n`;
    return `${body}${trailerLine(createHash('sha256').update(body).digest('hex'))}`;
  };
  const lying = (more: object) => headerLine(headerOf(database, more)).trimEnd();
  const [first = '', ...rest] = entries;
  const wrong: [RegExp, string][] = [
    [/too early/, `${[header, ...entries].join('\n')}\n`],
    [/too early/, [header, ...entries].join('\n')],
    [/too early/, `${header}\n`],
    [/has 6 entries and should have 7/, signed([header, ...rest])],
    [/more than the/, signed([header, ...entries, first])],
    [/fingerprint/, signed([header, ...rest, rest[0] ?? ''])],
    [/fingerprint/, signed([lying({ fingerprint: '0'.repeat(32) }), ...entries])],
    [/first line/, signed([lying({ rule: 'any' }), ...entries])],
    [/first line/, signed([lying({ entries: -1 }), ...entries])],
    [/entry 1 is none/, signed([header, '["key",1]', ...rest])],
    [/entry 1 is none/, signed([header, '', ...rest])],
    [/more than the/, `${signed([header, ...entries])}${first}\n`],
    [/goes on/, `${signed([header, ...entries])}${`${' '.repeat(40_000)}\n`.repeat(2)}`],
    [/checksum/, `${[header, ...entries].join('\n')}\n${trailerLine('0'.repeat(64))}`],
    [/UTF-8/, Buffer.concat([Buffer.from(`${header}\n`), Buffer.from([0x22, 0xff, 0x22, 0x0a])]) as never],
  ];
  for (const [message, lines] of wrong) {
    await assert.rejects(verifyBackup(await forge(folder, lines)), { code: 'bad-backup', message }, String(message));
  }
  await verifyBackup(await forge(folder, signed([header, ...entries])));
});

test('a backup that deletes where nothing can be deleted is none: no node would link to one that holds that', async (context) => {
  const folder = await newFolder(context);
  const lines = await linesOf(await backUp(variedDatabase(), folder));
  const text = lines.with(0, lines[0]?.replace('"latest"', '"first"') as string).slice(0, -2);
  const body = text.map((line) => `${line}\n`).join('');
  const path = await forge(folder, body + trailerLine(createHash('sha256').update(body).digest('hex')));
  const why = /nothing is deleted/;
  await assert.rejects(verifyBackup(path), { code: 'bad-backup', message: why });
});

test('another file, a newer format, a missing file and one that cannot be read now are told apart', async (context) => {
  const folder = await newFolder(context);
  const plain = join(folder, 'plain');
  await writeFile(plain, 'Ville,Lyon\n');
  await assert.rejects(verifyBackup(plain), { code: 'not-a-backup' });
  await assert.rejects(verifyBackup(await forge(folder, 'Ville,Lyon\n')), { code: 'not-a-backup' });
  await assert.rejects(verifyBackup(join(folder, 'none')), { code: 'not-found' });
  await assert.rejects(verifyBackup(folder), { code: 'unreadable-backup' });
  const newer = JSON.stringify({ format: 'byr-backup', version: 2 });
  await assert.rejects(verifyBackup(await forge(folder, `${newer}\n`)), { code: 'newer-backup' });
});

test('a backup that a browser or its user unpacked is read as well, and checked as well', async (context) => {
  const folder = await newFolder(context);
  const path = await backUp(variedDatabase(), folder);
  const text = gunzipSync(await readFile(path));
  const unpacked = join(folder, 'unpacked.byr');
  await writeFile(unpacked, text);
  assert.deepEqual(await verifyBackup(unpacked), await verifyBackup(path));
  assert.deepEqual(await entriesOf(unpacked), await entriesOf(path));
  await writeFile(unpacked, text.subarray(0, -1));
  await assert.rejects(verifyBackup(unpacked), { code: 'bad-backup' });
  await writeFile(unpacked, text.toString().replaceAll('\n', '\r\n'));
  await assert.rejects(verifyBackup(unpacked), { code: 'bad-backup', message: /checksum/ });
  await writeFile(unpacked, 'Dear Ada');
  await assert.rejects(verifyBackup(unpacked), { code: 'not-a-backup' });
  await writeFile(unpacked, Buffer.alloc(8 * 1024 * 1024));
  await assert.rejects(verifyBackup(unpacked), { code: 'not-a-backup' });
});

test('a member of the header that a later version adds is no trouble', async (context) => {
  const folder = await newFolder(context);
  const database = newDatabase('latest');
  const header = JSON.stringify({ ...JSON.parse(headerLine(headerOf(database))), more: [1] });
  const body = `${header}\n`;
  const path = await forge(folder, `${body}${trailerLine(createHash('sha256').update(body).digest('hex'))}`);
  assert.deepEqual(await verifyBackup(path), headerOf(database));
});

test('a gzip bomb of one endless line takes little memory', async (context) => {
  const folder = await newFolder(context);
  const header = headerLine(headerOf(newDatabase('latest'), { entries: 5 }));
  const path = await forge(folder, Buffer.concat([Buffer.from(header), Buffer.alloc(16 * 1024 * 1024, 'x')]));
  await assert.rejects(verifyBackup(path), { code: 'bad-backup', message: /too long/ });
  await assert.rejects(verifyBackup(await forge(folder, Buffer.alloc(16 * 1024 * 1024, 'x'))), {
    code: 'not-a-backup',
  });
});

test('reading can be watched and cancelled', async (context) => {
  const folder = await newFolder(context);
  const database = newDatabase('latest');
  for (let n = 0; n < 5_000; n++) database.put(key(`key ${n}`), text(`value ${n}`));
  const path = await backUp(database, folder);
  const told: number[] = [];
  const cancel = new AbortController();
  const progress = (done: number, total: number) => {
    told.push(done);
    assert.equal(total, 5_000);
    if (done > 2_000) cancel.abort();
  };
  await assert.rejects(verifyBackup(path, { progress, signal: cancel.signal }), { code: 'cancelled' });
  assert.ok(told.length > 2 && (told.at(-1) as number) < 5_000);
  for await (const chunk of readBackup(path)) assert.ok(chunk.length <= 1_000);
});
