import { createInterface } from 'node:readline/promises';
import { UsageError } from '../config';
import { line } from './print';

/** Whether the user says yes at the terminal. @throws UsageError if nobody can be asked */
export async function confirmed(question: string, signal?: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('There is no terminal to ask at: add --yes to go on without asking.');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(line(`${question} [y/N] `), signal === undefined ? {} : { signal });
    return /^y(?:es)?$/i.test(answer.trim());
  } catch {
    return false;
  } finally {
    terminal.close();
  }
}
