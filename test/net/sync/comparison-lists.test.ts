import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_LISTED, MAX_PATHS, readMessage } from '../../../main/net/protocol';
import { Comparison, type List, lacking } from '../../../main/net/sync/comparison';
import { digestOf } from '../../../main/store/digest';
import { DEPTH, DigestTree, FANOUT, type Listed } from '../../../main/store/digest-tree';
import { newVersion, type Outline, type Version } from '../../../main/store/record';
import { stampText } from '../../../main/store/stamp';
import { VersionTable } from '../../../main/store/version-table';
import { BOB, key, newDatabase, stamp, text } from '../../store/fixtures';

function versions(from: number, count: number): Version[] {
  return Array.from({ length: count }, (_, i) =>
    newVersion({ key: key(`key ${from + i}`), value: text('v'), stamp: stamp(from + i), parents: [] }, BOB),
  );
}

function listed(version: Version): Listed {
  const digest = new Int32Array(4);
  digestOf(version, digest);
  return { ...version, prefix: [digest[0] as number, digest[1] as number] };
}

/** A tree with these leaves, fuller than any that a test could fill by chance. */
class Leaves extends DigestTree {
  constructor(readonly leaves: ReadonlyMap<number, readonly Version[]>) {
    super(new VersionTable());
  }

  override node(depth: number, path: number): number {
    return [...this.leaves.keys()].some((leaf) => Math.floor(leaf / FANOUT ** (DEPTH - depth)) === path) ? 1 : 0;
  }

  override *leaf(path: number): Generator<Listed> {
    yield* (this.leaves.get(path) ?? []).map(listed);
  }
}

/** The lists that a side sends whose every node differs from the other's. */
function lists(tree: DigestTree): List[] {
  const comparison = new Comparison(tree, 0);
  const all: List[] = [];
  for (let asked = comparison.next(0); asked !== null; asked = comparison.next(0)) {
    if (asked.type === 'list') all.push(asked);
    else comparison.differ(differing(tree, asked.depth, asked.paths));
    const { type, ...body } = asked;
    assert.ok(readMessage(type, JSON.parse(JSON.stringify(body))), 'the protocol takes it');
  }
  return all;
}

function differing(tree: DigestTree, depth: number, paths: readonly number[]): string {
  const bits = paths.map((path) =>
    Array.from({ length: FANOUT }, (_, child) =>
      tree.node(depth + 1, path * FANOUT + child, 0) === 0 ? '0' : '1',
    ).join(''),
  );
  return bits.map((mask) => Number.parseInt(mask, 2).toString(16).padStart(4, '0')).join('');
}

function names(some: readonly Outline[]): string[] {
  return some.map(({ stamp }) => stampText(stamp)).sort();
}

test('leaves are listed together as long as their entries fit into one message', () => {
  const [first, second, third] = [versions(0, 2000), versions(2000, 2000), versions(4000, 2000)];
  const tree = new Leaves(new Map([1, 2, 60_000].map((path, i) => [path, [first, second, third][i] as Version[]])));
  const told = lists(tree).map(({ leaves }) => [...leaves].sort());
  assert.deepEqual(told, [[1, 2], [60_000]]);
});

test('of a leaf with more entries than fit, the side that asks still gets all that it lacks', () => {
  const [ours, theirs] = [versions(0, MAX_LISTED + 500), versions(10_000, 300)];
  const common = ours.slice(-10);
  const [list, ...more] = lists(new Leaves(new Map([[7, ours]])));
  assert.equal(more.length, 0);
  const { there, here } = lacking(new Leaves(new Map([[7, [...theirs, ...common]]])), list ?? assert.fail());
  assert.deepEqual(names(there), names([...theirs, ...common]), 'and what it did not list');
  assert.equal(here, 'f'.repeat(MAX_LISTED / 4), 'what it listed is lacking there');
});

test('a list that was cut short gives the side that asks all that it does not name', () => {
  const database = newDatabase('latest');
  const entries = versions(0, 40);
  database.merge(entries, BOB);
  const path = (version: Version): number => listed(version).prefix[0] >>> 16;
  const leaves = [...new Set(entries.map(path))];
  const listOf = (some: readonly Version[]): List => {
    const words = some.flatMap((version) => [...listed(version).prefix]);
    const bytes = Buffer.alloc(words.length * 4);
    for (const [i, word] of words.entries()) bytes.writeInt32BE(word, i * 4);
    return { type: 'list', question: 0, leaves, digests: bytes.toString('base64') };
  };
  fc.assert(
    fc.property(fc.shuffledSubarray(entries), (some) => {
      const { there, here } = lacking(database.digests, listOf(some));
      assert.deepEqual(names(there), names(entries.filter((entry) => !some.includes(entry))));
      const bits = [...here].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
      assert.equal(bits.slice(0, some.length), '0'.repeat(some.length), 'nothing that was listed is lacking');
    }),
  );
});

test('a leaf that is named twice is answered once', () => {
  const [entry] = versions(0, 1);
  const list: List = { type: 'list', question: 0, leaves: [7, 7], digests: '' };
  assert.equal(lacking(new Leaves(new Map([[7, [entry as Version]]])), list).there.length, 1);
});

test('whatever a peer answers, the questions end', () => {
  const database = newDatabase('latest');
  database.merge(versions(0, 500), BOB);
  const most = 2 + FANOUT ** (DEPTH - 1) / MAX_PATHS + FANOUT ** DEPTH / MAX_PATHS;
  const hex = fc.stringMatching(/^[0-9a-f]{0,40}$/);
  const answers = fc.array(fc.oneof(hex, fc.constant('f'.repeat(MAX_PATHS * 4))), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(answers, (all) => {
      const comparison = new Comparison(database.digests, 0);
      let questions = 0;
      for (let asked = comparison.next(0); asked !== null; asked = comparison.next(questions)) {
        const answer = all[questions % all.length] as string;
        questions += 1;
        if (asked.type === 'compare') comparison.differ(answer);
        else assert.ok(comparison.lack(answer).every((version) => version.seq > 0));
      }
      assert.ok(questions <= most, `${questions} questions, ${most} at most`);
    }),
    { numRuns: 20 },
  );
});
