import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { murmur128 } from '../../main/store/murmur';
import { murmurOfBytes, murmurOfText } from './murmur-reference';

/** Bytes, as ASCII, and their MurmurHash3_x86_128 with seed 0 by an independent implementation. */
const VECTORS: readonly (readonly [bytes: string, hash: string])[] = [
  ['', '00000000000000000000000000000000'],
  ['ab', '158451df25be301025be301025be3010'],
  ['abcd', '96b6ccaa45afc62e45afc62e45afc62e'],
  ['abcdef', 'e17cb90aa1af2721a9bedff9a9bedff9'],
  ['abcdefghijklmn', '75ec118e605d1fd7946f45f4f1d4894d'],
  ['abcdefghijklmnop', '9fd2762790b91256e4ce8b21d193ba45'],
  ['I will not buy this record, it is scratched.', 'a0a9683b25ac5e40d9af2895890dddf5'],
  ['The quick brown fox jumps over the lazy dog.', '6cbb60997dd6ed5e2bbf0fbb9b627b55'],
];

function hash(text: string): string {
  const digest = new Int32Array(4);
  murmur128(text, digest);
  return Array.from(digest, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

test('a text whose UTF-16LE is some bytes has the hash of those bytes', () => {
  for (const [bytes, expected] of VECTORS) {
    assert.equal(hash(Buffer.from(bytes, 'latin1').toString('utf16le')), expected, bytes);
    assert.equal(murmurOfBytes(Buffer.from(bytes, 'latin1')), expected, bytes);
  }
});

test('any text, whatever its length and its characters, has the hash that the specification gives', () => {
  const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 70, size: 'max' });
  fc.assert(
    fc.property(units, (all) => {
      const text = String.fromCharCode(...all);
      assert.equal(hash(text), murmurOfText(text));
    }),
    { numRuns: 500 },
  );
});

test('what a digest held before is no part of the next one', () => {
  const digest = new Int32Array([1, -2, 3, -4]);
  murmur128('', digest);
  assert.deepEqual([...digest], [0, 0, 0, 0]);
});
