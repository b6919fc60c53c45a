import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Row } from '../../renderer/bridge';
import { tilesOf } from '../../renderer/header/tiles';
import { follow } from '../../renderer/table/follow';
import { isDelete, moveTo } from '../../renderer/table/moves';
import { sortedBy } from '../../renderer/table/sorted-by';

test('arrows, Home, End and pages move within the table', () => {
  assert.equal(moveTo('ArrowDown', null, 10, 5), 0);
  assert.equal(moveTo('ArrowUp', 0, 10, 5), 0);
  assert.equal(moveTo('PageDown', 7, 10, 5), 9);
  assert.equal(moveTo('End', 3, 10, 5), 9);
  assert.equal(moveTo('Home', 3, 10, 5), 0);
  assert.equal(moveTo('x', 3, 10, 5), null);
  assert.equal(moveTo('ArrowDown', null, 0, 5), null);
});

test('the key that a Mac calls Delete deletes there, and nowhere else', () => {
  assert.deepEqual(
    ['darwin', 'linux', 'win32'].map((platform) => ['Delete', 'Backspace'].map((key) => isDelete(key, platform))),
    [
      [true, true],
      [true, false],
      [true, false],
    ],
  );
});

test('the selection follows its key when rows move, and waits where the key is not at hand', () => {
  const keys = ['a', 'b', 'c'];
  const pages = {
    row: (index: number) => (keys[index] === undefined ? undefined : ({ key: keys[index] } as Row)),
    find: (key: string) => (keys.includes(key) ? keys.indexOf(key) : null),
  };
  assert.deepEqual(follow({ index: 0, key: 'c' }, pages), { index: 2, key: 'c' });
  assert.deepEqual(follow({ index: 1, key: null }, pages), { index: 1, key: 'b' });
  const gone = { index: 1, key: 'z' };
  assert.equal(follow(gone, pages), gone);
});

test('a second click on a column turns its order round', () => {
  const byKey = { search: 'x', show: 'all', sort: 'key', descending: false } as const;
  assert.deepEqual(sortedBy('key', byKey), { ...byKey, descending: true });
  assert.deepEqual(sortedBy('time', byKey), { ...byKey, sort: 'time', descending: true });
});

test('every hex digit has a tile of its own', () => {
  const tiles = [...tilesOf('01234567'), ...tilesOf('89abcdef')].map(({ shape, hue }) => `${shape} ${hue}`);
  assert.equal(new Set(tiles).size, 16);
});
