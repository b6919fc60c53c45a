import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { ClassicLevel } from 'classic-level';
import fc from 'fast-check';
import { LEAST } from '../../main/disk/block';
import { Blocks } from '../../main/disk/blocks';
import { LevelDisk } from '../../main/disk/level';
import { MAX_ENTRIES } from '../../main/store/pack';
import { newFolder } from '../support/folder';
import { entries, entry, held, texts } from './contract';

/** A closed disk that was given these batches, one after the other. */
async function written(test: TestContext, ...batches: Parameters<LevelDisk['write']>[0][]): Promise<string> {
  const folder = await newFolder(test);
  const disk = await LevelDisk.open(folder);
  for (const batch of batches) await disk.write(batch);
  await disk.close();
  return folder;
}

async function rowsOf(folder: string): Promise<[string, string][]> {
  const level = new ClassicLevel<string, string>(folder);
  const rows = await level.iterator().all();
  await level.close();
  return rows.filter(([key]) => !key.startsWith('n/'));
}

async function change(folder: string, work: (level: ClassicLevel<string, string>) => Promise<unknown>): Promise<void> {
  const level = new ClassicLevel<string, string>(folder);
  await work(level);
  await level.close();
}

async function reread(test: TestContext, folder: string): Promise<LevelDisk> {
  const disk = await LevelDisk.open(folder);
  test.after(() => disk.close());
  return disk;
}

function numbers(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => from + at);
}

test('neighbours that are written together share a row, as many as fit, and few or strangers do not', async (context) => {
  const long = Array.from({ length: 20 }, (_, at) => entry(5000 + at, 'long', JSON.stringify('x'.repeat(60 * 1024))));
  const folder = await written(
    context,
    { put: entries(0, MAX_ENTRIES + LEAST), drop: [] },
    { put: entries(1000, LEAST - 1), drop: [] },
    { put: numbers(0, 20).map((n) => entry(2000 + 2 * n)), drop: [] },
    { put: long, drop: [] },
  );
  const rows = await rowsOf(folder);
  assert.equal(rows.filter(([key]) => key.endsWith('+')).length, 2);
  assert.equal(rows.length, 2 + LEAST - 1 + 20 + 20);
  const all = [...entries(0, MAX_ENTRIES + LEAST), ...entries(1000, LEAST - 1)];
  const given = await held(await reread(context, folder));
  assert.deepEqual(given, texts([...all, ...numbers(0, 20).map((n) => entry(2000 + 2 * n)), ...long]));
});

test('what is dropped of a row stays dropped when the disk is opened again, and can be dropped then', async (context) => {
  const folder = await written(context, { put: entries(0, 20), drop: [] }, { put: [], drop: [0, 7] });
  const disk = await reread(context, folder);
  const left = entries(0, 20).filter(({ seq }) => seq !== 0 && seq !== 7);
  assert.deepEqual(await held(disk), texts(left));
  await disk.write({ put: [], drop: [19] });
  assert.deepEqual(await held(disk), texts(left.slice(0, -1)));
});

test('a row that is mostly dead is written anew with what lives, and one that is all dead goes', async (context) => {
  const dead = numbers(0, 60);
  const folder = await written(
    context,
    { put: entries(0, 100), drop: [] },
    { put: [], drop: dead },
    { put: entries(100, 100), drop: [] },
    { put: [], drop: numbers(100, 100) },
  );
  const rows = await rowsOf(folder);
  assert.deepEqual(
    rows.map(([key]) => key),
    ['f/0000000000003c+'],
  );
  assert.deepEqual(await held(await reread(context, folder)), texts(entries(60, 40)));
});

test('a disk on which most entries were dropped holds at most twice what it should', async (context) => {
  const batches = numbers(0, 40).map((round) => ({
    put: entries(100 * round, 100),
    drop: round === 0 ? [] : numbers(100 * (round - 1), 100).filter((seq) => seq % 10 !== 0),
  }));
  const folder = await written(context, ...batches);
  const disk = await reread(context, folder);
  const left = entries(0, 4000).filter(({ seq }) => seq >= 3900 || seq % 10 === 0);
  assert.deepEqual(await held(disk), texts(left));
  await disk.close();
  const rows = await rowsOf(folder);
  assert.ok(!rows.some(([key]) => key.startsWith('d/')), 'no marks are left');
});

test('a disk to which each write brings many rows and drops as many holds at most twice what it should', async (context) => {
  const count = 100;
  const value = JSON.stringify('x'.repeat(5_000));
  const round = (at: number) => ({
    put: numbers(count * at, count).map((seq) => entry(seq, `key ${seq}`, value)),
    drop: at === 0 ? [] : numbers(count * (at - 1), count),
  });
  const rows = async (rounds: number): Promise<[string, string][]> =>
    rowsOf(await written(context, ...numbers(0, rounds).map(round)));
  const once = await rows(1);
  assert.ok(once.length > 2, 'one write brings several rows');
  const often = await rows(30);
  assert.ok(often.length <= 2 * once.length, `${often.length} rows, where ${once.length} would do`);
});

test('drops that come while a row is written anew are heeded', async (context) => {
  const folder = await newFolder(context);
  const disk = await LevelDisk.open(folder);
  await disk.write({ put: entries(0, 100), drop: [] });
  const writes = numbers(0, 90).map(async (seq) => {
    await disk.write({ put: [], drop: [seq] });
    await disk.write({ put: [entry(1000 + seq)], drop: [] });
  });
  await Promise.all(writes);
  await disk.close();
  const rows = await rowsOf(folder);
  assert.ok(rows.filter(([key]) => key.startsWith('d/')).length <= 5, 'marks that nobody needs are gone');
  const left = [...entries(90, 10), ...numbers(0, 90).map((n) => entry(1000 + n))];
  assert.deepEqual(await held(await reread(context, folder)), texts(left));
});

test('an entry that is dropped while its row is written anew leaves neither a row of its own nor a mark', async (context) => {
  const folder = await written(context, { put: entries(0, 100), drop: [] });
  const disk = await LevelDisk.open(folder);
  await held(disk);
  // So much in the first that the second waits until what the first left alive has rows of its own.
  const writes = [
    { put: entries(1000, 3000), drop: numbers(0, 100 - LEAST + 1) },
    { put: [], drop: [99] },
  ];
  await Promise.all(writes.map((batch) => disk.write(batch)));
  await disk.close();
  const keys = (await rowsOf(folder)).map(([key]) => key).filter((key) => !key.endsWith('+'));
  assert.deepEqual(
    keys,
    numbers(100 - LEAST + 1, LEAST - 2).map((seq) => `f/${seq.toString(16).padStart(14, '0')}`),
  );
});

test('an entry that stands in two rows is given once', async (context) => {
  const folder = await written(context, { put: entries(0, 20), drop: [] }, { put: entries(10, 20), drop: [] });
  assert.deepEqual(await held(await reread(context, folder)), texts(entries(0, 30)));
});

for (const [what, changed] of [
  ['a letter was changed', (text: string) => text.replace('value 3', 'value 8')],
  ['the check was changed', (text: string) => `${text.slice(0, -1)}x`],
  ['the end is gone', (text: string) => text.slice(0, -40)],
] as const) {
  test(`a row of many entries of which ${what} is damage`, async (context) => {
    const folder = await written(context, { put: entries(0, 20), drop: [] });
    const [row] = await rowsOf(folder);
    await change(folder, (level) => level.put(row?.[0] ?? '', changed(row?.[1] ?? '')));
    await assert.rejects(held(await reread(context, folder)), { code: 'DAMAGED' });
  });
}

test('a row of many entries that came under other numbers is damage', async (context) => {
  const folder = await written(context, { put: entries(0, 20), drop: [] });
  const [row] = await rowsOf(folder);
  await change(folder, (level) => level.put('f/00000000000001+', row?.[1] ?? ''));
  await assert.rejects(held(await reread(context, folder)), { code: 'DAMAGED' });
});

test('blocks are found by every number in them, and by no other', () => {
  const anyBlocks = fc.array(fc.record({ gap: fc.nat(5), size: fc.integer({ min: 1, max: 9 }), dead: fc.nat(9) }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(anyBlocks, fc.infiniteStream(fc.nat()), (some, order) => {
      let next = 0;
      const placed = some.map(({ gap, size, dead }) => {
        const first = next + gap;
        next = first + size;
        return { first, size, dead: Math.min(dead, size) };
      });
      const blocks = new Blocks();
      const shuffled = placed.map((block) => [order.next().value, block] as const).sort(([a], [b]) => a - b);
      for (const [, { first, size }] of shuffled) blocks.add(first, size);
      for (let seq = 0; seq < next + 3; seq++) {
        const holder = placed.find(({ first, size }) => first <= seq && seq < first + size);
        assert.equal(blocks.find(seq)?.first, holder?.first);
      }
      for (const { first, dead } of placed) for (const seq of numbers(first, dead)) blocks.died(seq);
      for (let worn = blocks.worn(20); worn.length > 0; worn = blocks.worn(20))
        for (const block of worn) blocks.remove(block);
      for (const { first, size, dead } of placed) assert.equal(blocks.find(first) !== null, 2 * dead <= size);
    }),
  );
});
