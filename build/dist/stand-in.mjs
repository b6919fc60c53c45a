import { join } from 'node:path';
import { run } from '../setup/run.mjs';

/**
 * @typedef {object} StandIn an Electron in place of the one of package.json
 * @property {string} folder
 * @property {string} version
 */

/**
 * @param {NodeJS.ProcessEnv} env where set-up found Electron
 * @returns {Promise<StandIn | null>} null for the one of package.json
 */
export async function standInOf(env) {
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder) return null;
  const version = await run(join(folder, 'electron'), ['-p', 'process.versions.electron'], {
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return { folder, version: version.trim() };
}
