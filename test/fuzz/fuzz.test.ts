import { describe, test } from 'node:test';
import { fuzz } from './fuzz';
import { targets } from './targets';

/** For each target; on and on by `npm run fuzz -- --seconds 600`. */
const BUDGET_MS = 400;

describe('no rubbish makes a node fall, forget or believe anything', { concurrency: 2 }, () => {
  for (const [name, open] of Object.entries(targets)) {
    test(name, (context) => fuzz(context, name, open, { seed: 1, ms: BUDGET_MS }));
  }
});
