/** Four 32-bit words. */
export type Digest = Int32Array;

const [C1, C2, C3, C4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;
/** UTF-16 units in a block of 16 bytes. */
const BLOCK = 8;

/**
 * MurmurHash3_x86_128 with seed 0 (Austin Appleby, SMHasher, public domain) of the text's UTF-16LE, into `digest`. Not
 * for secrets: it is made to tell texts apart quickly, and anybody can find two that it does not.
 */
export function murmur128(text: string, digest: Digest): void {
  const { length } = text;
  const tail = length - (length % BLOCK);
  let h1 = 0;
  let h2 = 0;
  let h3 = 0;
  let h4 = 0;
  for (let i = 0; i < tail; i += BLOCK) {
    h1 = (Math.imul((rotate(h1 ^ mix1(pair(text, i)), 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 = (Math.imul((rotate(h2 ^ mix2(pair(text, i + 2)), 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 = (Math.imul((rotate(h3 ^ mix3(pair(text, i + 4)), 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 = (Math.imul((rotate(h4 ^ mix4(pair(text, i + 6)), 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }
  // Past the text's end `pair` gives 0, which mixes to 0.
  h1 ^= mix1(pair(text, tail)) ^ (2 * length);
  h2 ^= mix2(pair(text, tail + 2)) ^ (2 * length);
  h3 ^= mix3(pair(text, tail + 4)) ^ (2 * length);
  h4 ^= mix4(pair(text, tail + 6)) ^ (2 * length);
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = finish((h2 + h1) | 0);
  h3 = finish((h3 + h1) | 0);
  h4 = finish((h4 + h1) | 0);
  h1 = (finish(h1) + h2 + h3 + h4) | 0;
  digest[0] = h1;
  digest[1] = h2 + h1;
  digest[2] = h3 + h1;
  digest[3] = h4 + h1;
}

/** Two UTF-16 units as one little-endian word; a unit past the end is 0. */
function pair(text: string, at: number): number {
  return at + 1 < text.length ? text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16) : text.charCodeAt(at) | 0;
}

function mix1(word: number): number {
  return Math.imul(rotate(Math.imul(word, C1), 15), C2);
}

function mix2(word: number): number {
  return Math.imul(rotate(Math.imul(word, C2), 16), C3);
}

function mix3(word: number): number {
  return Math.imul(rotate(Math.imul(word, C3), 17), C4);
}

function mix4(word: number): number {
  return Math.imul(rotate(Math.imul(word, C4), 18), C1);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function finish(word: number): number {
  let h = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
