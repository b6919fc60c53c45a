import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { byr, spawnByr } from '../support/byr';
import { newFolder } from '../support/folder';
import { addressOf, openNode } from '../support/nodes';
import { until } from '../support/until';

/** 32 MiB in all. */
const KEYS = 130;
const VALUE_LENGTH = 250 * 1024;
/** Less than that, in MiB. */
const BOUNDED = ['--max-old-space-size=24'];

const keyOf = (n: number) => checkKey(`key ${n}`);
const longValue = (n: number) => textValue(String.fromCharCode(97 + (n % 26)).repeat(VALUE_LENGTH));

test('what is exported is imported from standard input, however large, in bounded memory', async (context) => {
  const folder = await newFolder(context);
  const [file, temporary] = [join(folder, 'all.csv'), join(folder, 'temporary')];
  await mkdir(temporary);
  const [from, to] = [await openNode(context), await openNode(context)];
  await Promise.all(Array.from({ length: KEYS }, (_, n) => from.put(keyOf(n), longValue(n))));
  const exporting = spawnByr(['export', file, '-u', addressOf(from)], undefined, { flags: BOUNDED });
  assert.equal((await exporting.ended).stderr, `${KEYS} keys exported.\n`);
  assert.ok((await stat(file)).size > 31 * 1024 * 1024);
  const { child, ended } = spawnByr(['import', '-', '--format', 'csv', '-u', addressOf(to)], undefined, {
    flags: BOUNDED,
    env: { TMPDIR: temporary, TEMP: temporary },
  });
  if (child.stdin !== null) await pipeline(createReadStream(file), child.stdin);
  assert.equal((await ended).stderr, `${KEYS} keys set.\n`);
  for (let n = 0; n < KEYS; n++) assert.ok(to.get(keyOf(n)) === longValue(n), keyOf(n));
  assert.deepEqual(await readdir(temporary), []);
});

const header = 'key,value\n';
const rowsOf = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, n) => `key ${from + n},value ${from + n}\n`).join('');
const [firstHalf, secondHalf] = [header + rowsOf(0, 25_000), rowsOf(25_000, 50_000)];

for (const [title, change] of [
  ['is overwritten', (file: string) => writeFile(file, header + '?\n'.repeat(firstHalf.length))],
  ['is cut between two rows', (file: string) => truncate(file, firstHalf.length)],
] as const) {
  test(`a file that ${title} while it is imported is not taken for what was checked`, async (context) => {
    const [file, node] = [join(await newFolder(context), 'keys.csv'), await openNode(context)];
    await writeFile(file, firstHalf + secondHalf);
    const importing = spawnByr(['import', file, '-u', addressOf(node)]);
    await until('some keys', () => node.status().keys > 0);
    await change(file);
    const { code, stderr } = await importing.ended;
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^byr: The file was changed while it was imported\. \(\d+ of 50000 keys were set, and stay\)\n$/,
    );
  });
}

test('a folder is no file of keys', async (context) => {
  const folder = await newFolder(context);
  const { code, stderr } = await byr(['import', folder, '--format', 'json']);
  assert.equal(code, 1);
  assert.match(stderr, /cannot be read \(.*EISDIR/);
});
