import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Entry } from '../../main/store/entry';
import { Refused } from '../../main/store/refusal';
import { isNodeId, MAX_COUNTER, MAX_TIME, parseStamp, type Stamp, stampText } from '../../main/store/stamp';
import { fromTuple, toTuple } from '../../main/store/tuple';
import { anyScenario } from './arbitraries';
import { ALICE, BOB, COURSE } from './fixtures';

const wholeStamp: fc.Arbitrary<Stamp> = fc.record(
  {
    time: fc.integer({ min: 0, max: MAX_TIME }),
    counter: fc.integer({ min: 0, max: MAX_COUNTER }),
    node: fc.constantFrom(ALICE, BOB, COURSE),
  },
  { noNullPrototype: true },
);

test('an entry comes back from its tuple, also over JSON', () => {
  fc.assert(
    fc.property(anyScenario, ({ deliveries }) => {
      for (const { entry } of deliveries) {
        const json: unknown = JSON.parse(JSON.stringify(toTuple(entry)));
        assert.deepEqual(fromTuple(json), entry satisfies Entry);
      }
    }),
    { numRuns: 20 },
  );
});

test('a tuple of another shape is refused, whatever part is wrong', () => {
  const good: unknown[] = ['k', '"v"', 1, 0, ALICE, [1, 0, BOB]];
  const wrong: [at: number, part: unknown][] = [
    ...[1, null, '', 'k'.repeat(1025), '\ud83d'].map((part): [number, unknown] => [0, part]),
    ...[1, {}, 'v', ' "v"', '"v" ', '"\\u0041"', '[1, 2]'].map((part): [number, unknown] => [1, part]),
    ...[-1, 0.5, '1', null, Number.NaN, MAX_TIME + 1].map((part): [number, unknown] => [2, part]),
    ...[-1, 0.5, '1', null, MAX_COUNTER + 1].map((part): [number, unknown] => [3, part]),
    ...['', 'Alice', `${ALICE}0`, `${ALICE}\n`, ALICE.toUpperCase(), null].map((part): [number, unknown] => [4, part]),
    ...[null, [], [1, 0], [1, 0, BOB, 1], [-1, 0, BOB], [1, 0, 'Bob']].map((part): [number, unknown] => [5, part]),
  ];
  assert.equal(fromTuple(good).key, 'k');
  for (const [at, part] of wrong) {
    assert.throws(() => fromTuple(good.with(at, part)), Refused, `${at}: ${JSON.stringify(part)}`);
  }
  for (const other of [null, {}, 'k', [], good.slice(0, 4)]) assert.throws(() => fromTuple(other), Refused);
});

test('an entry has at most nine parents', () => {
  const parents = Array.from({ length: 9 }, (_, time) => [time, 0, BOB]);
  assert.equal(fromTuple(['k', null, 9, 0, ALICE, ...parents]).parents.length, 9);
  assert.throws(() => fromTuple(['k', null, 9, 0, ALICE, ...parents, [9, 0, BOB]]), Refused);
});

test('a stamp comes back from its text, and texts sort as stamps do', () => {
  fc.assert(
    fc.property(wholeStamp, wholeStamp, (a, b) => {
      assert.deepEqual(parseStamp(stampText(a)), a);
      const [before, after] = [stampText(a), stampText(b)];
      if (a.time !== b.time) assert.equal(before < after, a.time < b.time);
      else if (a.counter !== b.counter) assert.equal(before < after, a.counter < b.counter);
    }),
  );
});

test('a text that is no stamp is none', () => {
  const good = stampText({ time: 1, counter: 2, node: ALICE });
  for (const text of ['', `${good} `, ` ${good}`, good.slice(1), good.toUpperCase(), good.replace('@', '-')]) {
    assert.equal(parseStamp(text), null, text);
  }
});

test('a node id is 16 lowercase hex digits, with course: before them for what scripts wrote', () => {
  for (const id of [ALICE, COURSE]) assert.ok(isNodeId(id));
  for (const id of ['', 'a', `${ALICE}a`, `Course:${ALICE}`, `course:course:${ALICE}`, 'g'.repeat(16)]) {
    assert.ok(!isNodeId(id), id);
  }
});
