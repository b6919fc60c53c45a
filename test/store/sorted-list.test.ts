import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SortedList } from '../../main/store/sorted-list';

interface Item {
  readonly at: number;
  readonly name: string;
}

function compare(a: Item, b: Item): number {
  return a.at - b.at;
}

/** More than a step sorts, and than several chunks hold. */
const MANY = 5_000;
const places = fc.uniqueArray(fc.nat(MANY), { maxLength: MANY, size: 'max' });

function sorted(items: readonly Item[]): { list: SortedList<Item>; steps: number } {
  const sorting = SortedList.of(items, (a, b) => a.at < b.at);
  for (let steps = 0; ; steps++) {
    const { done, value } = sorting.next();
    if (done) return { list: value, steps };
  }
}

test('it holds what was put into it and not deleted since, in order, whatever it began with', () => {
  fc.assert(
    fc.property(places, places, places, fc.nat(MANY), fc.nat(MANY), (first, put, deleted, from, end) => {
      const { list } = sorted(first.map((at) => ({ at, name: 'first' })));
      const expected = new Map(first.map((at) => [at, 'first']));
      for (const at of put) {
        assert.equal(list.put({ at, name: 'put' })?.name, expected.get(at));
        expected.set(at, 'put');
      }
      for (const at of deleted) {
        assert.equal(list.delete({ at, name: '' })?.name, expected.get(at));
        expected.delete(at);
      }
      const items = [...expected].map(([at, name]) => ({ at, name })).sort(compare);
      assert.equal(list.length, items.length);
      assert.deepEqual(list.slice(0, list.length), items);
      assert.deepEqual(list.slice(from, end), items.slice(from, Math.max(from, end)));
    }),
    { numRuns: 30 },
  );
});

test('many items are sorted in many steps', () => {
  const { list, steps } = sorted(Array.from({ length: 100_000 }, (_, n) => ({ at: (n * 7_919) % 100_000, name: '' })));
  assert.deepEqual(
    list.slice(99_998, 100_001).map(({ at }) => at),
    [99_998, 99_999],
  );
  assert.ok(steps > 200, `${steps} steps`);
});

test('no step takes all items, neither when they are copied nor when they are put into chunks', () => {
  const items = sorted(Array.from({ length: 100_000 }, (_, at) => ({ at, name: '' }))).list;
  const { slice } = items;
  let longest = 0;
  items.slice = (from, end) => {
    longest = Math.max(longest, end - from);
    return slice.call(items, from, end);
  };
  let [steps, compared] = [0, 0];
  const sorting = SortedList.of(items, (a, b) => {
    compared = steps;
    return a.at < b.at;
  });
  for (; !sorting.next().done; steps++);
  assert.ok(longest <= 2_048, `${longest} items copied`);
  assert.ok(steps - compared > 40, `${steps - compared} steps after the last comparison`);
});
