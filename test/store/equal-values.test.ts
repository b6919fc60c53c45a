import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LUNCH, meet, people, rivals, sets, value } from './people';

test('equal values set at once are no conflict', () => {
  const all = people();
  sets(all, all.bob, 'soup');
  sets(all, all.chloe, 'soup');
  meet(all.bob, all.chloe);
  assert.deepEqual([value(all.bob), rivals(all.bob)], ['soup', []]);
});

test('an edit of a value that two had set at once replaces both of them', () => {
  const all = people();
  sets(all, all.bob, 'soup');
  sets(all, all.chloe, 'soup');
  meet(all.bob, all.chloe);
  sets(all, all.bob, 'pizza');
  meet(all.bob, all.chloe);
  assert.deepEqual([value(all.chloe), rivals(all.chloe)], ['pizza', []]);
});

test('a value that two of three had set is listed once, and an edit settles both', () => {
  const all = people();
  sets(all, all.alice, 'soup');
  sets(all, all.bob, 'soup');
  sets(all, all.chloe, 'pizza');
  meet(all.alice, all.bob, all.chloe);
  assert.deepEqual([value(all.alice), rivals(all.alice)], ['pizza', ['soup']]);
  sets(all, all.alice, 'salad');
  meet(all.alice, all.bob, all.chloe);
  for (const database of [all.alice, all.bob, all.chloe]) assert.deepEqual(rivals(database), []);
});

test('a key that two deleted at once can be set again without a conflict', () => {
  const all = people();
  sets(all, all.bob, 'soup');
  meet(all.bob, all.chloe);
  sets(all, all.bob, null);
  sets(all, all.chloe, null);
  meet(all.bob, all.chloe);
  assert.deepEqual([value(all.bob), rivals(all.bob)], [null, []]);
  sets(all, all.bob, 'pizza');
  meet(all.bob, all.chloe);
  assert.deepEqual([value(all.chloe), rivals(all.chloe)], ['pizza', []]);
});

test('setting what a key holds already writes nothing', () => {
  const all = people();
  sets(all, all.bob, 'soup');
  sets(all, all.bob, 'soup');
  assert.equal(all.bob.versions(LUNCH).length, 1);
  assert.equal(all.bob.feed.head, 1);
});
