/** 32-bit words. */
export type Words = Int32Array;

const [C1, C2, C3, C4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;
/** Words in a block of 16 bytes. */
const BLOCK = 4;

/**
 * The MurmurHash3_x86_128 (Austin Appleby, SMHasher, public domain) of `count` words from `first` on, a whole number
 * of blocks, with the seed 0, into `hash`, 4 words. Not for secrets: it is made to tell texts apart quickly, and anybody can find two that it
 * does not. In one piece, as V8 would compile its parts into every function on the way to it.
 */
export function murmur(words: Words, first: number, count: number, hash: Words): void {
  let h1 = 0;
  let h2 = 0;
  let h3 = 0;
  let h4 = 0;
  for (let at = first; at < first + count; at += BLOCK) {
    h1 ^= scramble(words[at] as number, C1, 15, C2);
    h1 = (Math.imul((rotate(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= scramble(words[at + 1] as number, C2, 16, C3);
    h2 = (Math.imul((rotate(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= scramble(words[at + 2] as number, C3, 17, C4);
    h3 = (Math.imul((rotate(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= scramble(words[at + 3] as number, C4, 18, C1);
    h4 = (Math.imul((rotate(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
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

function scramble(word: number, first: number, bits: number, second: number): number {
  return Math.imul(rotate(Math.imul(word, first), bits), second);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function avalanche(word: number): number {
  let h = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
