import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Query, SHOW_DELETED_MS, View } from '../../main/store/view';
import { BOB, held, key, newDatabase, text, Wall } from './fixtures';

const ALL: Query = { search: '', sort: 'key', descending: false };

function keys(view: View, query: Partial<Query> = {}): string[] {
  return view.rows({ ...ALL, ...query }).map((row) => row.key);
}

function fruits(): { view: View; wall: Wall } {
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
  return { view: new View(database), wall };
}

test('keys sort the same on every machine, capitals first, and the other way round', () => {
  const { view } = fruits();
  assert.deepEqual(keys(view), ['Cherry', 'apple', 'pear']);
  assert.deepEqual(keys(view, { descending: true }), ['pear', 'apple', 'Cherry']);
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
  const { view } = fruits();
  assert.deepEqual(keys(view, { search: 'red' }), ['Cherry', 'apple']);
  assert.deepEqual(keys(view, { search: 'APP' }), ['apple']);
  assert.deepEqual(keys(view, { search: 'nothing' }), []);
  assert.deepEqual(keys(view), ['Cherry', 'apple', 'pear']);
});

test('a search finds the characters that JSON escapes, and not the letters that it escapes them with', () => {
  const database = newDatabase('latest');
  const view = new View(database);
  for (const [name, value] of Object.entries({ 1: 'a\nb', 2: 'say "hi"', 3: 'C:\\', 4: '\u001f' })) {
    database.put(key(name), text(value));
  }
  assert.deepEqual(keys(view, { search: '\n' }), ['1']);
  assert.deepEqual(keys(view, { search: '"' }), ['2']);
  assert.deepEqual(keys(view, { search: '\\' }), ['3']);
  assert.deepEqual(keys(view, { search: '\u001f' }), ['4']);
  for (const search of ['n', 'u00', '"C', 'f']) assert.deepEqual(keys(view, { search }), [], search);
});

test('a value that an edit makes match the search comes in, and one that it makes differ goes out', () => {
  const { view } = fruits();
  assert.deepEqual(keys(view, { search: 'green' }), ['pear']);
  view.database.put(key('apple'), text('green'));
  view.database.put(key('pear'), text('yellow'));
  assert.deepEqual(keys(view, { search: 'green' }), ['apple']);
});

test('a deleted key stays in view for ten seconds by the clock that was passed in', () => {
  const { view, wall } = fruits();
  view.database.put(key('apple'), null);
  const deleted = view.database.winner(key('apple'))?.stamp.time ?? 0;
  assert.deepEqual(keys(view), ['Cherry', 'apple', 'pear']);
  wall.now = deleted + SHOW_DELETED_MS - 1;
  assert.deepEqual(keys(view), ['Cherry', 'apple', 'pear']);
  wall.now = deleted + SHOW_DELETED_MS;
  assert.deepEqual(keys(view), ['Cherry', 'pear']);
  assert.deepEqual(keys(new View(view.database)), ['Cherry', 'pear']);
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
  const view = new View(ada);
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
  assert.deepEqual(keys(view), ['Cherry', 'apple', 'pear']);
  assert.deepEqual(keys(view, { search: 'gold' }), ['apple']);
});
