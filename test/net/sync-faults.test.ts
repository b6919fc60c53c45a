import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { talk, twoSides } from '../support/sides';

const DAY = 86_400_000;

test('what a node lost with its disk comes back from the peer that had it from there', () => {
  const [alice, bob] = twoSides();
  const [, bobAnew] = twoSides();
  alice.sync.start();
  bob.sync.start();
  bob.database.put(checkKey('lunch'), textValue('soup'));
  bob.sync.pump();
  talk(alice, bob);
  assert.equal(alice.database.size, 1);

  bobAnew.sync.start();
  talk(alice, bobAnew);
  assert.equal(bobAnew.database.fingerprint, alice.database.fingerprint);
});

test('a wall clock that is set back silences no link', () => {
  const [alice, bob] = twoSides();
  alice.wall.now += DAY;
  alice.sync.start();
  bob.sync.start();
  talk(alice, bob);
  alice.wall.now -= DAY;
  bob.database.put(checkKey('lunch'), textValue('soup'));
  bob.sync.pump();
  bob.outbox.length = 0;
  for (let seconds = 0; seconds < 20; seconds++) {
    alice.wall.now += 1_000;
    alice.sync.tick();
    talk(alice, bob);
  }
  assert.equal(alice.database.size, 1, 'it asked again for what got lost');
});

test('a peer whose batch was refused is followed again once the two are equal by another way', () => {
  const [alice, bob] = twoSides();
  alice.wall.now += DAY;
  alice.database.put(checkKey('lunch'), textValue('soup'));
  alice.sync.start();
  bob.sync.start();
  talk(alice, bob);
  assert.equal(bob.sync.status().clockWrong, DAY);

  bob.wall.now += DAY;
  bob.database.merge([...alice.database.winners()], null);
  bob.sync.pump();
  talk(alice, bob);
  bob.sync.tick();
  talk(alice, bob);
  alice.database.put(checkKey('dinner'), textValue('stew'));
  alice.sync.pump();
  talk(alice, bob);
  assert.equal(bob.database.size, 2);
});
