import { join } from 'node:path';

/** What Node is told so that it runs a program of a test: its bundle, or, where a script was not bundled, its TypeScript. */
export function program(path: string): string[] {
  const bundles = process.env.BYR_TEST_BUNDLES;
  return bundles === undefined ? ['--import', 'tsx', path] : [join(bundles, path.replace(/\.ts$/, '.mjs'))];
}
