import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { digestText, type Entry } from '../../main/store/entry';
import { jsonValue } from '../../main/store/text';
import { ALICE, COURSE, identity, key, NOON } from './fixtures';

/** Keys and values that look like parts of the text. */
const odd = ['a', '\na', 'a\n', ' a', '"a"\na', '1 0', `${NOON} 0 ${ALICE} "a"\na`];
const anyEntry: fc.Arbitrary<Entry> = fc.record({
  key: fc.oneof(fc.constantFrom(...odd), fc.string({ minLength: 1 })).map(key),
  value: fc.option(fc.oneof(fc.constantFrom(...odd), fc.jsonValue()).map((value) => jsonValue(JSON.stringify(value)))),
  stamp: fc.record({
    time: fc.constantFrom(1, 11, NOON),
    counter: fc.constantFrom(0, 1, 11),
    node: fc.constantFrom(ALICE, COURSE),
  }),
  parents: fc.constant([]),
});

test('no two entries are digested by one text', () => {
  fc.assert(
    fc.property(anyEntry, anyEntry, (a, b) => {
      assert.equal(digestText(a) === digestText(b), identity(a) === identity(b));
    }),
    { numRuns: 2000 },
  );
});

test('a tombstone and an empty value are digested by texts of their own', () => {
  const stamp = { time: NOON, counter: 0, node: ALICE };
  const texts = [null, '""', '[]', 'null'].map((json) =>
    digestText({ key: key('k'), value: json === null ? null : jsonValue(json), stamp, parents: [] }),
  );
  assert.equal(new Set(texts).size, 4);
});
