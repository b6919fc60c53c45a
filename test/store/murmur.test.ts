import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { murmur } from '../../main/store/murmur';
import { murmurOfBytes } from './murmur-reference';

/** Bytes, as ASCII, and their MurmurHash3_x86_128 with seed 0 by an independent implementation. */
const VECTORS: readonly (readonly [bytes: string, hash: string])[] = [
  ['', '00000000000000000000000000000000'],
  ['ab', '158451df25be301025be301025be3010'],
  ['abcdef', 'e17cb90aa1af2721a9bedff9a9bedff9'],
  ['abcdefghijklmnop', '9fd2762790b91256e4ce8b21d193ba45'],
  ['I will not buy this record, it is scratched.', 'a0a9683b25ac5e40d9af2895890dddf5'],
];

function hash(bytes: Buffer): string {
  const words = Int32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readInt32LE(4 * i));
  const hash = new Int32Array(4);
  murmur(words, 0, words.length, hash);
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

test('the reference gives the hashes that others give', () => {
  for (const [bytes, expected] of VECTORS) assert.equal(murmurOfBytes(Buffer.from(bytes)), expected, bytes);
});

test('whole blocks have the hash that the specification gives', () => {
  assert.equal(hash(Buffer.from('abcdefghijklmnop')), '9fd2762790b91256e4ce8b21d193ba45');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 160, size: 'max' }), (all) => {
      const bytes = Buffer.from(all.subarray(0, all.length - (all.length % 16)));
      assert.equal(hash(bytes), murmurOfBytes(bytes));
    }),
    { numRuns: 500 },
  );
});
