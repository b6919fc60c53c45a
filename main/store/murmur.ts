/** 32-bit words. */
export type Words = Int32Array;

const { imul } = Math;

const [C1, C2, C3, C4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;
/** Words in a block of 16 bytes. */
const BLOCK = 4;

/**
 * The MurmurHash3_x86_128 (Austin Appleby, SMHasher, public domain) of `count` words from `first` on, a whole number of
 * blocks, with the seed 0, into `hash`, 4 words. Not for secrets: it tells texts apart quickly, but anybody can find
 * two with the same hash. In one piece, as V8 is slow to call separate parts until it has compiled them, and would
 * compile them into every function on the way there.
 */
export function murmur(words: Words, first: number, count: number, hash: Words): void {
  let k = 0;
  let h1 = 0;
  let h2 = 0;
  let h3 = 0;
  let h4 = 0;
  for (let at = first; at < first + count; at += BLOCK) {
    k = imul(words[at] as number, C1);
    h1 ^= imul((k << 15) | (k >>> 17), C2);
    h1 = (imul(((h1 << 19) | (h1 >>> 13)) + h2, 5) + 0x561ccd1b) | 0;
    k = imul(words[at + 1] as number, C2);
    h2 ^= imul((k << 16) | (k >>> 16), C3);
    h2 = (imul(((h2 << 17) | (h2 >>> 15)) + h3, 5) + 0x0bcaa747) | 0;
    k = imul(words[at + 2] as number, C3);
    h3 ^= imul((k << 17) | (k >>> 15), C4);
    h3 = (imul(((h3 << 15) | (h3 >>> 17)) + h4, 5) + 0x96cd1c35) | 0;
    k = imul(words[at + 3] as number, C4);
    h4 ^= imul((k << 18) | (k >>> 14), C1);
    h4 = (imul(((h4 << 13) | (h4 >>> 19)) + h1, 5) + 0x32ac3b17) | 0;
  }
  const bytes = 4 * count;
  h2 ^= bytes;
  h3 ^= bytes;
  h4 ^= bytes;
  h1 = ((h1 ^ bytes) + h2 + h3 + h4) | 0;
  h2 = avalanche((h2 + h1) | 0);
  h3 = avalanche((h3 + h1) | 0);
  h4 = avalanche((h4 + h1) | 0);
  h1 = (avalanche(h1) + h2 + h3 + h4) | 0;
  hash[0] = h1;
  hash[1] = h2 + h1;
  hash[2] = h3 + h1;
  hash[3] = h4 + h1;
}

function avalanche(word: number): number {
  let h = imul(word ^ (word >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
