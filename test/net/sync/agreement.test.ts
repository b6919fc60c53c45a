import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agreement } from '../../../main/net/sync/agreement';

test('two rest from their last change on, and anew from where the wall clock is set back to', () => {
  const agreement = new Agreement({ fingerprint: 'f' });
  for (const now of [5_000, 5_100, 6_000]) agreement.tick(now);
  assert.equal(agreement.restedFor(6_000), 1_000);
  for (const now of [100, 1_100]) agreement.tick(now);
  assert.equal(agreement.restedFor(1_100), 1_000);
});
