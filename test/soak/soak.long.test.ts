import { test } from 'node:test';
import { soak } from './soak';

/** From when each nuisance has begun; ten minutes by `npm run soak`. */
const ATTACKED_MS = 4_000;

test('three nodes under attack take what honest people set, lose nothing, and hold on to nothing', async (context) => {
  const report = await soak(context, ATTACKED_MS);
  context.diagnostic(JSON.stringify(report));
});
