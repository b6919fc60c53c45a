import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  coarseTime,
  duration,
  elapsed,
  exactTime,
  oneLine,
  percent,
  relativeTime,
  shortTime,
  size,
} from '../../renderer/format';
import { en } from '../../renderer/i18n/en';
import { fr } from '../../renderer/i18n/fr';

const NOW = new Date(2026, 10, 22, 12, 0, 0).getTime();
const SECOND = 1000;
const HOUR = 3600 * SECOND;

test('a time under a day is relative', () => {
  assert.equal(relativeTime(NOW, NOW, en), 'just now');
  assert.equal(relativeTime(NOW - 12 * SECOND, NOW, en), '12\u00a0s ago');
  assert.equal(relativeTime(NOW - 3 * HOUR, NOW, en), '3\u00a0h ago');
  assert.equal(relativeTime(NOW - 3 * HOUR, NOW, fr), 'il y a 3\u00a0h');
});

test('a time that is read out has no seconds', () => {
  assert.equal(coarseTime(NOW - 59 * SECOND, NOW, en), 'just now');
  assert.equal(coarseTime(NOW - 60 * SECOND, NOW, fr), 'il y a 1\u00a0min');
  assert.equal(coarseTime(NOW + 300 * SECOND, NOW, en), 'just now');
  assert.equal(coarseTime(NOW + 301 * SECOND, NOW, en), '22 Nov');
});

test('an older time is yesterday or a date, with its year where it is another one', () => {
  assert.equal(relativeTime(NOW - 25 * HOUR, NOW, en), 'yesterday');
  assert.equal(relativeTime(NOW - 72 * HOUR, NOW, en), '19 Nov');
  assert.equal(relativeTime(NOW - 72 * HOUR, NOW, fr), '19 nov.');
  assert.equal(relativeTime(new Date(2025, 9, 18).getTime(), NOW, en), '18 Oct 2025');
});

test('French has an ordinal for the first of a month, and for no other day', () => {
  const first = new Date(2026, 10, 1, 11, 1, 1).getTime();
  assert.equal(relativeTime(first, NOW, fr), '1er nov.');
  assert.equal(relativeTime(new Date(2021, 10, 1).getTime(), NOW, fr), '1er nov. 2021');
  assert.match(exactTime(first, fr), /^dimanche 1er novembre 2026 .*11:01:01$/);
  assert.match(exactTime(new Date(2021, 9, 31).getTime(), fr), /^dimanche 31 octobre 2021 /);
  assert.equal(relativeTime(first, NOW, en), '1 Nov');
});

test('a stamp from a clock that is ahead reads as now, and from one that is wrong as its date', () => {
  assert.equal(relativeTime(NOW + 300 * SECOND, NOW, en), 'just now');
  assert.equal(relativeTime(NOW + 301 * SECOND, NOW, en), '22 Nov');
  assert.equal(relativeTime(new Date(2027, 10, 22).getTime(), NOW, en), '22 Nov 2027');
  assert.equal(relativeTime(new Date(2027, 10, 22).getTime(), NOW, fr), '22 nov. 2027');
});

test('a duration shows its largest whole unit', () => {
  const lengths = [999, 59_999, 60_000, HOUR - 1, HOUR];
  const words = ['0 s', '59 s', '1 min', '59 min', '1 h'].map((word) => word.replace(' ', '\u00a0'));
  assert.deepEqual(
    lengths.map((ms) => duration(ms, en)),
    words,
  );
  assert.equal(duration(-2 * HOUR - 5, en), '2\u00a0h');
  assert.equal(duration(49 * HOUR, en), '2\u00a0days');
  assert.equal(duration(49 * HOUR, fr), '2\u00a0jours');
});

test('a short time is told to the ms, and what took longer to a tenth of a second', () => {
  assert.deepEqual(
    [shortTime(-2.4, en), shortTime(999, en), shortTime(1000, fr)],
    ['2\u00a0ms', '999\u00a0ms', '1\u00a0s'],
  );
  const took = [0, 99, 100, 940, 59_900, 60_000].map((ms) => elapsed(ms, en));
  assert.deepEqual(took, ['1\u00a0ms', '99\u00a0ms', '0.1\u00a0s', '0.9\u00a0s', '59.9\u00a0s', '1\u00a0min']);
  assert.equal(elapsed(940, fr), '0,9\u00a0s');
});

test('a size has the unit that suits it', () => {
  const sizes = [0, 1023, 1024, 1536, 10_240, 1024 ** 2 - 1, 1.2 * 1024 ** 2, 5 * 1024 ** 5];
  const words = ['0 B', '1,023 B', '1 KB', '1.5 KB', '10 KB', '1,024 KB', '1.2 MB', '5,120 TB'];
  assert.deepEqual(
    sizes.map((bytes) => size(bytes, en)),
    words.map((word) => word.replace(' ', '\u00a0')),
  );
  assert.equal(size(1.2 * 1024 ** 3, fr), '1,2\u00a0Go');
});

test('one line shows line breaks and control characters, and leaves the rest alone', () => {
  assert.equal(oneLine('a\nb\r\nc\td\u0000'), 'a⏎b⏎c⇥d␀');
  assert.equal(oneLine('\u007f\u0085'), '␡\\x85');
  assert.deepEqual(['a b', ' a  b\u00a0 ', '   ', '\ufeffa', ' \n '].map(oneLine), [
    'a b',
    '␣a  b␣␣',
    '␣␣␣',
    '␣a',
    '␣⏎␣',
  ]);
  assert.equal(oneLine('مدينة 👩‍👩‍👧‍👦 <b>'), 'مدينة 👩‍👩‍👧‍👦 <b>');
});

test('a share is written as each language does, and is 100% only once all is done', () => {
  const shares = (done: number): string[] =>
    // Editions of Intl differ in which no-break space French has.
    [en, fr].map((text) => percent(done, 1000, text).replace(/\s/g, '\u202f'));
  assert.deepEqual(shares(290), ['29%', '29\u202f%']);
  assert.deepEqual(shares(999), ['99%', '99\u202f%']);
  assert.deepEqual(shares(1000), ['100%', '100\u202f%']);
});
