import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stampText } from '../../main/store/stamp';
import { held, key, newDatabase, stamp, text } from './fixtures';
import { LUNCH, people, sets, value } from './people';

test('a key can be set, edited, deleted and set again, and its history tells', () => {
  const all = people();
  for (const meal of ['soup', 'pizza', null, 'soup']) sets(all, all.alice, meal);
  const told = all.alice.versions(LUNCH).map((version) => version.value);
  assert.deepEqual(told, [text('soup'), null, text('pizza'), text('soup')]);
  assert.equal(all.alice.size, 1);
});

test('under the rule of the first value a key is neither edited nor deleted', () => {
  const database = newDatabase('first');
  database.put(LUNCH, text('soup'));
  assert.throws(() => database.put(LUNCH, text('pizza')), { code: 'write-once' });
  assert.throws(() => database.put(LUNCH, null), { code: 'write-once' });
  assert.equal(database.winner(LUNCH)?.value, text('soup'));
});

test('deleting what is not there, or not any more, is refused', () => {
  for (const rule of ['latest', 'first'] as const) {
    assert.throws(() => newDatabase(rule).put(LUNCH, null), { code: 'not-found' });
  }
  const database = newDatabase('latest');
  database.put(LUNCH, text('soup'));
  database.put(LUNCH, null);
  assert.throws(() => database.put(LUNCH, null), { code: 'not-found' });
});

test('a write here wins over all that was merged before, even from a faster clock', () => {
  const all = people();
  all.alice.merge([{ key: LUNCH, value: text('soup'), stamp: stamp(200_000, 9), parents: [] }], null);
  sets(all, all.alice, 'pizza');
  assert.equal(value(all.alice), 'pizza');
});

test('the history holds the eight values before the one that stands there', () => {
  const all = people();
  for (let dish = 1; dish <= 12; dish++) sets(all, all.alice, `dish ${dish}`);
  const told = all.alice.versions(LUNCH).map((version) => version.value);
  assert.deepEqual(
    told,
    [12, 11, 10, 9, 8, 7, 6, 5, 4].map((dish) => text(`dish ${dish}`)),
  );
});

test('a version is found by its stamp while the history holds it', () => {
  const all = people();
  sets(all, all.alice, 'soup');
  const first = all.alice.winner(LUNCH);
  assert.ok(first !== undefined);
  for (let dish = 1; dish <= 8; dish++) sets(all, all.alice, `dish ${dish}`);
  assert.deepEqual(all.alice.versionAt(LUNCH, stampText(first.stamp)), first);
  sets(all, all.alice, 'one too many');
  assert.throws(() => all.alice.versionAt(LUNCH, stampText(first.stamp)), { code: 'not-found' });
  assert.throws(() => all.alice.versionAt(key('nowhere'), stampText(first.stamp)), { code: 'not-found' });
});

test('keys named as the parts of every object are keys like any other', () => {
  const database = newDatabase('latest');
  for (const name of ['__proto__', 'constructor', 'toString']) {
    assert.equal(database.winner(key(name)), undefined);
    assert.deepEqual(database.versions(key(name)), []);
    database.put(key(name), text(name));
    assert.equal(database.winner(key(name))?.value, text(name));
  }
  assert.equal(database.size, 3);
});

test('many keys that are set at once are what they are when set one by one', () => {
  const [once, each] = [newDatabase('latest'), newDatabase('latest')];
  const values = [
    ['a', '1'],
    ['b', '2'],
    ['a', '3'],
    ['b', '2'],
  ].map(([k = '', v = '']) => [key(k), text(v)] as const);
  const { added, dropped } = once.putAll(values);
  for (const [one, value] of values) each.put(one, value);
  assert.deepEqual(
    added.map(({ key, value, seq }) => [key, value, seq]),
    [
      ['a', '"1"', 1],
      ['b', '"2"', 2],
      ['a', '"3"', 3],
    ],
  );
  assert.deepEqual([dropped, once.versions(key('a')).length], [[], each.versions(key('a')).length]);
});

test('many keys that are set at once, often: what is told to be added and dropped is what the feed holds', () => {
  const database = newDatabase('latest');
  const told = new Set<number>();
  for (let round = 0; round < 12; round++) {
    const values = [LUNCH, key('other'), LUNCH].map((one, n) => [one, text(`${round}, ${n}`)] as const);
    const { added, dropped } = database.putAll(values);
    for (const { seq } of added) told.add(seq);
    for (const seq of dropped) told.delete(seq);
  }
  assert.deepEqual(
    [...told],
    held(database).map(({ seq }) => seq),
  );
});

test('of many keys those that are refused are named, and the others are set', () => {
  const database = newDatabase('first');
  database.put(LUNCH, text('pizza'));
  const [other, more] = [key('other'), key('more')];
  const { added, refused } = database.putAll([
    [LUNCH, text('soup')],
    [other, text('1')],
    [LUNCH, text('pizza')],
    [other, text('2')],
    [more, text('3')],
  ]);
  assert.deepEqual(
    refused.map(({ at, why }) => [at, why.code]),
    [
      [0, 'write-once'],
      [3, 'write-once'],
    ],
  );
  assert.deepEqual(
    added.map(({ value }) => value),
    [text('1'), text('3')],
  );
  assert.equal(database.winner(LUNCH)?.value, text('pizza'));
});

test('the deleted keys are those of when they were looked for, whatever takes their place meanwhile', () => {
  const database = newDatabase('latest');
  const [ville, pays] = [key('Ville'), key('Pays!')];
  database.put(ville, text('Lyon'));
  database.put(ville, null);
  const found = database.tombstones();
  assert.equal(found.next().value, undefined);
  for (let edit = 0; edit < 9; edit++) database.put(ville, text(`Lyon ${edit}`));
  database.put(pays, text('France'));
  database.put(pays, null);
  assert.deepEqual([...found], [ville]);
});
