import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watched } from '../../bench/disk/watched';

/** ms, of which the machine's clock may be somewhat short. */
const [BLOCK, AT_LEAST] = [120, 100];

function block(): void {
  for (const began = performance.now(); performance.now() - began < BLOCK; );
}

test('what blocks the event loop is noted from the first moment of a measured work', async () => {
  const { blocked } = await watched(async () => {
    block();
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
  assert.ok(blocked > AT_LEAST, `${blocked} ms`);
});

test('what blocks the event loop is noted to the last moment of a measured work', async () => {
  const { blocked } = await watched(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    block();
  });
  assert.ok(blocked > AT_LEAST, `${blocked} ms`);
});
