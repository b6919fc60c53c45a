import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { talk, twoSides } from '../support/sides';

const HOUR = 3_600_000;

test('what was refused for a wrong clock comes once the clocks are right', () => {
  const [alice, bob] = twoSides();
  for (let i = 0; i < 600; i++) alice.database.put(checkKey(`key ${i}`), textValue('early'));
  alice.wall.now += HOUR;
  for (let i = 600; i < 2000; i++) alice.database.put(checkKey(`key ${i}`), textValue('late'));
  alice.sync.start();
  bob.sync.start();
  talk(alice, bob);
  const refused = bob.sync.status();
  assert.deepEqual([bob.database.size, refused.clockWrong, refused.toReceive], [500, HOUR, 0]);
  assert.equal(alice.sync.status().clockWrong, -HOUR);

  bob.wall.now += HOUR;
  bob.sync.tick();
  talk(alice, bob);
  assert.equal(bob.database.fingerprint, alice.database.fingerprint);
  assert.deepEqual([bob.sync.status().inSync, bob.sync.status().clockWrong], [true, null]);
});

test('batches under way behind a refused one neither hide it nor are read past', () => {
  const [alice, bob] = twoSides();
  const [, third] = twoSides();
  for (let i = 0; i < 1500; i++) third.database.put(checkKey(`third ${i}`), textValue('right'));
  alice.wall.now += HOUR;
  alice.database.put(checkKey('future'), textValue('wrong'));
  alice.database.merge([...third.database.winners()], null);
  alice.sync.start();
  bob.sync.start();
  talk(alice, bob);
  const { clockWrong, toReceive } = bob.sync.status();
  assert.deepEqual([clockWrong, toReceive], [HOUR, 0]);
  assert.equal(bob.sync.cursor, 0, 'the refused batch is read again');

  bob.wall.now += HOUR;
  bob.sync.tick();
  talk(alice, bob);
  assert.equal(bob.database.fingerprint, alice.database.fingerprint);
});
