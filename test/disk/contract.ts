import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Disk } from '../../main/disk/disk';
import { sha256 } from '../../main/sha256';
import { Clock } from '../../main/store/clock';
import type { Numbered } from '../../main/store/contents';
import { Database } from '../../main/store/database';
import type { NodeId } from '../../main/store/stamp';
import { checkKey, jsonValue } from '../../main/store/text';
import { toTuple } from '../../main/store/tuple';

const ALICE = 'aaaaaaaaaaaaaaaa' as NodeId;

/** The nth write, under that number; many may be of one key. */
export function entry(n: number, key = `key ${n}`, json: string | null = `"value ${n}"`): Numbered {
  const stamp = { time: 1_700_000_000_000 + n, counter: n % 3, node: ALICE };
  const parents = n % 2 === 0 ? [] : [{ ...stamp, time: stamp.time - 1 }];
  return { key: checkKey(key), value: json === null ? null : jsonValue(json), stamp, parents, seq: n };
}

export function entries(from: number, count: number): Numbered[] {
  return Array.from({ length: count }, (_, i) => entry(from + i));
}

/** All that a disk holds, as texts, in the order in which it gives them. */
export async function held(disk: Disk): Promise<string[]> {
  const all: string[] = [];
  for await (const chunk of disk.entries()) all.push(...texts(chunk));
  return all;
}

/** Their numbers in the feed: a start passes over what a disk has too much, so its fingerprint does not tell of that. */
export async function numbersOn(disk: Disk): Promise<number[]> {
  const numbers: number[] = [];
  for await (const chunk of disk.entries()) numbers.push(...chunk.map(({ seq }) => seq));
  return numbers;
}

/** Of what a disk holds: computed from all of it, as a start from it does. */
export async function fingerprintOf(disk: Disk): Promise<string> {
  const database = new Database('latest', new Clock(ALICE, Date.now), sha256);
  for await (const chunk of disk.entries()) database.load(chunk);
  return database.fingerprint;
}

export function texts(some: readonly Numbered[]): string[] {
  return some.map((one) => JSON.stringify([one.seq, ...toTuple(one)]));
}

/** What every disk does. */
export function diskContract(name: string, open: (test: TestContext) => Promise<Disk>): void {
  test(`${name} that is new holds nothing`, async (context) => {
    const disk = await open(context);
    assert.deepEqual(await held(disk), []);
    assert.equal(await disk.readNote('name'), undefined);
  });

  test(`${name} gives back every entry whole`, async (context) => {
    const disk = await open(context);
    const odd = [
      entry(1, '__proto__', '{"__proto__":1}'),
      entry(2, 'n/name', '007'.slice(2)),
      entry(3, 'a/b/../c', '12345678901234567890.0'),
      entry(4, 'é'.repeat(512), 'null'),
      entry(5, '👩‍👩‍👧 שלום', '"\\u0000\\n"'),
      entry(6, 'longest', JSON.stringify('x'.repeat(256 * 1024))),
      entry(7, 'gone', null),
      entry(8, 'gone', '"before"'),
    ];
    await disk.write({ put: odd, drop: [] });
    assert.deepEqual(await held(disk), texts(odd));
  });

  test(`${name} gives back entries in the order of their numbers, however long those are`, async (context) => {
    const disk = await open(context);
    const numbers = [0, 1, 9, 10, 15, 16, 255, 256, 2 ** 31, 2 ** 32 + 1, 2 ** 48, Number.MAX_SAFE_INTEGER];
    const some = numbers.map((seq) => ({ ...entry(1, `number ${seq}`), seq }));
    await disk.write({ put: some.slice(0, 5), drop: [] });
    await disk.write({ put: some.slice(5), drop: [] });
    assert.deepEqual(await held(disk), texts(some));
  });

  test(`${name} holds more than one chunk, in chunks that are bounded`, async (context) => {
    const disk = await open(context);
    const many = entries(0, 2500);
    await disk.write({ put: many, drop: [] });
    assert.deepEqual(await held(disk), texts(many));
    for await (const chunk of disk.entries()) assert.ok(chunk.length <= 1000, `${chunk.length} entries`);
  });

  test(`${name} forgets what is dropped, and nothing else`, async (context) => {
    const disk = await open(context);
    const [first, second] = [entry(1, 'Ville', '"Lyon"'), entry(2, 'Ville', '"Nice"')];
    await disk.write({ put: [first, second], drop: [] });
    await disk.write({ put: [], drop: [first.seq, 3] });
    assert.deepEqual(await held(disk), texts([second]));
    const third = entry(4, 'Ville', '"Metz"');
    await disk.write({ put: [third], drop: [second.seq] });
    assert.deepEqual(await held(disk), texts([third]));
  });

  test(`${name} forgets those that are dropped of many written at once, the first and the last too`, async (context) => {
    const disk = await open(context);
    await disk.write({ put: entries(0, 100), drop: [] });
    await disk.write({ put: entries(100, 50), drop: [0, 99, 40] });
    await disk.write({ put: [], drop: [100, 40, 149] });
    const left = entries(0, 150).filter(({ seq }) => ![0, 40, 99, 100, 149].includes(seq));
    assert.deepEqual(await held(disk), texts(left));
    await disk.write({ put: entries(150, 20), drop: left.slice(5).map(({ seq }) => seq) });
    assert.deepEqual(await held(disk), texts([...left.slice(0, 5), ...entries(150, 20)]));
    await disk.write({ put: [], drop: [...left.slice(0, 5), ...entries(150, 20)].map(({ seq }) => seq) });
    assert.deepEqual(await held(disk), []);
  });

  test(`${name} takes writes in the order of the calls, also when nobody waits for them`, async (context) => {
    const disk = await open(context);
    const all: Promise<void>[] = [];
    for (let round = 0; round < 50; round++) {
      all.push(disk.write({ put: [entry(1), entry(2 + round)], drop: [] }), disk.write({ put: [], drop: [1] }));
      all.push(disk.writeNote('round', round));
    }
    await Promise.all(all);
    assert.deepEqual(await held(disk), texts(entries(2, 50)));
    assert.equal(await disk.readNote('round'), 49);
  });

  test(`${name} writes what may wait before what comes after it, and soon where nothing does`, async (context) => {
    const disk = await open(context);
    const waiting = entries(0, 10).map((one) => disk.write({ put: [one], drop: [] }, 'soon'));
    await disk.write({ put: [entry(10)], drop: [3] });
    assert.deepEqual(await held(disk), texts(entries(0, 11).filter(({ seq }) => seq !== 3)));
    await Promise.all([...waiting, disk.write({ put: [entry(11)], drop: [] }, 'soon')]);
    assert.equal((await held(disk)).length, 11);
  });

  test(`${name} that is closed writes what was waiting`, async (context) => {
    const disk = await open(context);
    const waiting = disk.write({ put: [entry(1)], drop: [] }, 'soon');
    await disk.close();
    await waiting;
  });

  test(`${name} holds after it was opened again what it held before`, async (context) => {
    const disk = await open(context);
    await disk.write({ put: entries(0, 10), drop: [] });
    await disk.reopen();
    await disk.write({ put: [entry(10)], drop: [] });
    assert.deepEqual(await held(disk), texts(entries(0, 11)));
  });

  test(`${name} keeps any JSON as a note, beside the entries`, async (context) => {
    const disk = await open(context);
    const note = { list: [1, null, 'é'], nested: { __proto__: null, deep: true } };
    await disk.writeNote('peers', note);
    await disk.writeNote('name', 'Alice');
    await disk.writeNote('name', 'Bob');
    assert.deepEqual(await disk.readNote('peers'), JSON.parse(JSON.stringify(note)));
    assert.equal(await disk.readNote('name'), 'Bob');
    assert.deepEqual(await held(disk), []);
  });

  test(`${name} that is closed finishes the writes under way, and takes no more`, async (context) => {
    const disk = await open(context);
    const writes = entries(0, 20).map((one) => disk.write({ put: [one], drop: [] }));
    await disk.close();
    await Promise.all(writes);
    await assert.rejects(disk.write({ put: [entry(1)], drop: [] }));
    await assert.rejects(disk.writeNote('name', 'Alice'));
    await assert.rejects(disk.readNote('name'));
    await assert.rejects(held(disk));
  });

  test(`${name} takes a write however soon after another one's end it comes`, async (context) => {
    const disk = await open(context);
    for (let turns = 0; turns < 20; turns++) {
      await disk.writeNote('turns', 'before');
      for (let turn = 0; turn < turns; turn++) await null;
      await disk.writeNote('turns', turns);
      assert.equal(await disk.readNote('turns'), turns);
    }
  });
}
