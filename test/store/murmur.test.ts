import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { finish, mix } from '../../main/store/murmur';
import { murmurOfBytes } from './murmur-reference';

/** Bytes, as ASCII, and their MurmurHash3_x86_128 with seed 0 by an independent implementation. */
const VECTORS: readonly (readonly [bytes: string, hash: string])[] = [
  ['', '00000000000000000000000000000000'],
  ['ab', '158451df25be301025be301025be3010'],
  ['abcdef', 'e17cb90aa1af2721a9bedff9a9bedff9'],
  ['abcdefghijklmnop', '9fd2762790b91256e4ce8b21d193ba45'],
  ['I will not buy this record, it is scratched.', 'a0a9683b25ac5e40d9af2895890dddf5'],
];

/** In as many goes as `cuts` has parts. */
function hash(bytes: Buffer, cuts: readonly number[]): string {
  const state = new Int32Array(4);
  let from = 0;
  for (const to of [...cuts, bytes.length / 16]) {
    const words = Int32Array.from({ length: 4 * (to - from) }, (_, i) => bytes.readInt32LE(16 * from + 4 * i));
    mix(state, words, words.length);
    from = to;
  }
  finish(state, bytes.length);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

test('the reference gives the hashes that others give', () => {
  for (const [bytes, expected] of VECTORS) assert.equal(murmurOfBytes(Buffer.from(bytes)), expected, bytes);
});

test('whole blocks, in however many goes, have the hash that the specification gives', () => {
  assert.equal(hash(Buffer.from('abcdefghijklmnop'), []), '9fd2762790b91256e4ce8b21d193ba45');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 160, size: 'max' }), fc.array(fc.nat(10)), (all, cuts) => {
      const bytes = Buffer.from(all.subarray(0, all.length - (all.length % 16)));
      const within = cuts.filter((cut) => cut <= bytes.length / 16).sort((a, b) => a - b);
      assert.equal(hash(bytes, within), murmurOfBytes(bytes));
    }),
    { numRuns: 500 },
  );
});
