import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHLOE, key, stamp, text } from './fixtures';
import { LUNCH, meet, people, rivals, sets, value } from './people';

test('Bob and Chloé set a key at once: both see the later value, and the other one in conflict with it', () => {
  const all = people();
  sets(all, all.bob, 'pizza');
  sets(all, all.chloe, 'soup');
  meet(all.bob, all.chloe);
  for (const database of [all.bob, all.chloe]) {
    assert.equal(value(database), 'soup');
    assert.deepEqual(rivals(database), ['pizza']);
    assert.deepEqual([...database.conflicted], [LUNCH]);
  }
});

test('an edit by one who saw both values settles the conflict, everywhere', () => {
  const all = people();
  sets(all, all.bob, 'pizza');
  sets(all, all.chloe, 'soup');
  meet(all.bob, all.chloe);
  sets(all, all.bob, 'salad');
  meet(all.bob, all.alice, all.chloe);
  for (const database of [all.alice, all.bob, all.chloe]) {
    assert.equal(value(database), 'salad');
    assert.deepEqual(rivals(database), []);
    assert.equal(database.conflicted.size, 0);
  }
});

test('an edit names each entry that it replaces once', () => {
  const all = people();
  sets(all, all.bob, 'pizza');
  sets(all, all.chloe, 'soup');
  meet(all.bob, all.chloe);
  const replaced = all.bob.versions(LUNCH).map((version) => version.stamp);
  sets(all, all.bob, 'salad');
  assert.equal(replaced.length, 2);
  assert.deepEqual(all.bob.winner(LUNCH)?.parents, replaced);
});

test('an edit by one who saw only one of two values settles nothing', () => {
  const all = people();
  sets(all, all.bob, 'pizza');
  sets(all, all.chloe, 'soup');
  sets(all, all.chloe, 'hot soup');
  meet(all.bob, all.chloe);
  assert.equal(value(all.bob), 'hot soup');
  assert.deepEqual(rivals(all.bob), ['pizza']);
});

test('setting again the value that won settles the conflict', () => {
  const all = people();
  sets(all, all.bob, 'pizza');
  sets(all, all.chloe, 'soup');
  meet(all.bob, all.chloe);
  sets(all, all.bob, 'soup');
  meet(all.bob, all.chloe);
  assert.deepEqual([value(all.chloe), rivals(all.chloe)], ['soup', []]);
});

test('a chain of edits that arrives in one go is no conflict, in whatever order it comes', () => {
  for (const reverse of [false, true]) {
    const all = people();
    for (const meal of ['pizza', 'soup', 'salad', null, 'rice']) sets(all, all.bob, meal);
    const chain = [...all.bob.feed.after(0)];
    all.alice.merge(reverse ? chain.reverse() : chain, null);
    assert.deepEqual([value(all.alice), rivals(all.alice)], ['rice', []]);
    assert.equal(all.alice.conflicted.size, 0);
  }
});

test('a chain of more edits than the history holds is no conflict', () => {
  const all = people();
  sets(all, all.bob, 'pizza');
  meet(all.bob, all.chloe);
  for (let edit = 0; edit < 30; edit++) {
    sets(all, edit % 2 === 0 ? all.bob : all.chloe, `dish ${edit}`);
    meet(all.bob, all.chloe);
  }
  meet(all.bob, all.alice);
  assert.equal(all.alice.versions(LUNCH).length, 9);
  assert.deepEqual([value(all.alice), rivals(all.alice)], ['dish 29', []]);
});

test('three who set a key at once see one value and two in conflict with it, until one of them decides', () => {
  const all = people();
  sets(all, all.alice, 'rice');
  sets(all, all.bob, 'pizza');
  sets(all, all.chloe, 'soup');
  meet(all.alice, all.bob, all.chloe);
  for (const database of [all.alice, all.bob, all.chloe]) assert.deepEqual(rivals(database), ['pizza', 'rice']);
  sets(all, all.alice, 'pizza');
  meet(all.alice, all.bob, all.chloe);
  for (const database of [all.alice, all.bob, all.chloe]) assert.deepEqual(rivals(database), []);
});

test('an edit at the same time as a delete wins if it is later, and the delete is a conflict', () => {
  const all = people();
  sets(all, all.bob, 'pizza');
  meet(all.bob, all.chloe);
  sets(all, all.bob, null);
  sets(all, all.chloe, 'soup');
  meet(all.bob, all.chloe);
  assert.deepEqual([value(all.bob), rivals(all.bob)], ['soup', [null]]);
});

test('a delete at the same time as an edit wins if it is later, and the edit can be put back', () => {
  const all = people();
  sets(all, all.bob, 'pizza');
  meet(all.bob, all.chloe);
  sets(all, all.bob, 'soup');
  sets(all, all.chloe, null);
  meet(all.bob, all.chloe);
  assert.deepEqual([value(all.bob), rivals(all.bob), all.bob.size], [null, ['soup'], 0]);
  sets(all, all.bob, 'soup');
  meet(all.bob, all.chloe);
  assert.deepEqual([value(all.chloe), rivals(all.chloe), all.chloe.size], ['soup', [], 1]);
});

test('deleting once more a key whose delete won settles the conflict', () => {
  const all = people();
  sets(all, all.bob, 'pizza');
  meet(all.bob, all.chloe);
  sets(all, all.bob, 'soup');
  sets(all, all.chloe, null);
  meet(all.bob, all.chloe);
  sets(all, all.bob, null);
  meet(all.bob, all.chloe);
  assert.deepEqual([value(all.chloe), rivals(all.chloe)], [null, []]);
});

test('under the rule of the first value, the earlier value wins and the later one is in conflict with it', () => {
  const all = people('first');
  sets(all, all.bob, 'pizza');
  sets(all, all.chloe, 'soup');
  meet(all.bob, all.chloe);
  for (const database of [all.bob, all.chloe]) {
    assert.deepEqual([value(database), rivals(database)], ['pizza', ['soup']]);
  }
});

test('under the rule of the first value, a claim to have been earlier shows as a conflict, whatever it says it replaces', () => {
  const all = people('first');
  sets(all, all.alice, 'rice');
  sets(all, all.bob, 'pizza');
  meet(all.alice, all.bob);
  const before = all.alice.versions(LUNCH).map(({ stamp }) => stamp);
  const claim = { key: LUNCH, value: text('soup'), stamp: stamp(-3_600_000, 0, CHLOE), parents: before };
  for (const database of [all.alice, all.bob]) {
    database.merge([claim], CHLOE);
    assert.equal(value(database), 'soup');
    assert.deepEqual(rivals(database), ['pizza', 'rice']);
    assert.deepEqual([...database.conflicted], [LUNCH]);
  }
  all.chloe.merge([claim], null);
  meet(all.alice, all.chloe);
  assert.deepEqual(rivals(all.chloe), ['pizza', 'rice'], 'whoever hears of the claim first sees the same');
});

test('under the rule of the first value, what stands may be set again, also where it is in conflict', () => {
  const all = people('first');
  sets(all, all.alice, 'soup');
  sets(all, all.bob, 'pizza');
  meet(all.alice, all.bob);
  const stands = value(all.alice) as string;
  assert.equal(rivals(all.alice).length, 1);
  assert.deepEqual(all.alice.put(LUNCH, text(stands)), { added: [], dropped: [] });
  assert.equal(rivals(all.alice).length, 1);
});

test('under the rule of the first value, a batch with a delete is refused whole', () => {
  const { alice } = people('first');
  alice.put(LUNCH, text('rice'));
  const older = { stamp: stamp(-3_600_000, 0, CHLOE), parents: [] };
  const batch = [
    { key: key('dinner'), value: text('soup'), ...older },
    { key: LUNCH, value: null, ...older },
  ];
  assert.throws(() => alice.merge(batch, CHLOE), { code: 'write-once' });
  assert.deepEqual([alice.size, value(alice), rivals(alice)], [1, 'rice', []]);
});
