import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isReachable, left, readWindowState } from '../../main/app/window-state';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const beside = { x: 1440, y: 0, width: 1920, height: 1080 };
const size = { width: 1180, height: 760 };

test('a window is put where it was left, if its upper edge can be taken hold of there', () => {
  const at = (x: number, y: number, areas = [laptop]): boolean => isReachable({ x, y, ...size }, areas);
  assert.ok(at(130, 80));
  assert.ok(at(-1080, 25), 'most of it is beside the display');
  assert.ok(at(1340, 868));
  assert.ok(at(2000, 300, [laptop, beside]));
  assert.ok(!at(2000, 300), 'the second display is gone');
  assert.ok(!at(-1081, 80));
  assert.ok(!at(1341, 80));
  assert.ok(!at(130, 24), 'its title is behind the menu bar');
  assert.ok(!at(130, 869));
});

test('a window that its window manager shifts by its frame stays where it was put, and does not wander', () => {
  const opened = { x: 100, y: 100, ...size };
  assert.deepEqual(left(opened, { x: 104, y: 137, ...size }), opened);
  assert.deepEqual(left(opened, { x: 37, y: 100, width: 700, height: 500 }), { ...opened, width: 700, height: 500 });
  assert.deepEqual(left(opened, { x: 100, y: 164, ...size }), { x: 100, y: 164, ...size });
  assert.deepEqual(left(opened, { x: 36, y: 110, ...size }), { x: 36, y: 110, ...size });
});

test('what a profile holds of its window is checked', async () => {
  const state = { x: -5, y: 40, ...size, isMaximized: false, zoom: 1.5 };
  const read = (note: unknown): Promise<unknown> =>
    readWindowState({ readNote: async () => note, writeNote: async () => {} });
  assert.deepEqual(await read(state), state);
  for (const wrong of [
    undefined,
    null,
    7,
    {},
    { ...state, x: 0.5 },
    { ...state, width: 1e9 },
    { ...state, zoom: 10 },
  ]) {
    assert.equal(await read(wrong), null);
  }
});
