import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readMessage } from '../../main/net/protocol';
import type { Entry } from '../../main/store/entry';
import { MAX_ENTRIES, type Packed, pack, unpack } from '../../main/store/pack';
import { Refused } from '../../main/store/refusal';
import { isNodeId, MAX_COUNTER, MAX_TIME, type Stamp } from '../../main/store/stamp';
import { checkKey, checkValue, jsonValue } from '../../main/store/text';
import { toTuple } from '../../main/store/tuple';
import { ALICE, BOB, COURSE, NOON } from './fixtures';

const anyStamp: fc.Arbitrary<Stamp> = fc.record({
  time: fc.oneof(fc.integer({ min: 0, max: MAX_TIME }), fc.integer({ min: NOON, max: NOON + 5 }), fc.constant(0)),
  counter: fc.integer({ min: 0, max: MAX_COUNTER }),
  node: fc.constantFrom(ALICE, BOB, COURSE),
});
const anyEntry: fc.Arbitrary<Entry> = fc.record({
  key: fc.constantFrom('k', '__proto__', 'é', 'k'.repeat(1024)).map(checkKey),
  value: fc.option(fc.json().map(jsonValue)),
  stamp: anyStamp,
  parents: fc.array(anyStamp, { maxLength: 9, size: 'max' }),
});
const anyEntries = fc.array(anyEntry, { maxLength: 20, size: 'max' });

function overTheWire(packed: unknown): unknown {
  return JSON.parse(JSON.stringify(packed));
}

test('entries come back as they were, in their order', () => {
  fc.assert(
    fc.property(anyEntries, (entries) => {
      assert.deepEqual(unpack(overTheWire(pack(entries))).map(toTuple), entries.map(toTuple));
    }),
  );
});

test('what a message repeats, writers and times, goes over the wire once', () => {
  const entries = Array.from({ length: MAX_ENTRIES }, (_, i) => ({
    key: checkKey(`${i}`),
    value: jsonValue('1'),
    stamp: { time: NOON + i, counter: 0, node: COURSE },
    parents: i % 2 === 0 ? [] : [{ time: NOON - i, counter: 0, node: COURSE }],
  }));
  const text = JSON.stringify(pack(entries));
  assert.equal(text.split(COURSE).length, 2);
  assert.ok(text.length / MAX_ENTRIES < 35, `${text.length / MAX_ENTRIES} bytes an entry`);
});

test('entries that were just packed are packed once, and others anew', () => {
  const [one, other] = fc.sample(anyEntry, 2) as [Entry, Entry];
  const packed = pack([one, other]);
  assert.equal(pack([one, other]), packed);
  assert.deepEqual(unpack(pack([one])).map(toTuple), [toTuple(one)]);
  assert.deepEqual(unpack(pack([other, one])).map(toTuple), [toTuple(other), toTuple(one)]);
});

test('a message holds 500 entries at most', () => {
  const [entry] = fc.sample(anyEntry, 1);
  const full = pack(Array.from({ length: MAX_ENTRIES }, () => entry as Entry));
  assert.equal(unpack(full).length, MAX_ENTRIES);
  assert.throws(() => unpack({ ...full, rows: [...full.rows, ...full.rows.slice(0, 6)] }), Refused);
});

const good: Packed = {
  nodes: [ALICE, BOB],
  base: NOON,
  rows: ['k', '"v"', 0, 0, 0, [-5, 1, 1], 'l', null, 7, 0, 1, 0],
};

/** The good one with one place of its rows, or of its parents, otherwise. */
function withRow(at: number, part: unknown): unknown {
  return { ...good, rows: good.rows.with(at, part) };
}

function withParent(at: number, part: unknown): unknown {
  return withRow(5, [-5, 1, 1].with(at, part as number));
}

const NUMBERS = [-1, 0.5, '0', null, true, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53), [0], {}];

test('entries with any part of another shape are refused', () => {
  const parents = Array.from({ length: 9 }, () => [0, 0, 0]).flat();
  assert.equal(unpack(withRow(5, parents))[0]?.parents.length, 9);
  const wrong: unknown[] = [
    ...[null, undefined, 0, 'k', [], {}, { nodes: [], base: 0 }, () => 1],
    ...[null, 'ab', {}, [ALICE, 1], ['Alice'], [`${ALICE}\n`], [null]].map((nodes) => ({ ...good, nodes })),
    { ...good, nodes: Array.from({ length: 5001 }, () => ALICE) },
    ...[...NUMBERS, MAX_TIME + 1].map((base) => ({ ...good, base })),
    ...[null, 'rows', {}, { length: 6 }, good.rows.slice(1), [...good.rows, 'm'], [[...good.rows]]].map((rows) => ({
      ...good,
      rows,
    })),
    ...[1, null, '', 'k'.repeat(1025), '\ud83d', ['k']].map((key) => withRow(0, key)),
    ...[1, {}, undefined, 'v', ' "v"', '"v" ', '"\\u0041"', '[1, 2]', '"\ud83d"', ['"v"']].map((value) =>
      withRow(1, value),
    ),
    ...[...NUMBERS.filter((part) => part !== -1), -NOON - 1, MAX_TIME].map((after) => withRow(2, after)),
    ...[...NUMBERS, MAX_COUNTER + 1].map((counter) => withRow(3, counter)),
    ...[...NUMBERS, 2, 'length', '__proto__', '0'].map((place) => withRow(4, place)),
    ...[null, undefined, 1, '', false, {}, [0], [0, 0], [0, 0, 0, 0], [...parents, 0, 0, 0]].map((all) =>
      withRow(5, all),
    ),
    ...[...NUMBERS.filter((part) => part !== -1), -NOON - 1].map((after) => withParent(0, after)),
    ...[...NUMBERS, MAX_COUNTER + 1].map((counter) => withParent(1, counter)),
    ...[...NUMBERS, 2].map((place) => withParent(2, place)),
  ];
  assert.equal(unpack(good).length, 2);
  for (const packed of wrong) assert.throws(() => unpack(packed), Refused, JSON.stringify(packed)?.slice(0, 200));
});

test('whatever comes, either all of it is entries as they are kept or it is refused', () => {
  const anything = fc.anything({ withNullPrototype: true, withSparseArray: true, withBigInt: true, withDate: true });
  const field = fc.oneof(fc.constantFrom(...good.rows, ...NUMBERS, '__proto__'), anything);
  const packed = fc.record({
    nodes: fc.oneof(fc.constant(good.nodes), anything),
    base: fc.oneof(fc.constant(NOON), anything),
    rows: fc.oneof(fc.array(field, { minLength: 6, maxLength: 6 }), fc.constant(good.rows), anything),
  });
  fc.assert(
    fc.property(fc.oneof(packed, anything), (garbage) => {
      let entries: Entry[];
      try {
        entries = unpack(garbage);
      } catch (error) {
        return assert.ok(error instanceof Refused, String(error));
      }
      for (const { key, value, stamp, parents } of entries) {
        assert.equal(checkKey(key), key);
        if (value !== null) assert.equal(checkValue(value), value);
        for (const { time, counter, node } of [stamp, ...parents]) {
          assert.ok(isNodeId(node) && time >= 0 && time <= MAX_TIME && counter >= 0 && counter <= MAX_COUNTER);
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test('a message whose entries are refused breaks the protocol, and throws nothing', () => {
  const state = { upTo: 1, left: 0, fingerprint: '0'.repeat(32) };
  assert.equal(readMessage('changes', { ...state, entries: good })?.type, 'changes');
  for (const entries of [undefined, null, [], withRow(0, ''), withRow(4, 2)]) {
    assert.equal(readMessage('changes', { ...state, entries }), null);
  }
});
