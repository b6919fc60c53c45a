import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const SOURCE = 'test/support/failing-calls.c';

/** Builds, into a folder, a library that makes calls of the system fail; `null` where that is not possible. */
export function failingCalls(folder: string): string | null {
  if (process.platform !== 'linux') return null;
  const library = join(folder, 'failing-calls.so');
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-o', library, SOURCE, '-ldl'], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return library;
}
