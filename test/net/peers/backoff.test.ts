import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Backoff } from '../../../main/net/peers/backoff';

const NOW = 1_700_000_000_000;
const MIN_MS = 60_000;

test('a friend who was just lost is dialled every 0.25 to 0.5 s', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (randoms) => {
      const backoff = new Backoff();
      for (const random of randoms) {
        backoff.failed(NOW, random, false);
        const wait = backoff.due - NOW;
        assert.ok(wait >= 250 && wait <= 500, `${wait} ms`);
      }
    }),
  );
});

test('after five minutes he is dialled every 10 s, however long he is gone', () => {
  const backoff = new Backoff();
  backoff.failed(NOW, 1, false);
  backoff.failed(NOW + 5 * MIN_MS - 1, 1, false);
  assert.equal(backoff.due, NOW + 5 * MIN_MS - 1 + 500);
  for (const later of [5 * MIN_MS, 30 * 24 * 60 * MIN_MS]) {
    backoff.failed(NOW + later, 1, false);
    assert.equal(backoff.due, NOW + later + 10_000);
  }
});

test('who answers and refuses waits from 1 s to a minute, each time twice as long', () => {
  const backoff = new Backoff();
  for (let failures = 0; failures < 50_000; failures++) {
    backoff.failed(NOW, 1, true);
    assert.equal(backoff.due, NOW + Math.min(MIN_MS, 1_000 * 2 ** failures));
  }
});

test('after a success the next dial is due at once, and the waits begin anew', () => {
  const backoff = new Backoff();
  assert.equal(backoff.due, 0);
  for (let i = 0; i < 5; i++) backoff.failed(NOW, 0.5, true);
  backoff.reset();
  assert.equal(backoff.due, 0);
  backoff.failed(NOW, 1, true);
  assert.equal(backoff.due, NOW + 1_000);
});

test('on another network a dial is due at once', () => {
  const backoff = new Backoff();
  backoff.failed(NOW, 1, false);
  backoff.hasten();
  assert.equal(backoff.isOver(NOW), true);
});

test('who refused for long is dialled after a minute, not at once', () => {
  const backoff = new Backoff();
  for (let failures = 0; failures < 10; failures++) backoff.failed(NOW, 1, true);
  assert.equal(backoff.isOver(NOW), false);
  assert.equal(backoff.isOver(NOW + MIN_MS), true);
});

test('a peer who is due is dialled at once, whatever others say of where he is', () => {
  const backoff = new Backoff();
  backoff.told(NOW);
  assert.equal(backoff.isOver(NOW), true);
});

test('a wall clock that is set back by a day does not make a friend wait a day', () => {
  const backoff = new Backoff();
  backoff.failed(NOW, 0.5, false);
  assert.equal(backoff.isOver(NOW), false);
  assert.equal(backoff.isOver(NOW - 86_400_000), true);
});
