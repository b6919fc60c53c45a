/**
 * MurmurHash3_x86_128 with seed 0 once more, over bytes and in big integers, as Austin Appleby's C++ reads: slow, and
 * sharing no code with the real one. In hex, the four words in order.
 */
export function murmurOfBytes(bytes: Buffer): string {
  const words = [0n, 0n, 0n, 0n];
  const [blocks, rest] = [Math.floor(bytes.length / 16), bytes.length % 16];
  for (let block = 0; block < blocks; block++) {
    for (const [i, { turn, add }] of ROUNDS.entries()) {
      const mixed = (words[i] as bigint) ^ mix(BigInt(bytes.readUInt32LE(block * 16 + i * 4)), i);
      words[i] = wrap((rotate(mixed, turn) + (words[(i + 1) % 4] as bigint)) * 5n + add);
    }
  }
  const tail = Buffer.alloc(16);
  bytes.copy(tail, 0, bytes.length - rest);
  const last = words.map((word, i) => word ^ mix(BigInt(tail.readUInt32LE(i * 4)), i) ^ BigInt(bytes.length));
  return gather(gather(last).map(finish))
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('');
}

const MULTIPLIERS = [0x239b961bn, 0xab0e9789n, 0x38b34ae5n, 0xa1e38b93n] as const;
const ROUNDS = [
  { turn: 19n, add: 0x561ccd1bn },
  { turn: 17n, add: 0x0bcaa747n },
  { turn: 15n, add: 0x96cd1c35n },
  { turn: 13n, add: 0x32ac3b17n },
] as const;

function mix(word: bigint, i: number): bigint {
  const [first, second] = [MULTIPLIERS[i] as bigint, MULTIPLIERS[(i + 1) % 4] as bigint];
  return wrap(rotate(wrap(word * first), BigInt(15 + i)) * second);
}

/** The first word takes in the others, then the others take in the first. */
function gather([h1 = 0n, h2 = 0n, h3 = 0n, h4 = 0n]: readonly bigint[]): bigint[] {
  const sum = wrap(h1 + h2 + h3 + h4);
  return [sum, ...[h2, h3, h4].map((word) => wrap(word + sum))];
}

function finish(word: bigint): bigint {
  let h = wrap((word ^ (word >> 16n)) * 0x85ebca6bn);
  h = wrap((h ^ (h >> 13n)) * 0xc2b2ae35n);
  return h ^ (h >> 16n);
}

function rotate(word: bigint, bits: bigint): bigint {
  return wrap(word << bits) | (word >> (32n - bits));
}

function wrap(word: bigint): bigint {
  return BigInt.asUintN(32, word);
}
