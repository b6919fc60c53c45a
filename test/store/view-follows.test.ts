import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Database } from '../../main/store/database';
import type { Entry } from '../../main/store/entry';
import type { Rule } from '../../main/store/rule';
import { type Key, textValue } from '../../main/store/text';
import { type Query, type Sorting, View } from '../../main/store/view';
import { BOB, COURSE, key, NOON, newDatabase, Wall } from './fixtures';

type Look = { query: Query; order: Sorting };
/** `begin` looks, and leaves it after some steps, as a window does that asks for something else. */
type Step = { merge: Entry } | { wait: number } | { look: Look } | { begin: Look; steps: number };

const anyName: fc.Arbitrary<Key> = fc.constantFrom('apple', 'Pear', 'plum', 'É', 'e', '__proto__', '👍').map(key);
const anyValue = fc.constantFrom('', 'Apple', 'a\nb', '"', '\\', 'plum\tpie').map(textValue);
const anyLook: fc.Arbitrary<Look> = fc.record({
  query: fc.record({
    search: fc.constantFrom('', '', 'p', 'PL', 'n', 't', 'é', '"', '\n', '\\'),
    show: fc.constantFrom('all', 'conflicts', 'deleted'),
  }),
  order: fc.record({ sort: fc.constantFrom('key', 'time'), descending: fc.boolean() }),
});
/** How long a deletion stamped ahead is in view depends on when it came: view.test.ts. */
const isByNow = ({ value, stamp }: Entry): boolean => value !== null || stamp.time <= NOON;
const anyEntry = (rule: Rule): fc.Arbitrary<Entry> =>
  fc
    .record({
      key: anyName,
      value: rule === 'latest' ? fc.option(anyValue) : anyValue,
      stamp: fc.record({
        time: fc.integer({ min: NOON - 20_000, max: NOON + 20_000 }),
        counter: fc.nat(1),
        node: fc.constantFrom(BOB, COURSE),
      }),
      parents: fc.constant([]),
    })
    .filter(isByNow);
const anyStep = (rule: Rule): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ merge: anyEntry(rule) }) },
    fc.record({ wait: fc.integer({ min: 0, max: 8000 }) }),
    { weight: 2, arbitrary: fc.record({ look: anyLook }) },
    fc.record({ begin: anyLook, steps: fc.integer({ min: 1, max: 8 }) }),
  );

/** The keys that a view shows. */
function found(view: View, order: Sorting): Key[] {
  while (!view.step(order.sort));
  return view.keys(0, view.size, order);
}

/** As a search, and the order of the keys, compare what stands here. */
function plain(words: string): string {
  return words.toLowerCase().replaceAll('é', 'e');
}

/** What a view must show of keys that have, or had, a value, from scratch and without the view's code. */
function expected(database: Database, { query: { search, show }, order: { sort, descending } }: Look): Key[] {
  const found = [...database.winners()].filter(({ key, value, stamp }) => {
    const isNew = stamp.time > database.clock.now() - 10_000;
    const isContested = database.conflicts(key).length > 0;
    const isShown = { all: value !== null || isNew || isContested, conflicts: isContested, deleted: value === null };
    const words = `${key}\0${value === null ? '' : (JSON.parse(value) as string)}`;
    return isShown[show] && plain(words).includes(plain(search));
  });
  found.sort((a, b) => {
    const byTime = a.stamp.time - b.stamp.time || a.stamp.counter - b.stamp.counter;
    const [name, other] = [plain(a.key), plain(b.key)];
    return (sort === 'time' && byTime) || (name === other ? (a.key < b.key ? -1 : 1) : name < other ? -1 : 1);
  });
  if (descending) found.reverse();
  return found.map(({ key }) => key);
}

for (const rule of ['latest', 'first'] as const satisfies readonly Rule[]) {
  test(`a view that follows the changes shows what one made from scratch shows (rule ${rule})`, () => {
    fc.assert(
      fc.property(fc.array(anyStep(rule), { maxLength: 60, size: 'max' }), (steps) => {
        const wall = new Wall();
        const database = newDatabase(rule, wall);
        const views = new Map<string, View>();
        const viewOf = (query: Query): View => {
          const name = JSON.stringify(query);
          const view = views.get(name) ?? new View(database, query);
          views.set(name, view);
          return view;
        };
        const check = (look: Look): void => {
          assert.deepEqual(found(viewOf(look.query), look.order), expected(database, look));
          assert.equal(database.deleted, [...database.tombstones()].filter((key) => key !== undefined).length);
        };
        for (const step of steps) {
          if ('merge' in step) database.merge([step.merge], BOB);
          else if ('wait' in step) wall.now += step.wait;
          else if ('look' in step) check(step.look);
          else for (let n = 0; n < step.steps; n++) viewOf(step.begin.query).step(step.begin.order.sort);
        }
        const last = { sort: 'key', descending: false } as const;
        for (const { query } of views.values()) check({ query, order: last });
      }),
      { numRuns: 150 },
    );
  });
}
