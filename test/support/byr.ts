import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { until } from './until';

/** The built command, as `npx byr` runs it. */
export const CLI = 'out/main/cli.js';

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `byr` to its end. */
export function byr(args: readonly string[], input?: string | Buffer): Promise<Ran> {
  const { child, ended } = spawnByr(args);
  // One that has seen enough reads no more.
  child.stdin?.on('error', () => {}).end(input);
  return ended;
}

/** How a program starts, where not as usual. */
export interface Launch {
  /** Options of Node's own, and those that stand before it: `ip netns exec …`. */
  readonly flags?: readonly string[];
  readonly through?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Whether it and this process send each other messages. */
  readonly talks?: boolean;
}

/**
 * Starts `byr`; `stdout` tells what it has printed so far. Who is on the same network as a test hears nothing of its nodes,
 * unless the arguments say otherwise.
 */
export function spawnByr(args: readonly string[], home?: string, launch: Launch = {}) {
  const { flags = [], through = [], env = {}, talks = false } = launch;
  const hidden = args[0] === 'serve' && !args.includes('--nearby') ? ['--nearby', 'off'] : [];
  const [program = '', ...words] = [...through, process.execPath, ...flags, CLI, ...args, ...hidden];
  const data = home === undefined ? {} : { BYR_HOME: home };
  const child: ChildProcess = spawn(program, words, {
    env: { ...process.env, ...data, ...env },
    stdio: ['pipe', 'pipe', 'pipe', ...(talks ? ['ipc' as const] : [])],
  });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      printed[name] += chunk;
    });
  }
  const ended: Promise<Ran> = once(child, 'close').then(([code]) => ({ code, ...printed }));
  return { child, ended, stdout: () => printed.stdout, stderr: () => printed.stderr };
}

/** A `byr serve` in a process of its own. */
export interface Served {
  readonly child: ChildProcess;
  readonly port: string;
  readonly said: () => string;
}

/** Starts a node on a free port, killed when the test ends. */
export async function serve(test: TestContext, home: string, ...args: string[]): Promise<Served> {
  return listening(test, spawnByr(['serve', ...args], home));
}

/** Waits until a node listens; it is killed when the test ends. */
export async function listening(test: TestContext, started: ReturnType<typeof spawnByr>): Promise<Served> {
  const { child, stderr: said } = started;
  test.after(() => kill(child));
  const port = await until('the node to listen', () => {
    if (child.exitCode !== null) throw new Error(`The node ended with ${child.exitCode}: ${said()}`);
    return /localhost:(\d+)/.exec(said())?.[1];
  });
  return { child, port, said };
}

export async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill(signal);
  await closed;
}
