import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_PATHS, type Message, type Outgoing, readMessage } from '../../../main/net/protocol';
import { Comparison, differingChildren, lacking } from '../../../main/net/sync/comparison';
import type { Database } from '../../../main/store/database';
import { DEPTH, FANOUT } from '../../../main/store/digest-tree';
import type { Entry } from '../../../main/store/entry';
import type { Outline } from '../../../main/store/record';
import { VersionTable } from '../../../main/store/version-table';
import { BOB, identity, key, newDatabase, stamp, text } from '../../store/fixtures';

function entryOf(n: number): Entry {
  return { key: key(`key ${n}`), value: text('value'), stamp: stamp(n), parents: [] };
}

function holding(numbers: Iterable<number>): Database {
  const database = newDatabase('latest');
  database.merge(Array.from(numbers, entryOf), BOB);
  return database;
}

/** A message as the other side reads it. */
function carried<T extends Message['type']>({ type, ...body }: Outgoing & { type: T }): Extract<Message, { type: T }> {
  const message = readMessage(type, JSON.parse(JSON.stringify(body)));
  assert.ok(message !== null, `${type} is as the protocol wants it`);
  return message as Extract<Message, { type: T }>;
}

interface Found {
  readonly questions: number;
  /** What the side that asked lacks, and what the other one does. */
  readonly here: string[];
  readonly there: string[];
}

function compare(asking: Database, answering: Database, chance = 0): Found {
  const comparison = new Comparison(asking.digests, chance);
  const [here, there]: [string[], string[]] = [[], []];
  let questions = 0;
  for (let asked = comparison.next(0); asked !== null; asked = comparison.next(questions)) {
    questions += 1;
    if (asked.type === 'compare') {
      const children = differingChildren(answering.digests, carried(asked));
      comparison.differ(carried({ type: 'differ', question: asked.question, children }).children ?? assert.fail());
    } else {
      const answer = lacking(answering.digests, carried(asked));
      here.push(...namesIn(answering, answer.there));
      const { entries } = carried({ type: 'lack', question: asked.question, entries: answer.here });
      there.push(...namesIn(asking, comparison.lack(entries)));
    }
  }
  return { questions, here: here.sort(), there: there.sort() };
}

function namesIn({ feed }: Database, found: readonly Outline[]): string[] {
  return found.map(({ seq }) => identity(feed.get(seq) ?? assert.fail()));
}

function named(numbers: Iterable<number>): string[] {
  return Array.from(numbers, (n) => identity(entryOf(n))).sort();
}

/** Two for the top, and one for every so many nodes that can differ, of leaves and of those above them. */
function mostQuestions(differing: number): number {
  const leaves = Math.min(differing, FANOUT ** DEPTH);
  const above = Math.ceil(Math.min(differing, FANOUT ** (DEPTH - 1)) / MAX_PATHS);
  return 2 + above + Math.ceil(leaves / MAX_PATHS) + above;
}

function checkFound(common: number[], ours: number[], theirs: number[], chance: number): void {
  const [asking, answering] = [holding([...common, ...ours]), holding([...theirs, ...common])];
  const { questions, here, there } = compare(asking, answering, chance);
  assert.deepEqual(here, named(theirs), 'what is lacking here');
  assert.deepEqual(there, named(ours), 'what is lacking there');
  const most = mostQuestions(ours.length + theirs.length);
  assert.ok(questions <= most, `${questions} questions, ${most} at most`);
}

const anyChance = fc.double({ min: 0, max: 1, noNaN: true });

test('any two databases are told exactly what each lacks, in few questions', () => {
  const numbers = fc.uniqueArray(fc.nat(2000), { maxLength: 90, size: 'max' });
  const cut = fc.nat(90);
  fc.assert(
    fc.property(numbers, cut, cut, anyChance, (all, a, b, chance) => {
      const [first, last] = [Math.min(a, b), Math.max(a, b)];
      checkFound(all.slice(0, first), all.slice(first, last), all.slice(last), chance);
    }),
    { numRuns: 60 },
  );
});

const many = Array.from({ length: 12_000 }, (_, n) => n);

test('two databases that are equal are compared in one question', () => {
  const [ours, theirs] = [holding(many.slice(0, 1000)), holding(many.slice(0, 1000))];
  assert.deepEqual(compare(ours, theirs), { questions: 1, here: [], there: [] });
  assert.deepEqual(compare(newDatabase('latest'), newDatabase('latest')), { questions: 1, here: [], there: [] });
});

test('one entry of 12,000 is found in four questions, whoever lacks it', () => {
  const [ours, theirs] = [holding(many.slice(1)), holding(many)];
  assert.deepEqual(compare(ours, theirs), { questions: 4, here: named([0]), there: [] });
  assert.deepEqual(compare(theirs, ours), { questions: 4, here: [], there: named([0]) });
});

test('databases that differ in thousands of entries are told all of them', () => {
  checkFound(many.slice(0, 2000), many.slice(2000, 8000), many.slice(8000), 0);
});

test('a database that is empty is told all that the other one holds', () => {
  checkFound([], [], many, 0.9);
  checkFound([], many, [], 0.4);
});

test('a comparison copies none of the entries that it lists: hundreds of long ones would hold a node up', (t) => {
  const [asking, answering] = [holding(Array(500).keys()), holding(Array.from({ length: 500 }, (_, n) => 1000 + n))];
  const read = t.mock.method(VersionTable.prototype, 'read');
  const comparison = new Comparison(asking.digests, 0);
  let listed = 0;
  for (let asked = comparison.next(0); asked !== null; asked = comparison.next(0)) {
    if (asked.type === 'compare') comparison.differ(differingChildren(answering.digests, asked));
    else {
      const { there, here } = lacking(answering.digests, asked);
      listed += there.length + comparison.lack(here).length;
    }
  }
  assert.equal(listed, 1000);
  assert.equal(read.mock.callCount(), 0);
});
