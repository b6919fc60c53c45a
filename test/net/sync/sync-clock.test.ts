import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../../main/store/text';
import { cut, entriesIn, link, parties, pass, talk } from './talk';

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

test('what is not stamped ahead comes at once, though it was written behind what is, or by somebody further away', () => {
  const [alice, bob, chloe] = parties();
  alice.wall.now += 365 * 24 * HOUR;
  alice.fill(2000, 'ahead');
  const sides = [...link(alice, bob, [null, 0]), ...link(chloe, alice, [0, null])];
  talk(sides);
  chloe.fill(1000, 'right');
  alice.wall.now = chloe.wall.now;
  alice.fill(10, 'set right');
  for (const party of [alice, chloe]) party.pump();
  talk(sides);
  assert.equal(bob.database.size, 1010);
  const told = sides.map(({ sync }) => sync.status());
  assert.deepEqual(
    told.map(({ inSync, clockWrong }) => [inSync, clockWrong !== null]),
    told.map(() => [false, true]),
  );
  assert.deepEqual([sides[1]?.sync.cursor, sides[2]?.sync.cursor], [0, 0], 'what was refused is not read past');
});

test('a new link brings what a refusal left out, once its time has come', () => {
  const [alice, bob] = parties();
  alice.wall.now += HOUR;
  alice.fill(10, 'ahead');
  const [ours, theirs] = link(alice, bob, [null, 0]);
  talk([ours, theirs]);
  alice.wall.now = bob.wall.now;
  alice.fill(600, 'set right');
  alice.pump();
  talk([ours, theirs]);
  cut(ours, theirs);
  assert.equal(bob.database.size, 600);

  for (const { wall } of [alice, bob]) wall.now += HOUR;
  const said = talk(link(alice, bob, [ours.sync.cursor, theirs.sync.cursor]));
  assert.equal(bob.database.fingerprint, alice.database.fingerprint);
  assert.ok(!said.some(({ type }) => type === 'compare'));
});

test('a peer is sent only now and then a part of what it refuses, and soon all that a comparison finds beside it', () => {
  const [alice, bob] = parties();
  bob.fill(3000);
  alice.copy(bob);
  alice.wall.now += HOUR;
  alice.fill(20_000, 'ahead');
  const sides = link(alice, bob);
  pass(RETRY_MS, sides);
  alice.wall.now = bob.wall.now;
  const head = alice.database.feed.head;
  alice.fill(500, 'lost');
  // As if it had been sent, and lost.
  sides[0].sync.skip(head);
  const said = pass(60_000, sides);
  assert.equal(bob.database.size, 3500);
  assert.ok(entriesIn(said).length <= 500 + 6 * 2000, `${entriesIn(said).length} entries in a minute`);
  assert.ok(said.filter(({ type }) => type === 'list').length < 12 * 80, 'they are compared now and then');
});

test('two that cannot agree for long compare ever more seldom, and at once when they can', () => {
  const [alice, bob] = parties();
  alice.wall.now += HOUR;
  alice.fill(1_000, 'ahead');
  alice.wall.now = bob.wall.now;
  const sides = link(alice, bob);
  pass(10 * 60_000, sides);
  const begun = pass(20 * 60_000, sides).filter((message) => message.type === 'compare' && message.depth === 1);
  assert.ok(begun.length > 0 && begun.length <= 20, `They were compared ${begun.length} times in 20 minutes.`);
  assert.ok(sides.every(({ sync }) => sync.status().clockWrong !== null));

  pass(25 * 60_000 - RETRY_MS, sides);
  assert.equal(bob.database.size, 0);
  pass(2 * RETRY_MS, sides);
  assert.equal(bob.database.fingerprint, alice.database.fingerprint);
});

test('a clock that was wrong is shown no more once it does no harm', () => {
  const [alice, bob] = parties();
  alice.wall.now += HOUR;
  alice.fill(1, 'ahead');
  const sides = link(alice, bob);
  talk(sides);
  for (const { wall } of [alice, bob]) wall.now += HOUR;
  pass(RETRY_MS, sides);
  alice.fill(1, 'later');
  assert.deepEqual(
    sides.map(({ sync }) => [sync.status().inSync, sync.status().clockWrong]),
    [
      [false, null],
      [true, null],
    ],
  );
});

test('batches behind one with a refused entry are taken, and neither hide it nor are read past', () => {
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
  assert.equal(bob.database.size, 1500);
  assert.equal(theirs.sync.cursor, 0, 'the refused batch is read again');

  bob.wall.now += HOUR;
  pass(RETRY_MS, sides);
  assert.equal(bob.database.fingerprint, alice.database.fingerprint);
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

test('a peer of an earlier version, which takes nothing more until it reads again, is not taken for stalled', () => {
  const [alice, bob] = parties();
  alice.fill(10, 'right');
  alice.wall.now += HOUR;
  alice.fill(10, 'ahead');
  const sides = link(alice, bob, [null, 0]);
  const [ours, theirs] = sides;
  let isRefusing = false;
  /** Bob's version says no `latest`, and answers no changes behind what it refused. */
  const asEarlier = (): void => {
    const said = theirs.outbox.splice(0);
    for (const message of said) {
      if (message.type === 'refused') isRefusing = true;
      if (message.type === 'refused') theirs.outbox.push({ ...message, latest: null });
      else if (message.type !== 'applied' || !isRefusing) theirs.outbox.push(message);
    }
  };
  const readAgain = (): void => {
    isRefusing = false;
    theirs.outbox.push({ type: 'read', since: 0, fingerprint: bob.database.fingerprint });
  };
  talk(sides, asEarlier);
  for (let gone = 0; gone < 60_000; gone += 100) {
    if (gone % 10_000 === 9_900) readAgain();
    if (gone === 30_000) bob.fill(10, 'meanwhile');
    for (const { wall } of [alice, bob]) wall.now += 100;
    for (const { sync } of sides) sync.tick();
    bob.pump();
    talk(sides, asEarlier);
    assert.equal(ours.gaveUp, false, `after ${gone} ms`);
    assert.ok((ours.sync.status().clockWrong ?? 0) < 0, 'it shows that a clock is wrong');
  }
  assert.deepEqual([alice.database.size, bob.database.size], [30, 20], 'what is not ahead comes, both ways');
  bob.wall.now += HOUR;
  readAgain();
  pass(RETRY_MS, sides);
  assert.equal(bob.database.fingerprint, alice.database.fingerprint);
});

test('two whose clocks were ahead and are set right compare as soon as they would have', () => {
  const [alice, bob] = parties();
  alice.wall.now += 2 * HOUR;
  bob.wall.now += HOUR;
  alice.fill(10, 'ahead');
  const sides = link(alice, bob);
  pass(3_000, sides);
  assert.deepEqual(
    sides.map(({ sync }) => Math.round((sync.status().clockWrong ?? 0) / HOUR)),
    [-1, 1],
  );
  alice.wall.now -= 2 * HOUR;
  bob.wall.now -= HOUR;
  const said = pass(RETRY_MS, sides);
  assert.ok(said.some(({ type }) => type === 'compare'));
});
