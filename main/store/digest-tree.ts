import { digestText } from './entry';
import { type Digest, murmur128 } from './murmur';
import type { Version } from './record';

/** Children of a node of the tree. */
export const FANOUT = 16;
/** Levels below the root: 65,536 leaves hold a few entries each in a database of 100,000. */
export const DEPTH = 4;
/** Words that a node below the root keeps of its digest, beside those that choose the leaf. */
export const WORDS = 2;
/** The least depth at which nodes are kept: the root is known whole, and 256 nodes are soon compared. */
export const TOP = 2;

const BITS = 4;
const LEAVES = FANOUT ** DEPTH;

/**
 * A Merkle tree (Merkle 1987) over the set of versions that a database holds: two databases are compared from the root
 * down in proportion to what differs. An entry's digest is the MurmurHash3 of its text; its first 16 bits choose the
 * leaf; a node is the XOR of the digests below it, so that a change costs O(depth), in any order. XOR of digests finds
 * accidents, not forgers, whatever the hash (Bellare and Micciancio 1997, section 4): so a fast one does.
 */
export class DigestTree {
  readonly #digest: Digest = new Int32Array(4);
  readonly #root: Digest = new Int32Array(4);
  #text: string | null = null;
  /** By depth: `WORDS` words a node. */
  readonly #levels: readonly Int32Array[];
  readonly #leaves: (Version | null)[] = new Array(LEAVES).fill(null);

  constructor() {
    this.#levels = Array.from({ length: DEPTH + 1 }, (_, depth) =>
      depth < TOP ? new Int32Array(0) : new Int32Array(WORDS * FANOUT ** depth),
    );
  }

  /** 32 hex digits; all zero for the empty set. */
  get root(): string {
    this.#text ??= Array.from(this.#root, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
    return this.#text;
  }

  add(version: Version): void {
    const leaf = this.#toggle(version);
    version.next = this.#leaves[leaf] ?? null;
    this.#leaves[leaf] = version;
  }

  /** A version that was added. */
  remove(version: Version): void {
    const leaf = this.#toggle(version);
    let before = this.#leaves[leaf] ?? null;
    if (before === version) this.#leaves[leaf] = version.next;
    else {
      while (before !== null && before.next !== version) before = before.next;
      if (before !== null) before.next = version.next;
    }
    version.next = null;
  }

  /** A node's digest: word `word` of `WORDS`. `depth` is `TOP` to `DEPTH`, `path` below `FANOUT ** depth`. */
  node(depth: number, path: number, word: number): number {
    return this.#levels[depth]?.[path * WORDS + word] ?? 0;
  }

  /** The versions in a leaf, in no order. Do not change the database while reading. */
  *leaf(path: number): Generator<Version> {
    for (let version = this.#leaves[path] ?? null; version !== null; version = version.next) yield version;
  }

  /** The first 64 bits of a version's digest, as two words; the first 16 bits are the path of its leaf. */
  prefix(version: Version): readonly [number, number] {
    const digest = this.#digestOf(version);
    return [digest[0] as number, digest[1] as number];
  }

  #toggle(version: Version): number {
    // By index: to take a typed array apart goes through its iterator, which costs more than all else here.
    const digest = this.#digestOf(version);
    const root = this.#root;
    this.#text = null;
    for (let word = 0; word < 4; word++) root[word] = (root[word] as number) ^ (digest[word] as number);
    const path = digest[0] as number;
    for (let depth = TOP; depth <= DEPTH; depth++) {
      const level = this.#levels[depth] as Int32Array;
      const at = (path >>> (32 - depth * BITS)) * WORDS;
      level[at] = (level[at] as number) ^ (digest[2] as number);
      level[at + 1] = (level[at + 1] as number) ^ (digest[3] as number);
    }
    return path >>> (32 - DEPTH * BITS);
  }

  #digestOf(version: Version): Digest {
    murmur128(digestText(version), this.#digest);
    return this.#digest;
  }
}
