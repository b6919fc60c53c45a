/**
 * From starting the process until it says that its window shows its page: the packaged app beside the development one, each
 * with a new profile. Runs take turns, after one each that does not count.
 *
 *     node --import tsx bench/launch-packaged.ts [--rounds 7]
 */
import { on } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { portApart } from '../test/support/ports';
import { benchmark, child, end, temporaryFolder } from './support/cleanup';
import { electron, root } from './support/electron';
import { ratioGoal } from './support/goals';
import { packApp } from './support/packages';
import { printTable, ratio, spread } from './support/table';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
/** Longer than any launch takes: no window will come any more. */
const PATIENCE_MS = 60_000;

/** ms until it says where it listens, which it does once its page is shown. */
async function launch(program: string, args: readonly string[], env: Record<string, string>): Promise<number> {
  const options = ['--profile', temporaryFolder(), '--port', String(await portApart()), '--nearby', 'off'];
  const began = performance.now();
  const process = child(program, [...args, ...options], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...env, BYR_ANNOUNCE: '1' },
  });
  try {
    const lines = createInterface({ input: process.stdout as NodeJS.ReadableStream });
    for await (const [line] of on(lines, 'line', { close: ['close'], signal: AbortSignal.timeout(PATIENCE_MS) })) {
      if (line.startsWith('{"byr":"listening"')) return performance.now() - began;
    }
    throw new Error(`It ended without a window: ${program}`);
  } finally {
    await end(process);
  }
}

benchmark(async () => {
  const { executable, env } = await electron();
  const packed = await packApp();
  const cases = [
    { name: 'development', run: () => launch(executable, [root], env), ms: [] as number[] },
    { name: 'packaged', run: () => launch(packed.executable, [], env), ms: [] as number[] },
  ] as const;
  for (const { run } of cases) await run();
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const { run, ms } of cases) ms.push(await run());
  }
  const [development, packaged] = cases;
  console.log('\nLaunch until the page is shown: median (least-most), and times the development one of the same round');
  printTable(
    ['', 'ms', ''],
    cases.map(({ name, ms }) => [name, spread(ms), ratio(ms, development.ms)]),
  );
  ratioGoal('packaged launch', 'at most', 1.25, { name: 'development', seen: packaged.ms, base: development.ms });
});
