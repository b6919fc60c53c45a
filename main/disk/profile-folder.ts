import { join, resolve, sep } from 'node:path';

/** The folder of a named profile: a name under `base`, or a path. Apart from what opens one, as that loads LevelDB. */
export function profileFolder(base: string, choice: string): string {
  return choice.includes(sep) || choice.includes('/') ? resolve(choice) : join(base, choice);
}
