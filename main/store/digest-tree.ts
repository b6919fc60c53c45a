import { digestHex } from './fingerprint';
import type { Words } from './murmur';
import { NOWHERE, type Outline, type Slot } from './record';
import type { VersionTable } from './version-table';

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
/** Words of a leaf: with one to spare it does not cross a line of the processor's cache. */
const LEAF = 4;
const NEWEST = WORDS;

/** A version in a leaf. */
export interface Listed extends Outline {
  /** The first 64 bits of its digest, as two words; the first 16 bits are the path of its leaf. */
  readonly prefix: readonly [number, number];
}

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
  /** Of each leaf `WORDS` words, then the version that was added last, or `NOWHERE`; the table leads to the next. */
  readonly #leaves: Int32Array = new Int32Array(LEAF * LEAVES);

  constructor(readonly versions: VersionTable) {}

  /** 32 hex digits; all zero for the empty set. */
  get root(): string {
    this.#text ??= digestHex(this.#root);
    return this.#text;
  }

  add(slot: Slot): void {
    const newest = this.#toggle(slot) + NEWEST;
    this.versions.setNext(slot, this.#leaves[newest] as Slot);
    this.#leaves[newest] = slot;
  }

  /** A version that was added. */
  remove(slot: Slot): void {
    const newest = this.#toggle(slot) + NEWEST;
    const { versions } = this;
    const next = versions.next(slot);
    let before = this.#leaves[newest] as Slot;
    if (before === slot) {
      this.#leaves[newest] = next;
      return;
    }
    while (versions.next(before) !== slot) before = versions.next(before);
    versions.setNext(before, next);
  }

  /** A node's digest: word `word` of `WORDS`. `depth` is `TOP` to `DEPTH`, `path` below `FANOUT ** depth`. */
  node(depth: number, path: number, word: number): number {
    const leaves = FANOUT ** (DEPTH - depth);
    let sum = 0;
    for (let leaf = path * leaves; leaf < (path + 1) * leaves; leaf++)
      sum ^= this.#leaves[leaf * LEAF + word] as number;
    return sum;
  }

  /**
   * The versions in a leaf, in no order, without copies of their texts: some hundreds may be long. Do not change the database
   * while reading.
   */
  *leaf(path: number): Generator<Listed> {
    const { versions } = this;
    const digest = this.#digest;
    for (let slot = this.#leaves[path * LEAF + NEWEST] as Slot; slot !== NOWHERE; slot = versions.next(slot)) {
      versions.digest(slot, digest);
      yield { ...versions.outline(slot), prefix: [digest[0] as number, digest[1] as number] };
    }
  }

  /** Returns the place of its leaf. */
  #toggle(slot: Slot): number {
    // By index: to take a typed array apart goes through its iterator, which costs more than all else here.
    const digest = this.#digest;
    this.versions.digest(slot, digest);
    const root = this.#root;
    this.#text = null;
    for (let word = 0; word < 4; word++) root[word] = (root[word] as number) ^ (digest[word] as number);
    const leaf = ((digest[0] as number) >>> (32 - DEPTH * BITS)) * LEAF;
    const leaves = this.#leaves;
    leaves[leaf] = (leaves[leaf] as number) ^ (digest[2] as number);
    leaves[leaf + 1] = (leaves[leaf + 1] as number) ^ (digest[3] as number);
    return leaf;
  }
}
