import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { decoded } from '../main/decoded';
import { givenKey } from '../main/given-key';
import { newFolder } from './support/folder';

/** As `byr … > FILE` has it written in Windows' own PowerShell. */
const byPowerShell = (text: string): Buffer => Buffer.from(`\uFEFF${text}\r\n`, 'utf16le');

test('a network key is read from a file that PowerShell wrote', async (context) => {
  const file = join(await newFolder(context), 'key.txt');
  await writeFile(file, byPowerShell('0123-4567-89AB-CDEF-GHJK'));
  assert.equal(givenKey(file, {}), '0123456789ABCDEFGHJK');
});

test('texts are read in UTF-8, and in the UTF-16 of PowerShell, as they are', () => {
  for (const text of ['Orléans', '😀', '']) {
    assert.equal(decoded(Buffer.from(text)), text);
    assert.equal(decoded(byPowerShell(text)), `${text}\r\n`);
  }
});

test('what is neither is refused, and so is a half character', () => {
  const latin = Buffer.from('Orléans', 'latin1');
  const halves = [byPowerShell('a').subarray(0, -1), Buffer.from('\uFEFF\uD83D', 'utf16le')];
  for (const bytes of [latin, ...halves]) assert.throws(() => decoded(bytes), { code: 'bad-text' });
});
