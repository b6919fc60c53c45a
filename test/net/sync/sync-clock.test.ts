import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../../main/store/text';
import { link, parties, pass, talk } from './talk';

const HOUR = 3_600_000;
/** By when a peer that was refused is read again. */
const RETRY_MS = 15_000;

test('what was refused for a wrong clock comes once the clocks are right', () => {
  const [alice, bob] = parties();
  alice.fill(600, 'early');
  alice.wall.now += HOUR;
  alice.fill(1400, 'late');
  const sides = link(alice, bob);
  talk(sides);
  const [ours, theirs] = sides;
  const refused = theirs.sync.status();
  assert.deepEqual([bob.database.size, refused.clockWrong, refused.toReceive], [600, HOUR, 0]);
  assert.equal(ours.sync.status().clockWrong, -HOUR);

  bob.wall.now += HOUR;
  pass(RETRY_MS, sides);
  assert.equal(bob.database.fingerprint, alice.database.fingerprint);
  assert.deepEqual([theirs.sync.status().inSync, theirs.sync.status().clockWrong], [true, null]);
});

test('a node that was refused tells and asks nothing until the other one reads again, which it does now and then', () => {
  const [alice, bob] = parties();
  alice.wall.now += HOUR;
  alice.fill(10);
  const sides = link(alice, bob);
  talk(sides);
  for (let n = 0; n < 9; n++) {
    alice.fill(1, `more ${n}`);
    alice.pump();
    const said = pass(1_000, sides).map(({ type }) => type);
    const more = said.filter((type) => !['ping', 'pong', 'settled'].includes(type));
    assert.deepEqual(more, []);
  }
  const reads = pass(60_000, sides).filter(({ type }) => type === 'read');
  assert.equal(reads.length, 6);
});

test('batches under way behind a refused one neither hide it nor are read past', () => {
  const [alice, bob, chloe] = parties();
  chloe.fill(1500);
  alice.wall.now += HOUR;
  alice.database.put(checkKey('future'), textValue('wrong'));
  alice.copy(chloe);
  const sides = link(alice, bob, [null, 0]);
  talk(sides);
  const [, theirs] = sides;
  const { clockWrong, toReceive } = theirs.sync.status();
  assert.deepEqual([clockWrong, toReceive], [HOUR, 0]);
  assert.equal(theirs.sync.cursor, 0, 'the refused batch is read again');

  bob.wall.now += HOUR;
  pass(RETRY_MS, sides);
  assert.equal(bob.database.fingerprint, alice.database.fingerprint);
});

test('what a peer never answers, as it was refusing, is not waited for once it reads again', () => {
  const [alice, bob] = parties();
  alice.wall.now += HOUR;
  alice.fill(10);
  const sides = link(alice, bob);
  talk(sides);
  const [ours, theirs] = sides;
  // A question of before, that comes once more.
  ours.sync.receive({ type: 'read', since: null, fingerprint: bob.database.fingerprint });
  talk(sides);
  assert.equal(ours.sync.isQuiet, false);

  bob.wall.now += HOUR;
  pass(RETRY_MS, sides);
  assert.deepEqual([theirs.sync.status().inSync, ours.sync.isQuiet], [true, true]);
});

for (const who of ['lower', 'higher'] as const) {
  test(`a wrong entry that a comparison finds is refused and shown, and the other way all comes (${who} id ahead)`, () => {
    const [alice, bob, chloe] = parties();
    const [ahead, right] = who === 'lower' ? [alice, bob] : [bob, alice];
    chloe.fill(500);
    for (const party of [ahead, right]) party.copy(chloe);
    right.fill(10, 'right');
    ahead.wall.now += HOUR;
    ahead.database.put(checkKey('future'), textValue('wrong'));
    const sides = link(ahead, right);
    pass(RETRY_MS, sides);
    const wrong = sides.map(({ sync }) => sync.status().clockWrong ?? 0);
    assert.deepEqual(
      wrong.map((ms) => Math.round(ms / HOUR)),
      [-1, 1],
    );
    assert.equal(ahead.database.size, 511, 'the one whose clock is ahead has all');

    right.wall.now += HOUR;
    pass(2 * RETRY_MS, sides);
    assert.equal(right.database.fingerprint, ahead.database.fingerprint);
    assert.equal(sides[1].sync.status().clockWrong, null);
  });
}
