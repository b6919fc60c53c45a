import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COURSE, held, NOON, newDatabase, snapshot, stamp, text, Wall } from './fixtures';
import { LUNCH, meet, people, rivals, sets, value } from './people';

for (const rule of ['latest', 'first'] as const) {
  test(`a course set never overwrites a value (rule ${rule})`, () => {
    const database = newDatabase(rule);
    database.create(LUNCH, text('soup'), COURSE);
    const before = snapshot(database);
    for (const time of [undefined, NOON - 1000, NOON + 1000]) {
      assert.throws(() => database.create(LUNCH, text('pizza'), COURSE, time), { code: 'write-once' });
    }
    assert.deepEqual(snapshot(database), before);
  });

  test(`a course set of the value that stands there changes nothing and is no error (rule ${rule})`, () => {
    const database = newDatabase(rule);
    database.create(LUNCH, text('soup'), COURSE, NOON);
    for (const time of [undefined, NOON - 1000, NOON + 10 ** 9]) {
      assert.deepEqual(database.create(LUNCH, text('soup'), COURSE, time), { added: [], dropped: [] });
    }
    assert.equal(held(database).length, 1);
  });
}

test('what a course set writes is stamped with now and the name of the course writer', () => {
  const database = newDatabase('latest');
  const { added } = database.create(LUNCH, text('soup'), COURSE);
  assert.deepEqual(added[0]?.stamp, stamp(0, 0, COURSE));
  assert.equal(added[0]?.from, null);
});

test('a course set keeps the time that it brings along', () => {
  const database = newDatabase('latest');
  const { added } = database.create(LUNCH, text('soup'), COURSE, NOON - 86_400_000);
  assert.deepEqual(added[0]?.stamp, stamp(-86_400_000, 0, COURSE));
});

test('a course set of a time too far ahead is refused', () => {
  assert.throws(() => newDatabase('latest').create(LUNCH, text('soup'), COURSE, NOON + 300_001), {
    code: 'clock-wrong',
  });
});

test('an echo of a deleted value does not bring it back, however often the key was edited before', () => {
  const all = people();
  for (const meal of ['soup', 'pizza', 'salad', null]) sets(all, all.alice, meal);
  for (const echo of ['soup', 'pizza', 'salad']) {
    assert.throws(() => all.alice.create(LUNCH, text(echo), COURSE), { code: 'write-once' });
    assert.throws(() => all.alice.create(LUNCH, text(echo), COURSE, all.wall.now + 1), { code: 'write-once' });
  }
  assert.equal(value(all.alice), null);
});

test('a course set of another value after a delete is taken, and is no conflict', () => {
  const all = people();
  for (const meal of ['soup', null]) sets(all, all.alice, meal);
  all.alice.create(LUNCH, text('pizza'), COURSE);
  meet(all.alice, all.bob);
  assert.deepEqual([value(all.bob), rivals(all.bob), all.bob.size], ['pizza', [], 1]);
});

test('a course set after two deletes at once is no conflict', () => {
  const all = people();
  sets(all, all.alice, 'soup');
  meet(all.alice, all.bob);
  sets(all, all.alice, null);
  sets(all, all.bob, null);
  meet(all.alice, all.bob);
  all.alice.create(LUNCH, text('pizza'), COURSE);
  assert.deepEqual([value(all.alice), rivals(all.alice)], ['pizza', []]);
});

test('a course set after a delete that won over an edit hides nothing: the edit, which no script saw, stays in conflict', () => {
  const all = people();
  sets(all, all.alice, 'soup');
  meet(all.alice, all.bob);
  sets(all, all.bob, 'stew');
  sets(all, all.alice, null);
  meet(all.alice, all.bob);
  assert.deepEqual([value(all.alice), rivals(all.alice)], [null, ['stew']]);
  all.alice.create(LUNCH, text('pizza'), COURSE);
  meet(all.alice, all.bob);
  for (const database of [all.alice, all.bob]) {
    assert.deepEqual([value(database), rivals(database)], ['pizza', ['stew']]);
  }
});

test('a course set after a delete must be later than the delete, if it brings a time along', () => {
  const all = people();
  for (const meal of ['soup', null]) sets(all, all.alice, meal);
  const deleted = all.wall.now;
  for (const time of [deleted - 1, deleted]) {
    assert.throws(() => all.alice.create(LUNCH, text('pizza'), COURSE, time), { code: 'write-once' });
  }
  all.alice.create(LUNCH, text('pizza'), COURSE, deleted + 1);
  assert.equal(value(all.alice), 'pizza');
});

test('two course sets of one key on two nodes at once are a conflict, as any two writes', () => {
  const all = people();
  all.alice.create(LUNCH, text('soup'), COURSE, NOON + 1);
  all.bob.create(LUNCH, text('pizza'), COURSE, NOON + 2);
  meet(all.alice, all.bob);
  assert.deepEqual([value(all.alice), rivals(all.alice)], ['pizza', ['soup']]);
});

test('a course set is taken after the wall clock was set back an hour', () => {
  const wall = new Wall();
  const database = newDatabase('latest', wall);
  database.clock.tick();
  wall.now -= 3_600_000;
  assert.equal(database.create(LUNCH, text('soup'), COURSE).added.length, 1);
});

test('a course set of a key that has a value looks at no more than that, however long the others are', (context) => {
  const database = newDatabase('latest');
  for (const meal of ['rice', 'pizza', 'soup']) database.put(LUNCH, text(meal));
  const read = context.mock.method(database.feed.versions, 'read');
  database.create(LUNCH, text('soup'), COURSE);
  assert.throws(() => database.create(LUNCH, text('rice'), COURSE), { code: 'write-once' });
  assert.equal(read.mock.callCount(), 2);
});
