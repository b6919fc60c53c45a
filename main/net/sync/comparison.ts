import { DEPTH, type DigestTree, FANOUT, type Listed, TOP, WORDS } from '../../store/digest-tree';
import { MAX_LISTED, MAX_PATHS, type Message } from '../protocol';

export type Compare = Extract<Message, { type: 'compare' }>;
export type List = Extract<Message, { type: 'list' }>;

/** Bytes of a child's digest in `compare`, and of an entry's in `list`. */
const CHILD = 4;
const ENTRY = 8;

/**
 * The side that asks: it goes down its own digest tree along what differs, a bounded question at a time, depth first,
 * so that what is still to be asked stays bounded too. The side that answers keeps nothing between questions.
 */
export class Comparison {
  /** Nodes that differ, by their depth; at `DEPTH` they are leaves. */
  readonly #differing: number[][] = Array.from({ length: DEPTH + 1 }, () => []);
  readonly #word: number;
  #asked: readonly number[] = [];
  #depth = TOP - 1;
  #listed: readonly Listed[] = [];

  /**
   * @param chance 0 to 1: which bits of the digests are compared, so that no coincidence hides a difference for ever
   */
  constructor(
    readonly tree: DigestTree,
    chance: number,
  ) {
    this.#word = Math.min(WORDS - 1, Math.floor(chance * WORDS));
    this.#differing[TOP - 1] = Array.from({ length: FANOUT ** (TOP - 1) }, (_, path) => path);
  }

  /** The next question; null where all is compared. */
  next(question: number): Compare | List | null {
    for (let depth = DEPTH; depth >= TOP - 1; depth--) {
      const paths = this.#differing[depth] as number[];
      if (paths.length > 0)
        return depth === DEPTH ? this.#list(question, paths) : this.#compare(question, depth, paths);
    }
    return null;
  }

  /** The answer to `compare`; to any other question it says nothing. */
  differ(children: string): void {
    const below = this.#differing[this.#depth + 1] as number[];
    const asked = this.#asked;
    this.#asked = [];
    for (const [i, path] of asked.entries()) {
      const bits = Number.parseInt(children.slice(i * 4, i * 4 + 4), 16);
      for (let child = 0; child < FANOUT; child++) {
        if (bits & (1 << (FANOUT - 1 - child))) below.push(path * FANOUT + child);
      }
    }
  }

  /** The answer to `list`: returns the entries that the other side lacks. */
  lack(entries: string): Listed[] {
    const listed = this.#listed;
    this.#listed = [];
    return listed.filter((_, i) => Number.parseInt(entries[i >> 2] ?? '0', 16) & (8 >> (i & 3)));
  }

  #compare(question: number, depth: number, paths: number[]): Compare {
    this.#listed = [];
    this.#asked = paths.splice(0, MAX_PATHS);
    this.#depth = depth;
    const digests = Buffer.alloc(this.#asked.length * FANOUT * CHILD);
    for (const [at, digest] of childrenOf(this.tree, depth, this.#asked, this.#word)) {
      digests.writeInt32BE(digest, at * CHILD);
    }
    const base64 = digests.toString('base64');
    return { type: 'compare', question, depth, paths: [...this.#asked], word: this.#word, digests: base64 };
  }

  #list(question: number, paths: number[]): List {
    const leaves: number[] = [];
    const versions: Listed[] = [];
    for (const path of paths.slice(0, MAX_PATHS)) {
      const leaf = [...this.tree.leaf(path)];
      if (leaves.length > 0 && versions.length + leaf.length > MAX_LISTED) break;
      leaves.push(path);
      versions.push(...leaf.slice(0, MAX_LISTED));
    }
    paths.splice(0, leaves.length);
    this.#asked = [];
    this.#listed = versions;
    const digests = Buffer.concat(versions.map(bytesOf));
    return { type: 'list', question, leaves, digests: digests.toString('base64') };
  }
}

/** The answer to `compare`: which children of these nodes differ from one's own. */
export function differingChildren(tree: DigestTree, { depth, paths, word, digests }: Compare): string {
  const theirs = Buffer.from(digests, 'base64');
  const bits = paths.map(() => 0);
  for (const [at, digest] of childrenOf(tree, depth, paths, word)) {
    const node = Math.floor(at / FANOUT);
    if (theirs.readInt32BE(at * CHILD) !== digest) bits[node] = (bits[node] ?? 0) | (1 << (FANOUT - 1 - (at % FANOUT)));
  }
  return bits.map((mask) => mask.toString(16).padStart(4, '0')).join('');
}

/** The answer to `list`: what the side that asks lacks in those leaves, and which of its entries are lacking here. */
export function lacking(tree: DigestTree, { leaves, digests }: List): { there: Listed[]; here: string } {
  const bytes = Buffer.from(digests, 'base64');
  const listed = new Map<string, number>();
  for (let at = 0; at + ENTRY <= bytes.length; at += ENTRY)
    listed.set(bytes.toString('latin1', at, at + ENTRY), at / ENTRY);
  const bits = new Uint8Array(Math.ceil(listed.size / 4)).fill(15);
  const there: Listed[] = [];
  for (const path of new Set(leaves)) {
    for (const version of tree.leaf(path)) {
      const i = listed.get(bytesOf(version).toString('latin1'));
      if (i === undefined) there.push(version);
      else bits[i >> 2] = (bits[i >> 2] ?? 0) & ~(8 >> (i & 3));
    }
  }
  return { there, here: Array.from(bits, (bit) => bit.toString(16)).join('') };
}

/** The digests of the children of some nodes, each with its place in the question. */
function* childrenOf(
  tree: DigestTree,
  depth: number,
  paths: readonly number[],
  word: number,
): Generator<readonly [at: number, digest: number]> {
  for (const [i, path] of paths.entries()) {
    for (let child = 0; child < FANOUT; child++) {
      yield [i * FANOUT + child, tree.node(depth + 1, path * FANOUT + child, word)];
    }
  }
}

function bytesOf({ prefix: [first, second] }: Listed): Buffer {
  const bytes = Buffer.alloc(ENTRY);
  bytes.writeInt32BE(first, 0);
  bytes.writeInt32BE(second, 4);
  return bytes;
}
