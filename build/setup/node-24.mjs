import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fetchPackage, untar } from './package-file.mjs';
import { cache } from './run.mjs';
import { step } from './step.mjs';

const version = '24.21.0';

/** The platform packages of npm's `node`, which itself would put a `node` before the real one in every npm script. */
const files = new Map([
  ['linux-x64', 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q=='],
  ['linux-arm64', 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g=='],
  ['win-x64', 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA=='],
]);

/**
 * Fetches Node 24, which is what today's Electron holds, to run the tests on it besides the Node at hand.
 *
 * @returns {Promise<string | null>} the executable; null if npm has none for this system
 */
export async function node24() {
  const windows = process.platform === 'win32';
  const system = `${windows ? 'win' : process.platform}-${process.arch}`;
  const integrity = files.get(system);
  if (!integrity) return null;
  const folder = join(cache, `node-${version}-${system}`);
  const executable = windows ? 'bin/node.exe' : 'bin/node';
  if (!existsSync(folder)) {
    await step(`Node ${version}`, () =>
      fetchPackage(`node-${system}@${version}`, integrity, folder, (file, into, cwd) =>
        untar(file, into, cwd, ['--strip-components=1', `package/${executable}`]),
      ),
    );
  }
  return join(folder, executable);
}
