import './check-node.cjs';
import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { bundle } from './setup/bundle.mjs';
import { linkByr } from './setup/byr.mjs';
import { electron } from './setup/electron.mjs';
import { alone } from './setup/lock.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { root } from './setup/run.mjs';
import { checkSandbox } from './setup/sandbox.mjs';
import { systemLibraries } from './setup/system-libraries.mjs';

/** Installs the npm packages and builds the app, which is all that the command line needs. */
const setUpCommandLine = async () => {
  await npmPackages();
  await bundle();
  linkByr();
};

/**
 * Does whatever is left to do between a fresh clone and a window, and nothing twice.
 *
 * @returns {Promise<NodeJS.ProcessEnv>} the environment for a program that starts Electron
 */
export async function setUpWindow() {
  const env = await setUpElectron();
  checkSandbox(env);
  return env;
}

/** As `setUpWindow`, for programs that may open no window. */
export const setUpElectron = () =>
  alone(async () => {
    const libraries = systemLibraries();
    // Handled below; it just must not end the process while the packages are still being installed.
    libraries.catch(() => {});
    await npmPackages();
    const [found] = await Promise.all([electron(), bundle(), libraries]);
    linkByr();
    return { ...process.env, ...found, ...withoutSandbox() };
  });

/** Chromium refuses to open its sandbox as root. */
const withoutSandbox = () => (process.getuid?.() === 0 ? { ELECTRON_DISABLE_SANDBOX: '1' } : {});

/** The build tools take `#` and `?` for the end of a path, some silently, and the app fails later. */
function checkPlace() {
  if (/[#?]/.test(root)) throw new Error(`Move this checkout to a folder whose path has no # and no ?: ${root}`);
}

/**
 * @param {unknown} error
 * @returns {unknown} what to print
 */
function explain(error) {
  const { code = '', path = '', message = error } = /** @type {Partial<NodeJS.ErrnoException>} */ (error);
  if (!['EACCES', 'EPERM', 'EROFS'].includes(code) || !path.startsWith(root)) return message;
  return `You may not write ${path} (${code}): start as the user who set up this checkout, or clone one of your own.`;
}

/**
 * Runs a script's work; a failure becomes its message on stderr and exit code 1, without a stack.
 *
 * @param {() => Promise<unknown>} work
 */
export async function script(work) {
  try {
    checkPlace();
    await work();
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

/** By its real path, as Node names modules: a checkout may be reached by a link, or by a junction of Windows. */
const isStarted =
  process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href;

if (isStarted) await script(() => alone(setUpCommandLine));
