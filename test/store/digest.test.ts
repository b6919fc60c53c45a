import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { digestOf, digestOfText } from '../../main/store/digest';
import type { Entry } from '../../main/store/entry';
import { laidOut, layOut, layOutParts } from '../../main/store/form';
import { jsonValue, textValue } from '../../main/store/text';
import { ALICE, BOB, COURSE, identity, key, NOON } from './fixtures';
import { modelFingerprint, said } from './model';
import { murmurOfBytes } from './murmur-reference';

/** Keys and values of which one might be taken for the other, or for a filling. */
const odd = ['a', 'a\0', '\0', 'é', '\u{1f600}', 'a'.repeat(15), 'a'.repeat(16), 'a'.repeat(17), '"a"'];
const anyEntry: fc.Arbitrary<Entry> = fc.record({
  key: fc.oneof(fc.constantFrom(...odd), fc.string({ minLength: 1, unit: 'grapheme' })).map(key),
  value: fc.option(fc.oneof(fc.constantFrom(...odd), fc.jsonValue()).map((value) => jsonValue(JSON.stringify(value)))),
  stamp: fc.record({
    time: fc.constantFrom(1, 2 ** 31, 2 ** 32, NOON, 2 ** 48 - 1),
    counter: fc.constantFrom(0, 1, 65_535),
    node: fc.constantFrom(ALICE, BOB, COURSE),
  }),
  parents: fc.constant([]),
});

function digest(entry: Entry): string {
  const words = new Int32Array(4);
  digestOf(entry, words);
  return hex(words);
}

function hex(words: Int32Array): string {
  return Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

test('a digest is the hash of what the specification says, whatever was digested before', () => {
  fc.assert(
    fc.property(fc.array(anyEntry, { minLength: 1, maxLength: 5 }), (entries) => {
      for (const entry of entries) assert.equal(digest(entry), modelFingerprint([entry]));
    }),
    { numRuns: 500 },
  );
});

test('no two entries are digested by the same bytes', () => {
  fc.assert(
    fc.property(anyEntry, anyEntry, (a, b) => {
      assert.equal(said(a).equals(said(b)), identity(a) === identity(b));
    }),
    { numRuns: 2000 },
  );
});

test('the longest value, of three bytes a letter, has a digest, and so has a short one after it', () => {
  const stamp = { time: NOON, counter: 0, node: ALICE };
  const long = { key: key('é'.repeat(512)), value: textValue('€'.repeat(87_381)), stamp, parents: [] };
  const short = { key: key('k'), value: textValue(''), stamp, parents: [] };
  for (const entry of [long, short]) assert.equal(digest(entry), modelFingerprint([entry]));
});

test('a text and a number are digested together, whatever was digested before', () => {
  const anyText = fc.oneof(fc.constantFrom(...odd), fc.string({ unit: 'grapheme', maxLength: 2000 }));
  const anyNumber = fc.oneof(fc.constantFrom(0, 1, 2 ** 32, Number.MAX_SAFE_INTEGER), fc.nat());
  fc.assert(
    fc.property(fc.array(fc.tuple(anyText, anyNumber), { minLength: 1, maxLength: 5 }), (all) => {
      for (const [text, number] of all) {
        const bytes = Buffer.from(text);
        const head = Buffer.alloc(16);
        head.writeBigUInt64LE(BigInt(number));
        head.writeUInt32LE(bytes.length, 8);
        const filled = Buffer.concat([head, bytes, Buffer.alloc((16 - (bytes.length % 16)) % 16)]);
        const words = new Int32Array(4);
        digestOfText(text, number, words);
        assert.equal(hex(words), murmurOfBytes(filled));
      }
    }),
    { numRuns: 200 },
  );
});

test('an entry whose parts stand among other bytes is laid out as by itself', () => {
  const plain = fc.string({ minLength: 1, maxLength: 400 }).map((part) => part.replace(/["\\]/g, '.'));
  fc.assert(
    fc.property(anyEntry, plain, plain, plain, ({ stamp }, before, name, value) => {
      const count = layOut({ key: key(name), value: textValue(value), stamp, parents: [] });
      const whole = laidOut().slice(0, count);
      const bytes = Buffer.from(`${before}${name}${value}${before}`);
      const [keyAt, valueAt] = [before.length, before.length + name.length];
      assert.equal(layOutParts(bytes, keyAt, valueAt, valueAt, valueAt + value.length, stamp), count);
      assert.deepEqual(laidOut().slice(0, count), whole);
    }),
  );
});
