import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkConfig, UsageError } from '../main/config';

const profiles = (platform: NodeJS.Platform, names: readonly string[]): (string | undefined)[] =>
  names.map((profile) => checkConfig({ profile }, {}, platform).profile);

/** Windows finds `Bob` by `Bob.`, and a device by `con` wherever it stands. */
const others = ['Bob.', 'Bob ', 'con', 'Nul', 'com1', 'aux.byr', 'D:\\teams\\Bob.', 'teams/LPT1'];

test('on Windows a profile whose folder another name finds, or none, is refused', () => {
  for (const profile of others) assert.throws(() => profiles('win32', [profile]), UsageError, profile);
  assert.deepEqual(profiles('linux', others), others);
});

test('on Windows a profile is called as its user likes otherwise', () => {
  const names = ['Bob', 'Éloïse et Zoé', 'Team.byr', 'console', 'v1.0', '..\\other', 'D:\\teams\\', '.hidden'];
  assert.deepEqual(profiles('win32', names), names);
});
