import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { talk, twoSides } from '../support/sides';

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
