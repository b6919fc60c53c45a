import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Database } from '../../main/store/database';
import type { Entry } from '../../main/store/entry';
import type { Version } from '../../main/store/record';
import type { Rule } from '../../main/store/rule';
import { type Key, textValue } from '../../main/store/text';
import { type Query, View } from '../../main/store/view';
import { BOB, COURSE, key, NOON, newDatabase, Wall } from './fixtures';

type Step = { merge: Entry } | { wait: number } | { query: Query };

const anyName: fc.Arbitrary<Key> = fc.constantFrom('apple', 'Pear', 'plum', 'É', '__proto__', '👍').map(key);
const anyValue = fc.constantFrom('', 'Apple', 'a\nb', '"', '\\', 'plum\tpie').map(textValue);
const anyQuery: fc.Arbitrary<Query> = fc.record({
  search: fc.constantFrom('', '', 'p', 'PL', 'n', 't', 'é', '"', '\n', '\\'),
  sort: fc.constantFrom('key', 'time'),
  descending: fc.boolean(),
});
const anyEntry = (rule: Rule): fc.Arbitrary<Entry> =>
  fc.record({
    key: anyName,
    value: rule === 'latest' ? fc.option(anyValue) : anyValue,
    stamp: fc.record({
      time: fc.integer({ min: NOON - 20_000, max: NOON + 20_000 }),
      counter: fc.nat(1),
      node: fc.constantFrom(BOB, COURSE),
    }),
    parents: fc.constant([]),
  });
const anyStep = (rule: Rule): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ merge: anyEntry(rule) }) },
    fc.record({ wait: fc.integer({ min: 0, max: 8000 }) }),
    { weight: 2, arbitrary: fc.record({ query: anyQuery }) },
  );

/** The winners that a view shows. */
function found(view: View, query: Query): (Version | undefined)[] {
  return view.rows(query).map(({ key }) => view.database.winner(key));
}

/** What a view must show of keys that have, or had, a value, from scratch and without the view's code. */
function expected(database: Database, { search, sort, descending }: Query, keys: View['keys']): Version[] {
  const found = [...database.winners()].filter(({ key, value, stamp }) => {
    const isNew = stamp.time > database.clock.now() - 10_000;
    const isSet = value !== null || isNew || database.conflicts(key).length > 0;
    const shown = keys === 'set' ? isSet : value === null;
    const words = `${key}\0${value === null ? '' : (JSON.parse(value) as string)}`;
    return shown && words.toLowerCase().includes(search.toLowerCase());
  });
  found.sort((a, b) => (sort === 'time' && database.order(a, b)) || (a.key < b.key ? -1 : 1));
  return descending ? found.reverse() : found;
}

for (const rule of ['latest', 'first'] as const satisfies readonly Rule[]) {
  test(`a view that follows the changes shows what one made from scratch shows (rule ${rule})`, () => {
    fc.assert(
      fc.property(fc.array(anyStep(rule), { maxLength: 60, size: 'max' }), (steps) => {
        const wall = new Wall();
        const database = newDatabase(rule, wall);
        const views = [new View(database), new View(database, 'deleted')];
        const check = (query: Query): void => {
          for (const view of views) assert.deepEqual(found(view, query), expected(database, query, view.keys));
          assert.equal(database.deleted, [...database.tombstones()].flat().length);
        };
        for (const step of steps) {
          if ('merge' in step) database.merge([step.merge], BOB);
          else if ('wait' in step) wall.now += step.wait;
          else check(step.query);
        }
        check({ search: '', sort: 'key', descending: false });
      }),
      { numRuns: 150 },
    );
  });
}
