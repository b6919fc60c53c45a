import assert from 'node:assert/strict';
import { test } from 'node:test';
import { severalAtOnce } from '../main/several';

test('a bounded number is under way at once, and all are done in the end', async () => {
  let underWay = 0;
  let most = 0;
  const done: number[] = [];
  await severalAtOnce(
    Array.from({ length: 20 }, (_, n) => n),
    3,
    async (n) => {
      most = Math.max(most, ++underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      done.push(n);
    },
  );
  assert.deepEqual([most, done.length], [3, 20]);
});

test('the first error ends it, once what was begun has ended', async () => {
  const ended: number[] = [];
  const failing = severalAtOnce([1, 2, 3, 4, 5, 6], 2, async (n) => {
    await new Promise(setImmediate);
    ended.push(n);
    if (n === 2) throw new Error('two');
  });
  await assert.rejects(failing, /two/);
  assert.ok(ended.length >= 2 && ended.length < 6, `${ended}`);
});

test('an error of the items themselves comes out once what was begun has ended', async () => {
  let ended = 0;
  async function* items() {
    yield 1;
    throw new Error('no more');
  }
  await assert.rejects(
    severalAtOnce(items(), 3, async () => {
      await new Promise(setImmediate);
      ended += 1;
    }),
    /no more/,
  );
  assert.equal(ended, 1);
});
