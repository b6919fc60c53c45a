import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEPTH, DigestTree, FANOUT, TOP, WORDS } from '../../main/store/digest-tree';
import { newVersion, type Slot, type Version } from '../../main/store/record';
import { sameStamp, stampText } from '../../main/store/stamp';
import { VersionTable } from '../../main/store/version-table';
import { BOB, key, newDatabase, stamp, text } from './fixtures';
import { modelFingerprint } from './model';

const LEAVES = FANOUT ** DEPTH;

/** The nth of many versions, all different. */
function version(n: number): Version {
  return newVersion({ key: key(`key ${n}`), value: text('v'), stamp: stamp(n), parents: [] }, BOB);
}

/** A tree over a table, to which versions are added by their numbers. */
class Planted {
  readonly table = new VersionTable();
  readonly tree = new DigestTree(this.table);

  constructor(numbers: readonly number[] = []) {
    for (const n of numbers) this.add(n);
  }

  add(n: number, seq = n): Slot {
    const slot = this.table.add(version(n), BOB, seq);
    this.tree.add(slot);
    return slot;
  }
}

function treeOf(numbers: readonly number[]): DigestTree {
  return new Planted(numbers).tree;
}

/** Every node that is kept, every leaf, and the root. */
function shape(tree: DigestTree): { root: string; nodes: number[]; leaves: string[] } {
  const nodes: number[] = [];
  for (let depth = TOP; depth <= DEPTH; depth++) {
    for (let path = 0; path < FANOUT ** depth; path++) {
      for (let word = 0; word < WORDS; word++) {
        const digest = tree.node(depth, path, word);
        if (digest !== 0) nodes.push(depth, path, word, digest);
      }
    }
  }
  return { root: tree.root, nodes, leaves: leavesOf(tree) };
}

function leavesOf(tree: DigestTree): string[] {
  return Array.from({ length: LEAVES }, (_, path) =>
    [...tree.leaf(path)].map(({ stamp }) => `${path} ${stampText(stamp)}`),
  )
    .flat()
    .sort();
}

function pathOf(one: Version): number {
  return Number.parseInt(modelFingerprint([one]).slice(0, 4), 16);
}

const anyNumbers = fc.uniqueArray(fc.nat(500), { maxLength: 60, size: 'max' });

test('a tree to which versions were added and from which they were taken, in any order, is the tree of what is left', () => {
  fc.assert(
    fc.property(anyNumbers, fc.array(fc.nat(500), { maxLength: 60, size: 'max' }), (numbers, order) => {
      const planted = new Planted();
      const slots = new Map(numbers.map((n) => [n, planted.add(n)]));
      const taken = [...new Set(order)].filter((n) => slots.has(n));
      for (const n of taken) planted.tree.remove(slots.get(n) as Slot);
      const left = numbers.filter((n) => !taken.includes(n)).reverse();
      assert.deepEqual(shape(planted.tree), shape(treeOf(left)));
    }),
    { numRuns: 15 },
  );
});

test('a version that is taken from a leaf of many leaves the others there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.shuffledSubarray([0, 1, 2, 3, 4, 5]), (count, order) => {
      const planted = new Planted();
      const same = Array.from({ length: count }, (_, n) => planted.add(7, n));
      const path = pathOf(version(7));
      const left = new Set(same);
      for (const one of order.flatMap((i) => same[i] ?? [])) {
        planted.tree.remove(one);
        left.delete(one);
        assert.deepEqual(
          new Set([...planted.tree.leaf(path)].map(({ seq }) => seq)),
          new Set([...left].map((slot) => same.indexOf(slot))),
        );
      }
    }),
  );
});

test('each node is the XOR of its children, and the root of all of them', () => {
  fc.assert(
    fc.property(anyNumbers, (numbers) => {
      const tree = treeOf(numbers);
      for (let word = 0; word < WORDS; word++) {
        for (let depth = TOP; depth < DEPTH; depth++) {
          for (let path = 0; path < FANOUT ** depth; path++) {
            assert.equal(tree.node(depth, path, word), childrenOf(tree, depth, path, word));
          }
        }
        const top = Array.from({ length: FANOUT ** TOP }, (_, path) => tree.node(TOP, path, word));
        const root = Number.parseInt(tree.root.slice((word + WORDS) * 8, (word + WORDS + 1) * 8), 16);
        assert.equal(
          top.reduce((sum, digest) => sum ^ digest, 0),
          root | 0,
        );
      }
    }),
    { numRuns: 15 },
  );
});

function childrenOf(tree: DigestTree, depth: number, path: number, word: number): number {
  let sum = 0;
  for (let child = 0; child < FANOUT; child++) sum ^= tree.node(depth + 1, path * FANOUT + child, word);
  return sum;
}

test('a leaf is the XOR of the digests of what it lists, each in the leaf that its digest begins with', () => {
  const versions = Array.from({ length: 300 }, (_, n) => version(n));
  const tree = treeOf(versions.map((_, n) => n));
  assert.equal(leavesOf(tree).length, versions.length);
  for (const one of versions) {
    const path = pathOf(one);
    const listed = [...tree.leaf(path)];
    const found = listed.find(({ stamp }) => sameStamp(stamp, one.stamp));
    const words = found?.prefix.map((word) => (word >>> 0).toString(16).padStart(8, '0'));
    assert.equal(words?.join(''), modelFingerprint([one]).slice(0, 16));
    const sum = modelFingerprint(versions.filter((other) => listed.some(({ stamp }) => sameStamp(stamp, other.stamp))));
    const leaf = [0, 1].map((word) => (tree.node(DEPTH, path, word) >>> 0).toString(16).padStart(8, '0'));
    assert.equal(leaf.join(''), sum.slice(16));
  }
});

test('a database of many keys lies in many leaves', () => {
  const database = newDatabase('latest');
  for (let n = 0; n < 1000; n++) database.put(key(`key ${n}`), text('v'));
  const used = new Set(leavesOf(database.digests).map((leaf) => leaf.split(' ')[0]));
  assert.ok(used.size > 950, `${used.size} leaves hold 1,000 versions`);
});
