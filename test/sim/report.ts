import { type Outcome, simulate } from './simulate';

/** Failures after which a run ends: more would tell no more. */
const ENOUGH = 10;
const TELL_EVERY = 1_000;

export function replay(seed: number): string {
  return `Replay: npm run sim -- --seed ${seed} --trace`;
}

/** Runs seeds and says how it went; returns those that failed. */
export async function report(from: number, count: number, say: (line: string) => void): Promise<Outcome[]> {
  const failed: Outcome[] = [];
  const sums = { seeds: 0, nodes: 0, writes: 0, acknowledged: 0, excused: 0, slowest: 0 };
  for (let seed = from; seed < from + count && failed.length < ENOUGH; seed++) {
    const outcome = await simulate(seed);
    sums.seeds += 1;
    sums.nodes += outcome.nodes;
    sums.writes += outcome.writes;
    sums.acknowledged += outcome.acknowledged;
    sums.excused += outcome.excused;
    sums.slowest = Math.max(sums.slowest, outcome.converged);
    if (outcome.failure !== null) {
      failed.push(outcome);
      say(`Seed ${seed}: ${outcome.failure}\n${replay(seed)}`);
    }
    if (sums.seeds % TELL_EVERY === 0) say(`${sums.seeds} seeds, ${failed.length} failed`);
  }
  say(
    `${sums.seeds} seeds, ${failed.length} failed; ${sums.nodes} nodes, ${sums.writes} writes, ` +
      `${sums.acknowledged} acknowledged, ${sums.excused} of them lost with the only disk that had them; ` +
      `equal at the latest ${sums.slowest} ms after the last fault`,
  );
  return failed;
}
