import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ENDINGS = new Set<() => void>();

process.on('exit', () => {
  for (const end of ENDINGS) end();
});
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => process.exit(code));
}

/** Has something done when this process ends, however it does, but for SIGKILL. Returns what takes it back. */
export function atEnd(end: () => void): () => void {
  ENDINGS.add(end);
  return () => ENDINGS.delete(end);
}

/** An empty folder, removed at the end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'byr-bench-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** A process that does not outlive this one. */
export function child(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const process = spawn(program, args, options);
  const forget = atEnd(() => process.kill('SIGKILL'));
  process.once('close', forget);
  return process;
}

/** Asks a process to end, and waits until it has; kills it if it takes longer than `ms`. */
export async function end(process: ChildProcess, ms = 5_000): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const closed = once(process, 'close');
  const timer = setTimeout(() => process.kill('SIGKILL'), ms);
  process.kill('SIGTERM');
  await closed;
  clearTimeout(timer);
}

/** Runs a benchmark's work, and this process's end with it. */
export function benchmark(work: () => Promise<void>): void {
  work().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
