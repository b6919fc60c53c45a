import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Backoff } from '../../main/net/backoff';

const NOW = 1_700_000_000_000;

test('each wait is between half of 1, 2, 4 … 60 s and the whole of it', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (randoms) => {
      const backoff = new Backoff();
      for (const [failures, random] of randoms.entries()) {
        backoff.failed(NOW, random);
        const most = Math.min(60_000, 1_000 * 2 ** failures);
        const wait = backoff.due - NOW;
        assert.ok(wait >= most / 2 && wait <= most, `${wait} ms after ${failures + 1} failures`);
      }
    }),
  );
});

test('a node that was absent for a month is still dialled every minute', () => {
  const backoff = new Backoff();
  for (let i = 0; i < 50_000; i++) backoff.failed(NOW, 1);
  assert.equal(backoff.due, NOW + 60_000);
});

test('after a success the next dial is due at once, and the waits begin anew', () => {
  const backoff = new Backoff();
  assert.equal(backoff.due, 0);
  for (let i = 0; i < 5; i++) backoff.failed(NOW, 0.5);
  backoff.reset();
  assert.equal(backoff.due, 0);
  backoff.failed(NOW, 1);
  assert.equal(backoff.due, NOW + 1_000);
});

test('a wall clock that is set back by a day does not make a friend wait a day', () => {
  const backoff = new Backoff();
  backoff.failed(NOW, 0.5);
  assert.equal(backoff.isOver(NOW), false);
  assert.equal(backoff.isOver(NOW - 86_400_000), true);
});
