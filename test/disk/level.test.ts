import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LevelDisk } from '../../main/disk/level';
import { newFolder } from '../support/folder';
import { diskContract, entries, entry, held, texts } from './contract';

diskContract('a disk on LevelDB', async (context) => {
  const folder = await newFolder(context);
  const disk = await LevelDisk.open(folder);
  context.after(() => disk.close());
  return disk;
});

test('entries and notes survive closing and opening', async (context) => {
  const folder = await newFolder(context);
  const before = await LevelDisk.open(folder);
  await before.write({ put: entries(0, 1500), drop: [] });
  await before.write({ put: [entry(1500, 'Ville')], drop: entries(0, 500).map(({ seq }) => seq) });
  await before.writeNote('name', 'Alice');
  await before.close();
  const after = await LevelDisk.open(folder);
  assert.deepEqual(await held(after), texts([...entries(500, 1000), entry(1500, 'Ville')]));
  assert.equal(await after.readNote('name'), 'Alice');
  await after.close();
});

test('a thousand writes at once are all acknowledged, in the order of the calls', async (context) => {
  const disk = await LevelDisk.open(await newFolder(context));
  context.after(() => disk.close());
  const order: number[] = [];
  await Promise.all(entries(0, 1000).map((one, at) => disk.write({ put: [one], drop: [] }).then(() => order.push(at))));
  assert.deepEqual(
    order,
    [...order].sort((a, b) => a - b),
    'they resolve in the order of the calls',
  );
  assert.equal((await held(disk)).length, 1000);
});

test('chunks are bounded, in entries and in bytes', async (context) => {
  const disk = await LevelDisk.open(await newFolder(context));
  context.after(() => disk.close());
  const long = JSON.stringify('x'.repeat(200 * 1024));
  await disk.write({ put: entries(0, 2500), drop: [] });
  await disk.write({ put: Array.from({ length: 12 }, (_, n) => entry(2500 + n, 'long', long)), drop: [] });
  for await (const chunk of disk.entries()) {
    const bytes = chunk.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
    assert.ok(chunk.length <= 1000 && bytes <= 2 * 1024 * 1024, `${chunk.length} entries, ${bytes} bytes`);
  }
});
