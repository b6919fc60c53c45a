import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Outcome, replay, report, type Simulation } from './report';

/** Of a failing seed's trace: its end tells most. */
const LINES = 150;

/**
 * Tests that a promise holds under seeds from 1 on, and that a seed can be replayed. The seeds run before the first test:
 * from there on the test runner follows every promise by an async hook, which takes a quarter of the time.
 */
export async function promise<O extends Outcome>(
  what: string,
  simulation: Simulation<O>,
  seeds: number,
): Promise<void> {
  const said: string[] = [];
  const failed = await report(simulation, 1, seeds, (line) => said.push(line));

  test(`${what}, under ${seeds} seeds`, async (t) => {
    for (const line of said) t.diagnostic(line);
    const [first] = failed;
    if (first === undefined) return;
    const { trace } = await simulation.simulate(first.seed, true);
    const all = failed.map(({ seed }) => seed).join(', ');
    const how = `${first.failure}\n${replay(simulation, first.seed)}\n${trace.slice(-LINES).join('\n')}`;
    assert.fail(`Seeds ${all} failed. Seed ${first.seed}: ${how}`);
  });

  test(`${what}: a seed runs the same way every time`, async () => {
    const [once, again] = [await simulation.simulate(7, true), await simulation.simulate(7, true)];
    assert.ok(once.trace.length > 100);
    assert.deepEqual(again, once);
  });
}
