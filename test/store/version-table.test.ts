import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { digestOf } from '../../main/store/digest';
import type { Entry } from '../../main/store/entry';
import type { Slot } from '../../main/store/record';
import type { NodeId } from '../../main/store/stamp';
import { jsonValue, textValue } from '../../main/store/text';
import { VersionTable } from '../../main/store/version-table';
import { ALICE, BOB, COURSE, key, NOON } from './fixtures';

/** Few of them come twice, so that most are forgotten with their versions. */
const anyId = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((id) => id.toString(16).padStart(16, '0') as NodeId);
const anyStamp = fc.record(
  {
    time: fc.constantFrom(0, 1, 2 ** 31, 2 ** 32, NOON, 2 ** 48 - 1),
    counter: fc.constantFrom(0, 1, 65_535),
    node: fc.oneof(fc.constantFrom(ALICE, BOB, COURSE), anyId),
  },
  { noNullPrototype: true },
);
const anyEntry: fc.Arbitrary<Entry> = fc.record({
  key: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).map(key),
  value: fc.option(
    fc.oneof(
      fc.jsonValue().map((value) => jsonValue(JSON.stringify(value))),
      // Of few sizes, so that what is removed makes room for others; and some with a chunk of their own.
      fc.constantFrom(0, 1, 20, 5000, 100_000).map((length) => textValue('v'.repeat(length))),
    ),
  ),
  stamp: anyStamp,
  parents: fc.array(anyStamp, { maxLength: 9 }),
});
const anySeq = fc.constantFrom(1, 2 ** 30 - 1, 2 ** 30, 2 ** 31, 2 ** 32, 2 ** 40 + 7, Number.MAX_SAFE_INTEGER);
/** Adds an entry, or takes one away again. */
const anyStep = fc.record({
  entry: anyEntry,
  from: fc.oneof(fc.constantFrom(null, ALICE, BOB), anyId),
  seq: anySeq,
  removes: fc.nat(20),
});

function digestIn(table: VersionTable, slot: Slot): number[] {
  const digest = new Int32Array(4);
  table.digest(slot, digest);
  return [...digest];
}

test('a table gives back every version as it was added, whatever came and went beside it', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 50, size: 'max' }), (steps) => {
      const table = new VersionTable();
      const held = new Map<Slot, (typeof steps)[number]>();
      for (const step of steps) {
        const slot = table.add(step.entry, step.from, step.seq);
        assert.ok(slot > 0 && !held.has(slot));
        held.set(slot, step);
        const gone = [...held.keys()][step.removes];
        if (gone === undefined) continue;
        table.remove(gone);
        held.delete(gone);
      }
      for (const [slot, { entry, from, seq }] of held) {
        assert.deepEqual(table.read(slot), { ...entry, from, seq, slot });
        assert.equal(table.isTombstone(slot), entry.value === null);
        const digest = new Int32Array(4);
        digestOf(entry, digest);
        assert.deepEqual(digestIn(table, slot), [...digest]);
      }
    }),
  );
});

test('what follows a version, and what is below it, is kept beside it', () => {
  const table = new VersionTable();
  const entry = { key: key('a'), value: textValue('v'), stamp: { time: 1, counter: 0, node: ALICE }, parents: [] };
  const [first, second, third] = [1, 2, 3].map((seq) => table.add(entry, null, seq)) as [Slot, Slot, Slot];
  assert.deepEqual([table.next(first), table.lower(first)], [0, 0]);
  table.setNext(first, second);
  table.setLower(first, third);
  assert.deepEqual([table.next(first), table.lower(first), table.next(second)], [second, third, 0]);
});

test('a key that is written over and over takes no more room than its versions', () => {
  const table = new VersionTable();
  const entry = { key: key('a'), value: textValue('v'), stamp: { time: 1, counter: 0, node: ALICE }, parents: [] };
  const slots = new Set<Slot>();
  let last = table.add(entry, null, 1);
  for (let seq = 2; seq < 1000; seq++) {
    const next = table.add(entry, null, seq);
    table.remove(last);
    slots.add(next);
    last = next;
  }
  assert.equal(slots.size, 2);
});

test('a text that grows letter by letter takes a few times its own room', () => {
  const table = new VersionTable();
  const chunks = new Set<number>();
  const kept: Slot[] = [];
  for (let length = 0; length < 60_000; length += 7) {
    const value = textValue('v'.repeat(length));
    const entry = { key: key('a'), value, stamp: { time: length, counter: 0, node: ALICE }, parents: [] };
    const slot = table.add(entry, null, length + 1);
    chunks.add(slot >>> 16);
    kept.push(slot);
    if (kept.length > 9) table.remove(kept.shift() as Slot);
  }
  // Of 1 MiB at most: 9 versions of the last length take half of one.
  assert.ok(chunks.size < 25, `${chunks.size} chunks`);
});

test('what is long takes nothing with it when it goes, even if there was room for it beside others', () => {
  const table = new VersionTable();
  const add = (name: string, length: number): Slot => {
    const stamp = { time: NOON, counter: 0, node: ALICE };
    return table.add({ key: key(name), value: textValue('v'.repeat(length)), stamp, parents: [] }, null, 1);
  };
  const names = Array.from({ length: 5_000 }, (_, at) => `key ${at}`);
  const slots = names.map((name) => add(name, 20));
  const long = add('long', 100_000);
  slots.push(add('last', 20));
  table.remove(long);
  assert.deepEqual(
    slots.map((slot) => table.key(slot)),
    [...names, 'last'],
  );
});
