import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replay, report } from './report';
import { simulate } from './simulate';

const SEEDS = 500;
/** Of a failing seed's trace: its end tells most. */
const LINES = 150;

test(`no schedule of faults makes healed nodes differ or loses a write, under ${SEEDS} seeds`, async (t) => {
  const failed = await report(1, SEEDS, (line) => t.diagnostic(line));
  const [first] = failed;
  if (first === undefined) return;
  const { trace } = await simulate(first.seed, true);
  const seeds = failed.map(({ seed }) => seed).join(', ');
  assert.fail(
    `Seeds ${seeds} failed. Seed ${first.seed}: ${first.failure}\n${replay(first.seed)}\n${trace.slice(-LINES).join('\n')}`,
  );
});

test('a seed runs the same way every time', async () => {
  const [once, again] = [await simulate(7, true), await simulate(7, true)];
  assert.ok(once.trace.length > 100);
  assert.deepEqual(again, once);
});
