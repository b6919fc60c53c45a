import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeysCheck } from '../../preload/contract/keys-file';
import { en } from '../../renderer/i18n/en';
import { objection } from '../../renderer/keys-file/keys-file-words';

const check = (newKeys: number, changedKeys: number, sameKeys: number): KeysCheck => {
  const keys = newKeys + changedKeys + sameKeys;
  return { ...{ keys, newKeys, changedKeys, sameKeys }, mistakes: 0, firstMistakes: [] };
};

test('nothing is offered to be imported where nothing would be set, which under the rule first needs a new key', () => {
  const words = en.keysFile;
  assert.equal(objection(check(0, 0, 0), 'latest', en), words.empty);
  assert.equal(objection(check(0, 0, 2), 'latest', en), words.nothing);
  assert.equal(objection(check(0, 1, 1), 'latest', en), null);
  assert.equal(objection(check(0, 1, 1), 'first', en), words.first);
  assert.equal(objection(check(1, 1, 0), 'first', en), null);
});
