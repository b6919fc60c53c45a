import { execFileSync } from 'node:child_process';

/** Whether a program is there, and ends well. */
export function runs(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
