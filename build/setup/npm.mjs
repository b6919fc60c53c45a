import { statfsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cache, RunError, root, run } from './run.mjs';

/** Warnings would bury the error; a registry that does not answer is asked once more, 10 s later. */
const options = ['--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=1'];

/** 500 MB, in bytes: the packages take 360, and npm's downloads the rest. */
const room = 500e6;

/**
 * Runs npm. Inside an npm script it is the same npm, started without the shell that npm.cmd would need on Windows.
 *
 * @param {string[]} args
 * @param {string} cwd
 * @throws {Error} one line: npm's code, what to do, and the file with npm's output
 */
export async function npm(args, cwd) {
  const cli = process.env.npm_execpath;
  const all = [...args, ...options];
  try {
    if (cli && basename(cli) === 'npm-cli.js') await run(process.execPath, [cli, ...all], { cwd });
    else await run('npm', all, { cwd, shell: process.platform === 'win32' });
  } catch (error) {
    throw error instanceof RunError ? new Error(explain(args, error.output)) : error;
  }
}

/**
 * @param {string[]} args
 * @param {string} output
 */
function explain(args, output) {
  const code = /^npm (?:error|ERR!) code (\S+)/m.exec(output)?.[1] ?? 'without a code';
  return `npm ${args.join(' ')} failed (${code}): ${advice(code, output)}${keep(output)}`;
}

/**
 * @param {string} code
 * @param {string} output
 */
function advice(code, output) {
  const makeRoom = `make ${room / 1e6} MB of room on the disk.`;
  if (output.includes('ENOSPC')) return makeRoom;
  if (/CERT|ISSUER/.test(code)) return "give npm your proxy's certificate: npm config set cafile FILE.";
  if (/^E(?:AI_|CONN|HOST|NET|NOTFOUND|TIMEDOUT)|TIMEOUT/.test(code)) {
    return 'see to the network; behind a proxy: npm config set proxy URL, npm config set https-proxy URL.';
  }
  // Windows replaces no file of a program that runs.
  if (/^E(?:PERM|BUSY|ACCES)$/.test(code)) return "close this checkout's windows, and start as the user who set it up.";
  // Files truncated for lack of room make npm fail in many ways.
  if (freeSpace() < room) return makeRoom;
  return 'start again; if it fails again, npm says why.';
}

function freeSpace() {
  const { bavail, bsize } = statfsSync(root);
  return bavail * bsize;
}

/** @param {string} output */
function keep(output) {
  const file = join(cache, 'npm-failed.log');
  try {
    writeFileSync(file, output);
    return ` All that npm said is in ${file}`;
  } catch {
    // The disk may be full.
    return '';
  }
}
