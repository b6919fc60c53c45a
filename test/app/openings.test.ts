import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { openingAmong, openingIn } from '../../main/app/arguments';

test('a backup that somebody named in capitals is opened as any other', () => {
  const path = resolve('folder', 'Team.BYR');
  assert.equal(openingIn(path), path);
  assert.equal(openingIn(pathToFileURL(path).href), path);
  assert.equal(openingIn(resolve('folder', 'Team.byr.txt')), null);
});

test('what is opened is the first link or backup among the arguments, whatever others there are', () => {
  const link = 'byr:v=1/at=192.168.1.23:3000/id=0123456789abcdef/rule=latest';
  const path = resolve('Team.byr');
  assert.equal(openingAmong(['--name', 'Ada', 'folder', path, link]), path);
  assert.equal(openingAmong(['folder', link, path]), link);
  assert.equal(openingAmong(['--name', path]), null);
});
