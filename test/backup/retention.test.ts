import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outdated } from '../../main/backup/retention';

const DECEMBER = Date.UTC(2026, 11, 1);

/** @param when such as `24T10-31` in November 2026 */
const name = (when: string) => `2026-11-${when}-00Z-89abcdef.byr`;
const hours = (day: number, from: number, count: number) =>
  Array.from({ length: count }, (_, i) => name(`${day}T${from + i}-00`));

const cases: [what: string, names: string[], gone: string[]][] = [
  ['none', [], []],
  ['up to ten', hours(24, 10, 10), []],
  ['an eleventh of the same day', hours(24, 10, 11), hours(24, 10, 1)],
  ['one a day beside the ten', [...hours(23, 10, 3), ...hours(24, 10, 10)], hours(23, 10, 2)],
  [
    'seven days, the day of the ten among them',
    [...[16, 17, 18, 19, 20, 21, 22, 23].flatMap((day) => hours(day, 10, 1)), ...hours(24, 10, 10)],
    [...hours(16, 10, 1), ...hours(17, 10, 1)],
  ],
  ['ten that lie weeks apart', [10, 11, 12, 14, 16, 18, 20, 22, 24, 26].flatMap((day) => hours(day, 10, 1)), []],
  [
    'those of older versions, as they were called',
    hours(24, 10, 11).map((old) => `${old}.gz`),
    [`${name('24T10-00')}.gz`],
  ],
  ['no file of another name', [...hours(24, 10, 10), 'notes.txt', `${name('01T10-00')}.damaged`, 'A.byr'], []],
];

for (const [what, names, gone] of cases) {
  test(`kept: ${what}`, () => {
    assert.deepEqual(outdated(names, DECEMBER).sort(), gone.sort());
    assert.deepEqual(outdated([...names].reverse(), DECEMBER).sort(), gone.sort());
  });
}

test('those of times to come are the oldest: the clock was set back', () => {
  const ahead = Array.from({ length: 12 }, (_, n) => `2031-05-${10 + n}T10-00-00Z-89abcdef.byr`);
  assert.deepEqual(outdated([...ahead, ...hours(24, 10, 10)], DECEMBER).sort(), ahead.slice(0, 6));
});
