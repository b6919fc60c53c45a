/**
 * From starting the process to an interactive window: the app with a new profile (until its form takes a key), with
 * 10,000 and with 100,000 keys (until the form and the first rows are there), beside an empty Electron window of the
 * same runtime (`bench/empty-app`). Each until the window is on the screen and two frames were drawn. Runs take turns,
 * after one each that does not count, so that all find their files in memory.
 *
 *     node --import tsx bench/launch.ts [--rounds 7]
 */
import { on } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { portApart } from '../test/support/ports';
import { benchmark, child, end, temporaryFolder } from './support/cleanup';
import { type Electron, electron, root } from './support/electron';
import { filledProfile } from './support/profile';
import { printTable, ratio, spread } from './support/table';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const rounds = Number(values.rounds);

interface Case {
  readonly name: string;
  /** What the page must hold. */
  readonly ready: readonly string[];
  args(): Promise<string[]>;
  readonly ms: number[];
}

const FORM = '#key-input:not(:disabled)';
const ROW = '[data-testid="row"]';

const empty: Case = {
  name: 'empty window',
  ready: ['p'],
  args: async () => [join(root, 'bench', 'empty-app'), `--user-data-dir=${temporaryFolder()}`],
  ms: [],
};

function app(name: string, ready: string[], profile: () => string): Case {
  const args = async (): Promise<string[]> => [
    root,
    '--profile',
    profile(),
    '--port',
    String(await portApart()),
    '--nearby',
    'off',
  ];
  return { name, ready, args, ms: [] };
}

/** Longer than any launch takes: no window will come any more. */
const PATIENCE_MS = 60_000;

/** ms from starting the process to its interactive window. */
async function launch({ executable, env }: Electron, { name, ready, args }: Case): Promise<number> {
  const all = ['-r', join(root, 'bench', 'support', 'interactive.js'), ...(await args())];
  const began = performance.now();
  const process = child(executable, all, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...env, BYR_BENCH_READY: JSON.stringify(ready) },
  });
  try {
    const lines = createInterface({ input: process.stdout as NodeJS.ReadableStream });
    for await (const [line] of on(lines, 'line', { close: ['close'], signal: AbortSignal.timeout(PATIENCE_MS) })) {
      if (line === 'bench: interactive') return performance.now() - began;
    }
    throw new Error(`It ended without a window: ${name}`);
  } finally {
    await end(process);
  }
}

benchmark(async () => {
  const runtime = await electron();
  const [some, many] = [await filledProfile(10_000, 'apart'), await filledProfile(100_000, 'apart')];
  const cases = [
    empty,
    app('app, new profile', [FORM], temporaryFolder),
    app('app, 10,000 keys', [FORM, ROW], () => some),
    app('app, 100,000 keys', [FORM, ROW], () => many),
  ];
  for (const one of cases) await launch(runtime, one);
  for (let round = 0; round < rounds; round++) {
    for (const one of cases) one.ms.push(await launch(runtime, one));
  }
  console.log(
    `\nLaunch to interactive window: median (least-most) of ${rounds}, and times the empty window's of the same round`,
  );
  printTable(
    ['', 'ms', ''],
    cases.map(({ name, ms }) => [name, spread(ms), ratio(ms, empty.ms)]),
  );
});
