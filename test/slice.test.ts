import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SLICE_MS, Slice } from '../main/slice';

function work(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

test('a slice that is over stays so, whoever asks, until there was a rest', async () => {
  const slice = new Slice();
  assert.equal(slice.isOver, false);
  work(SLICE_MS);
  while (!slice.isOver);
  assert.deepEqual([slice.isOver, slice.isOver], [true, true]);
  await slice.rest();
  assert.equal(slice.isOver, false);
});
