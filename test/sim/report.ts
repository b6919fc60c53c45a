/** What became of one seed. */
export interface Outcome {
  readonly seed: number;
  readonly failure: string | null;
  /** Empty where nobody asked for it. */
  readonly trace: readonly string[];
}

/** A simulation: of what nodes hold, or of who links to whom. */
export interface Simulation<O extends Outcome = Outcome> {
  /** What `npm run sim` needs to run this one. */
  readonly option: string;
  simulate(seed: number, traced?: boolean): Promise<O>;
  /** Sums up. */
  tell(outcomes: readonly O[]): string;
}

/** Failures after which a run ends: more would tell no more. */
const ENOUGH = 10;
const TELL_EVERY = 1_000;

export function replay({ option }: Simulation, seed: number): string {
  return `Replay: npm run sim -- ${option}--seed ${seed} --trace`;
}

/** Runs seeds and says how it went; returns those that failed. */
export async function report<O extends Outcome>(
  simulation: Simulation<O>,
  from: number,
  count: number,
  say: (line: string) => void,
): Promise<O[]> {
  const outcomes: O[] = [];
  const failed: O[] = [];
  for (let seed = from; seed < from + count && failed.length < ENOUGH; seed++) {
    const outcome = await simulation.simulate(seed);
    outcomes.push(outcome);
    if (outcome.failure !== null) {
      failed.push(outcome);
      say(`Seed ${seed}: ${outcome.failure}\n${replay(simulation, seed)}`);
    }
    if (outcomes.length % TELL_EVERY === 0) say(`${outcomes.length} seeds, ${failed.length} failed`);
  }
  say(`${outcomes.length} seeds, ${failed.length} failed; ${simulation.tell(outcomes)}`);
  return failed;
}

export function sum<O>(outcomes: readonly O[], of: (outcome: O) => number): number {
  return outcomes.reduce((all, outcome) => all + of(outcome), 0);
}
