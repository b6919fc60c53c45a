import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { ClassicLevel } from 'classic-level';
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

test('a disk keeps the fingerprint of what it holds, and none once that is not known', async (context) => {
  const disk = await LevelDisk.open(await newFolder(context));
  context.after(() => disk.close());
  await disk.write({ put: [entry(1)], drop: [], fingerprint: 'of one' });
  assert.equal(await disk.readNote('fingerprint'), 'of one');
  await disk.writeNote('name', 'Alice');
  assert.equal(await disk.readNote('fingerprint'), 'of one');
  await disk.write({ put: [entry(2)], drop: [] });
  assert.equal(await disk.readNote('fingerprint'), undefined);
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

test('a hundred batches of peers cost a sync or two, which a write that is waited for shares', async (context) => {
  const batches = context.mock.method(ClassicLevel.prototype, 'batch');
  const disk = await LevelDisk.open(await newFolder(context));
  context.after(() => disk.close());
  for (const one of entries(0, 100)) {
    disk.write({ put: [one], drop: [] }, 'soon').catch(assert.fail);
    await new Promise(setImmediate);
  }
  await disk.write({ put: [entry(100)], drop: [] });
  assert.ok(batches.mock.callCount() <= 3, `${batches.mock.callCount()} batches`);
  assert.equal((await held(disk)).length, 101);
});

test('whatever is acknowledged was synced, whether somebody waited for it or not', async (context) => {
  const disk = await LevelDisk.open(await newFolder(context));
  context.after(() => disk.close());
  const synced: unknown[] = [];
  const { batch: newBatch } = ClassicLevel.prototype;
  context.mock.method(ClassicLevel.prototype, 'batch', function spied(this: ClassicLevel) {
    const batch = newBatch.call(this);
    const write = batch.write.bind(batch);
    context.mock.method(batch, 'write', (options: { sync?: boolean }) => {
      synced.push(options.sync);
      return write(options);
    });
    return batch;
  });
  await disk.write({ put: [entry(0)], drop: [] });
  await disk.writeNote('name', 'Alice');
  await disk.write({ put: [entry(1)], drop: [] }, 'soon');
  assert.deepEqual(synced, [true, true, true]);
});

test('writers who each wait for their last write share their syncs', async (context) => {
  const disk = await LevelDisk.open(await newFolder(context));
  context.after(() => disk.close());
  const batches = context.mock.method(ClassicLevel.prototype, 'batch');
  const write = async (from: number): Promise<void> => {
    for (const one of entries(from, 10)) await disk.write({ put: [one], drop: [] });
  };
  await Promise.all(Array.from({ length: 100 }, (_, writer) => write(10 * writer)));
  assert.equal(batches.mock.callCount(), 10);
});

test('after a write that failed none is taken until the disk was opened again', async (context) => {
  const folder = await newFolder(context);
  const disk = await LevelDisk.open(folder);
  await disk.write({ put: [entry(1)], drop: [] });
  context.mock.method(ClassicLevel.prototype, 'batch').mock.mockImplementationOnce(() => {
    throw new Error('no space left');
  });
  const failed = [entry(2), entry(3)].map((one) => disk.write({ put: [one], drop: [] }));
  for (const write of failed) await assert.rejects(write, { code: 'disk', message: /no space left/ });
  await assert.rejects(disk.write({ put: [entry(4)], drop: [] }, 'soon'), { code: 'disk' });
  await assert.rejects(disk.writeNote('name', 'Alice'), { code: 'disk' });
  await disk.reopen();
  await disk.write({ put: [entry(5)], drop: [] });
  await disk.close();
  const again = await LevelDisk.open(folder);
  assert.deepEqual(await held(again), texts([entry(1), entry(5)]));
  await again.close();
});

test('a write that cannot be put into its batch fails with all that wait, and nothing of them is written', async (context) => {
  const folder = await newFolder(context);
  const disk = await LevelDisk.open(folder);
  const waiting = disk.write({ put: [entry(1)], drop: [] }, 'soon');
  const unwritable = { ...entry(3), key: null as never };
  await assert.rejects(disk.write({ put: [entry(2), unwritable], drop: [] }), { code: 'disk' });
  await assert.rejects(waiting, { code: 'disk' });
  await disk.reopen();
  assert.deepEqual(await held(disk), []);
  await assert.rejects(disk.write({ put: [unwritable], drop: [] }), { code: 'disk' });
  await disk.reopen();
  await disk.write({ put: [entry(4)], drop: [] });
  assert.deepEqual(await held(disk), texts([entry(4)]));
  await disk.close();
});

test('a disk whose folder is gone is not opened again as an empty one', {
  skip: process.platform === 'win32' && 'Windows removes no file that is open',
}, async (context) => {
  const folder = await newFolder(context);
  const disk = await LevelDisk.open(folder);
  await disk.writeNote('name', 'Alice');
  await rm(folder, { recursive: true });
  await assert.rejects(disk.reopen());
  await disk.close();
});

for (const [what, rows] of [
  ['is no JSON', [['f/00000000000002', '["key 2",']]],
  ['is no entry', [['f/00000000000002', '["key 2"]']]],
  ['has no number', [['f/0000000000000x', '["key 2","\\"2\\"",1,0,"aaaaaaaaaaaaaaaa"]']]],
  [
    'makes an entry of another with the next',
    [
      ['f/00000000000002', '["key 2"'],
      ['f/00000000000003', '"\\"2\\"",1,0,"aaaaaaaaaaaaaaaa"]'],
    ],
  ],
] as const) {
  test(`a row that ${what} is damage`, async (context) => {
    const folder = await newFolder(context);
    const disk = await LevelDisk.open(folder);
    await disk.write({ put: [entry(1), entry(4)], drop: [] });
    await disk.close();
    const db = new ClassicLevel<string, string>(folder);
    await db.batch(rows.map(([key, value]) => ({ type: 'put', key, value })));
    await db.close();
    const damaged = await LevelDisk.open(folder);
    context.after(() => damaged.close());
    await assert.rejects(held(damaged), { code: 'DAMAGED' });
  });
}
