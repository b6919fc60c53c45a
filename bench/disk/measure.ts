import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { builtNode } from '../support/built';
import { child, end, temporaryFolder } from '../support/cleanup';
import type { Tasks } from './node';

/** Has something measured in a fresh process, so that what one leaves behind does not slow the next. */
export async function measure<T extends keyof Tasks>(
  task: T,
  folder: string,
  number = 0,
): Promise<Awaited<ReturnType<Tasks[T]>>> {
  const args = ['--expose-gc', builtNode('disk'), task, folder, String(number)];
  const process = child(globalThis.process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const died = once(process, 'close').then(() => Promise.reject(new Error(`${task} failed`)));
  died.catch(() => {});
  const [figures] = (await Promise.race([once(process, 'message'), died])) as [Awaited<ReturnType<Tasks[T]>>];
  await end(process);
  return figures;
}

/** A copy of a profile, as reading one changes it: LevelDB then makes a table of its log. */
export function copyOf(profile: string): string {
  const copy = join(temporaryFolder(), 'profile');
  cpSync(profile, copy, { recursive: true });
  return copy;
}
