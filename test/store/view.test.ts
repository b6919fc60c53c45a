import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Database } from '../../main/store/database';
import { type Query, SHOW_DELETED_MS, type Sorting, View } from '../../main/store/view';
import { BOB, held, key, newDatabase, text, Wall } from './fixtures';

/** What a new view finds, or one that was looked at before. */
function keys(of: Database | View, query: Partial<Query & Sorting> = {}): string[] {
  const { search = '', show = 'all', sort = 'key', descending = false } = query;
  const view = of instanceof View ? of : new View(of, { search, show });
  while (!view.step(sort));
  return view.keys(0, view.size, { sort, descending });
}

function fruits(): { database: Database; view: View; wall: Wall } {
  const wall = new Wall();
  const database = newDatabase('latest', wall);
  for (const [name, value] of [
    ['pear', 'green'],
    ['apple', 'RED'],
    ['Cherry', 'dark red'],
  ] as const) {
    wall.now += 1;
    database.put(key(name), text(value));
  }
  return { database, view: new View(database, { search: '', show: 'all' }), wall };
}

test('keys sort the same on every machine, whatever their case and accents, and the other way round', () => {
  const { view } = fruits();
  for (const name of ['Églantine', 'figue', 'Apple', 'eglantine']) view.database.put(key(name), text('ripe'));
  const sorted = ['Apple', 'apple', 'Cherry', 'eglantine', 'Églantine', 'figue', 'pear'];
  assert.deepEqual(keys(view), sorted);
  assert.deepEqual(keys(view, { descending: true }), sorted.reverse());
});

test('keys sort by the time of their last change', () => {
  const { view, wall } = fruits();
  assert.deepEqual(keys(view, { sort: 'time' }), ['pear', 'apple', 'Cherry']);
  wall.now += 1;
  view.database.put(key('pear'), text('yellow'));
  assert.deepEqual(keys(view, { sort: 'time' }), ['apple', 'Cherry', 'pear']);
  assert.deepEqual(keys(view, { sort: 'time', descending: true }), ['pear', 'Cherry', 'apple']);
});

test('a search finds parts of keys and of values, in any case', () => {
  const { database } = fruits();
  assert.deepEqual(keys(database, { search: 'red' }), ['apple', 'Cherry']);
  assert.deepEqual(keys(database, { search: 'APP' }), ['apple']);
  assert.deepEqual(keys(database, { search: 'nothing' }), []);
  assert.deepEqual(keys(database), ['apple', 'Cherry', 'pear']);
});

test('a search finds words with accents and without, in either form of Unicode', () => {
  const database = newDatabase('latest');
  for (const name of ['Élève', 'E\u0301le\u0300ve', 'eleve']) database.put(key(name), text(`Gâteau d’${name}`));
  for (const search of ['eleve', 'ÉLÈVE', 'e\u0301le\u0300ve', 'gateau d’E']) {
    assert.deepEqual(keys(database, { search }), ['E\u0301le\u0300ve', 'eleve', 'Élève'], search);
  }
  for (const search of ['œuf', 'eleves']) assert.deepEqual(keys(database, { search }), [], search);
});

test('a search finds the characters that JSON escapes, and not the letters that it escapes them with', () => {
  const database = newDatabase('latest');
  for (const [name, value] of Object.entries({ 1: 'a\nb', 2: 'say "hi"', 3: 'C:\\', 4: '\u001f' })) {
    database.put(key(name), text(value));
  }
  assert.deepEqual(keys(database, { search: '\n' }), ['1']);
  assert.deepEqual(keys(database, { search: '"' }), ['2']);
  assert.deepEqual(keys(database, { search: '\\' }), ['3']);
  assert.deepEqual(keys(database, { search: '\u001f' }), ['4']);
  for (const search of ['n', 'u00', '"C', 'f']) assert.deepEqual(keys(database, { search }), [], search);
});

test('a value that an edit makes match the search comes in, and one that it makes differ goes out', () => {
  const { database } = fruits();
  const view = new View(database, { search: 'green', show: 'all' });
  assert.deepEqual(keys(view), ['pear']);
  database.put(key('apple'), text('green'));
  database.put(key('pear'), text('yellow'));
  assert.deepEqual(keys(view), ['apple']);
});

test('a deleted key stays in view for ten seconds by the clock that was passed in', () => {
  const { view, wall } = fruits();
  view.database.put(key('apple'), null);
  const deleted = view.database.winner(key('apple'))?.stamp.time ?? 0;
  assert.deepEqual(keys(view), ['apple', 'Cherry', 'pear']);
  wall.now = deleted + SHOW_DELETED_MS - 1;
  assert.deepEqual(keys(view), ['apple', 'Cherry', 'pear']);
  wall.now = deleted + SHOW_DELETED_MS;
  assert.deepEqual(keys(view), ['Cherry', 'pear']);
  assert.deepEqual(keys(view.database), ['Cherry', 'pear']);
});

test('a deletion by a clock that is ahead stays in view for ten seconds by this one, and so does one by a clock set back', () => {
  const { view, wall } = fruits();
  keys(view);
  const stamp = { time: wall.now + 240_000, counter: 0, node: BOB };
  const red = view.database.winner(key('apple'))?.stamp;
  assert.ok(red);
  view.database.merge([{ key: key('apple'), value: null, stamp, parents: [red] }], BOB);
  view.database.put(key('pear'), null);
  const gone = view.database.winner(key('pear'))?.stamp.time ?? 0;
  assert.ok(gone > wall.now + 200_000, 'the clock runs on from what it observed');
  assert.deepEqual(keys(view), ['apple', 'Cherry', 'pear']);
  assert.equal(view.isFading, true);
  wall.now += SHOW_DELETED_MS - 1;
  assert.deepEqual(keys(view), ['apple', 'Cherry', 'pear']);
  wall.now += 1;
  assert.deepEqual(keys(view), ['Cherry']);
  assert.equal(view.isFading, false);
  assert.deepEqual(keys(view.database), ['Cherry'], 'they do not come back with every search');
  view.database.put(key('Cherry'), null);
  assert.deepEqual(keys(view), ['Cherry']);
  wall.now -= 86_400_000;
  assert.deepEqual(keys(view), []);
});

test('a deleted key whose ten seconds end between two steps of a look is not found by it', () => {
  for (let before = 1; ; before++) {
    const { view, wall } = fruits();
    view.database.put(key('apple'), null);
    let isFound = false;
    for (let step = 0; step < before && !isFound; step++) isFound = view.step('key');
    if (isFound) break;
    wall.now += SHOW_DELETED_MS;
    assert.deepEqual(keys(view), ['Cherry', 'pear'], `after ${before} steps`);
  }
});

test('a deleted key that somebody else set stays in view until that is settled', () => {
  const wall = new Wall();
  const [ada, bob] = [newDatabase('latest', wall), newDatabase('latest', wall, BOB)];
  bob.put(key('city'), text('Lyon'));
  ada.merge(held(bob), BOB);
  bob.put(key('city'), text('Nice'));
  wall.now += 1;
  ada.put(key('city'), null);
  ada.merge(held(bob), BOB);
  assert.deepEqual([...ada.conflicted], ['city']);
  const view = new View(ada, { search: '', show: 'all' });
  wall.now += 2 * SHOW_DELETED_MS;
  assert.deepEqual(keys(view), ['city']);
  ada.put(key('city'), text('Nice'));
  ada.put(key('city'), null);
  assert.deepEqual([...ada.conflicted], []);
  wall.now += 2 * SHOW_DELETED_MS;
  assert.deepEqual(keys(view), []);
});

test('a key that is deleted and set again is one row', () => {
  const { view } = fruits();
  view.database.put(key('apple'), null);
  keys(view);
  view.database.put(key('apple'), text('gold'));
  assert.deepEqual(keys(view), ['apple', 'Cherry', 'pear']);
  assert.deepEqual(keys(view.database, { search: 'gold' }), ['apple']);
});

test('a step takes in some long values only, however many have changed', () => {
  const { database, view } = fruits();
  keys(view);
  const long = text('x'.repeat(100_000));
  for (let n = 0; n < 20; n++) database.put(key(`long ${n}`), long);
  let steps = 1;
  while (!view.step('key')) steps += 1;
  assert.equal(view.size, 23);
  assert.ok(steps >= 10, `${steps} steps`);
});
