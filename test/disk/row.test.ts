import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Damaged } from '../../main/disk/damaged';
import { readChunk, rowKey, rowText } from '../../main/disk/row';
import type { Numbered } from '../../main/store/contents';
import { laidOut, layOut } from '../../main/store/form';
import { jsonValue } from '../../main/store/text';
import { toTuple } from '../../main/store/tuple';
import { ALICE, BOB, COURSE, key, NOON } from '../store/fixtures';

const anyStamp = fc.record({
  time: fc.constantFrom(0, 1, NOON, 2 ** 48 - 1),
  counter: fc.constantFrom(0, 7, 65_535),
  node: fc.constantFrom(ALICE, BOB, COURSE),
});
/** Most as they are written by hand; others with what JSON escapes, or whose parts might be taken for a row's. */
const anyText = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.constantFrom('a', '","', '\\"', '\\', '"', ',', ']', 'é', '\u0000', '\u{1f600}', 'x'.repeat(1024)),
);
const anyEntry: fc.Arbitrary<Numbered> = fc.record({
  key: anyText.map(key),
  value: fc.option(fc.oneof(anyText, fc.jsonValue()).map((value) => jsonValue(JSON.stringify(value)))),
  stamp: anyStamp,
  parents: fc.oneof(fc.constant([]), fc.array(anyStamp, { maxLength: 2 })),
  seq: fc.constantFrom(1, 0xabcdef, 2 ** 31, 2 ** 40 + 9, Number.MAX_SAFE_INTEGER),
});

function read(seq: number, text: string, lazily = true): Numbered[] {
  return [...readChunk([[rowKey(seq), text]], lazily)].flatMap(({ entries }) => entries);
}

test('an entry is read from its row as it was written, and laid out alike', () => {
  fc.assert(
    fc.property(anyEntry, (entry) => {
      const [found] = read(entry.seq, rowText(entry)) as [Numbered];
      assert.deepEqual([found.seq, toTuple(found)], [entry.seq, toTuple(entry)]);
      const copies = read(entry.seq, rowText(entry), false).map((one) => ({ ...one }));
      assert.deepEqual(
        copies.map((one) => [one.seq, toTuple(one)]),
        [[entry.seq, toTuple(entry)]],
      );
      const count = layOut(entry);
      const form = laidOut().slice(0, count);
      assert.equal(found.layOut?.() ?? layOut(found), count);
      assert.deepEqual(laidOut().slice(0, count), form);
    }),
    { numRuns: 500 },
  );
});

test('a row that was changed in a character, or that stands in another place, is damaged, unless it says the same', () => {
  const puts = fc.constantFrom('', '"', '7', '\\', ',', 'é', '\n');
  fc.assert(
    fc.property(anyEntry, fc.nat(), puts, fc.boolean(), (entry, place, put, longer) => {
      const text = rowText(entry);
      const at = place % text.length;
      const changed = `${text.slice(0, at)}${put}${text.slice(longer ? at : at + 1)}`;
      try {
        assert.deepEqual(read(entry.seq, changed).map(toTuple), [toTuple(entry)]);
      } catch (error) {
        assert.ok(error instanceof Damaged);
      }
      assert.throws(() => read(entry.seq - 1, text), Damaged);
    }),
    { numRuns: 1000 },
  );
});

test('a row whose place is no number in hex digits is damaged, though what it comes to would fit the row', () => {
  // Read as digits beyond 0 to f, the last characters would make 16, 15 and 10.
  const places = [
    ['f/0000000000000g', 16],
    ['f/0000000000001/', 15],
    ['f/0000000000000:', 10],
  ] as const;
  for (const [place, seq] of places) {
    const text = rowText({
      key: key('a'),
      value: jsonValue('"b"'),
      stamp: { time: NOON, counter: 0, node: ALICE },
      parents: [],
      seq,
    });
    assert.equal(read(seq, text).length, 1);
    assert.throws(() => [...readChunk([[place, text]], true)], Damaged, place);
  }
});
