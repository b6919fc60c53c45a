import { digestOf } from './digest';
import { digestHex } from './fingerprint';
import type { Words } from './murmur';
import type { Version } from './record';

/** Children of a node of the tree. */
export const FANOUT = 16;
/** Levels below the root: 65,536 leaves hold a few entries each in a database of 100,000. */
export const DEPTH = 4;
/** Words that a node below the root keeps of its digest, beside those that choose the leaf. */
export const WORDS = 2;
/** The least depth at which nodes are compared: the root is known whole, and 256 nodes are soon told. */
export const TOP = 2;

const BITS = 4;
const LEAVES = FANOUT ** DEPTH;

/**
 * A Merkle tree (Merkle 1987) over the set of versions that a database holds: two databases are compared from the root
 * down in proportion to what differs. The first 16 bits of an entry's digest choose its leaf; a node is the XOR of
 * the digests below it. Only leaves and root are kept, so that a change costs O(1), in any order: the nodes between
 * are worked out, in well under a ms for all of them, while databases are compared. XOR of digests finds accidents,
 * not forgers, whatever the hash (Bellare and Micciancio 1997, section 4): so a fast one does.
 */
export class DigestTree {
  readonly #digest: Words = new Int32Array(4);
  readonly #root: Words = new Int32Array(4);
  #text: string | null = null;
  /** `WORDS` words a leaf. */
  readonly #sums = new Int32Array(WORDS * LEAVES);
  readonly #leaves: (Version | null)[] = new Array(LEAVES).fill(null);

  /** 32 hex digits; all zero for the empty set. */
  get root(): string {
    this.#text ??= digestHex(this.#root);
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
    const leaves = FANOUT ** (DEPTH - depth);
    let sum = 0;
    for (let leaf = path * leaves; leaf < (path + 1) * leaves; leaf++) sum ^= this.#sums[leaf * WORDS + word] as number;
    return sum;
  }

  /** The versions in a leaf, in no order. Do not change the database while reading. */
  *leaf(path: number): Generator<Version> {
    for (let version = this.#leaves[path] ?? null; version !== null; version = version.next) yield version;
  }

  /** The first 64 bits of a version's digest, as two words; the first 16 bits are the path of its leaf. */
  prefix(version: Version): readonly [number, number] {
    digestOf(version, this.#digest);
    return [this.#digest[0] as number, this.#digest[1] as number];
  }

  #toggle(version: Version): number {
    // By index: to take a typed array apart goes through its iterator, which costs more than all else here.
    const digest = this.#digest;
    digestOf(version, digest);
    const root = this.#root;
    this.#text = null;
    for (let word = 0; word < 4; word++) root[word] = (root[word] as number) ^ (digest[word] as number);
    const leaf = (digest[0] as number) >>> (32 - DEPTH * BITS);
    const sums = this.#sums;
    sums[leaf * WORDS] = (sums[leaf * WORDS] as number) ^ (digest[2] as number);
    sums[leaf * WORDS + 1] = (sums[leaf * WORDS + 1] as number) ^ (digest[3] as number);
    return leaf;
  }
}
