import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { openingIn } from '../../main/app/arguments';

test('a backup that somebody named in capitals is opened as any other', () => {
  const path = resolve('folder', 'Team.BYR');
  assert.equal(openingIn(path), path);
  assert.equal(openingIn(pathToFileURL(path).href), path);
  assert.equal(openingIn(resolve('folder', 'Team.byr.txt')), null);
});
