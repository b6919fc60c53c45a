import { statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';
import { read } from './stamp.mjs';

/** Kernel settings that deny ordinary users a user namespace; Ubuntu has set the first since 24.04. */
const denials = [
  { setting: 'kernel/apparmor_restrict_unprivileged_userns', value: '1' },
  { setting: 'kernel/unprivileged_userns_clone', value: '0' },
  { setting: 'user/max_user_namespaces', value: '0' },
];

/**
 * Chromium makes its sandbox from a user namespace. If it gets none, a program beside it makes one if it is owned by
 * root and setuid, which npm cannot arrange; otherwise Electron aborts without saying what to do.
 *
 * @param {NodeJS.ProcessEnv} env says where set-up found Electron
 * @param {string} [kernel] the folder of the kernel's settings
 * @throws {Error} that says what to do, if a window could not open
 */
export function checkSandbox(env, kernel = '/proc/sys') {
  if (process.platform !== 'linux' || env.ELECTRON_DISABLE_SANDBOX) return;
  const denied = denials.some(({ setting, value }) => read(join(kernel, setting))?.trim() === value);
  const program = join(env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules/electron/dist'), 'chrome-sandbox');
  if (!denied || isSetuidOfRoot(program)) return;
  const file = `'${program.replaceAll("'", `'\\''`)}'`;
  const command = `sudo chown root ${file} && sudo chmod 4755 ${file}`;
  throw new Error(`Linux gives ordinary users no user namespaces here, so the window's sandbox needs: ${command}`);
}

/** @param {string} file */
function isSetuidOfRoot(file) {
  const { uid, mode = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return uid === 0 && (mode & 0o4001) === 0o4001;
}
