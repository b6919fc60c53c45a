import type { TestContext } from 'node:test';
import { Prng } from '../sim/prng';

/** Something that takes input from strangers, ready to get some. */
export interface Target {
  /** Feeds it what a seed gives, and looks whether all is well. Returns how many inputs that were. */
  play(prng: Prng): Promise<number>;
  /** Looks whether all is well in the end. */
  end(): Promise<void>;
}

export type OpenTarget = (test: TestContext) => Promise<Target>;

export interface Run {
  /** The first seed; the next ones follow. */
  readonly seed: number;
  /** No seed begins later than so many ms after the first; 0 plays one. */
  readonly ms: number;
}

/** Feeds a target seed by seed. One seed gives the same inputs every time. @throws Error that says how to replay a failure */
export async function fuzz(test: TestContext, name: string, open: OpenTarget, { seed, ms }: Run): Promise<void> {
  const target = await open(test);
  const began = performance.now();
  const sums = { seeds: 0, inputs: 0 };
  for (let next = seed; next === seed || performance.now() - began < ms; next++) {
    sums.inputs += await target.play(new Prng(next)).catch((error: Error) => {
      throw new Error(`Seed ${next}: ${error.message}\nReplay: npm run fuzz -- --target ${name} --seed ${next}`, {
        cause: error,
      });
    });
    sums.seeds += 1;
  }
  await target.end();
  test.diagnostic(`${sums.inputs} inputs of ${sums.seeds} seeds from ${seed} on`);
}
