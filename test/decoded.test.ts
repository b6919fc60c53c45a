import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { decoded, decodedPieces } from '../main/decoded';
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

/** Read in chunks of so many bytes. */
async function inChunks(bytes: Buffer, size: number): Promise<string> {
  const chunks = async function* (): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  let text = '';
  for await (const piece of decodedPieces(chunks())) text += piece;
  return text;
}

test('texts that come in chunks are read alike, without a byte order mark at their beginning', async () => {
  for (const size of [2, 3, 5, 100]) {
    for (const text of ['Orléans\n\uFEFF', '😀', '']) {
      assert.equal(await inChunks(Buffer.from(text), size), text);
      assert.equal(await inChunks(byPowerShell(text), size), `${text}\r\n`);
    }
    assert.equal(await inChunks(Buffer.from('\uFEFFkey'), size + 1), 'key');
  }
});

test('what is neither is refused, and so is a half character', async () => {
  const latin = Buffer.from('Orléans', 'latin1');
  const halves = [byPowerShell('a').subarray(0, -1), Buffer.from('\uFEFF\uD83D', 'utf16le')];
  for (const bytes of [latin, ...halves]) {
    assert.throws(() => decoded(bytes), { code: 'bad-text' });
    await assert.rejects(inChunks(bytes, 3), { code: 'bad-text' });
  }
});
