import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soak } from './soak';

/** Ten minutes by `npm run soak`. */
const ATTACKED_MS = 12_000;

test('three nodes under attack take what honest people set, lose nothing, and hold on to nothing', async (context) => {
  const report = await soak(context, ATTACKED_MS);
  assert.ok(
    Object.values(report.did).every((count) => count > 0),
    JSON.stringify(report.did),
  );
  context.diagnostic(JSON.stringify(report));
});
