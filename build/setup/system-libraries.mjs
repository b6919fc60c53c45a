import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';
import { step } from './step.mjs';

/** What a minimal Debian or Ubuntu lacks for opening Electron's window. */
const libraries = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libxtst6', 'libnotify4'];
/** A display for machines without one. */
const display = ['xvfb', 'xauth'];
/** Latin, mono and Arabic letters, and emoji: without them the window works, but shows boxes. */
const fonts = ['fonts-inter', 'fonts-dejavu-core', 'fonts-noto-color-emoji'];

/** With this a test tries what web pages can do to a node. */
const browser = 'chromium';

/** Installs the missing system packages if this user may, and otherwise says how. Linux only. */
export async function systemLibraries() {
  if (process.platform !== 'linux') return;
  if (!onPath('dpkg-query')) return elsewhere();
  const missing = absent([...libraries, ...display, ...fonts]);
  if (missing.length === 0) return;
  const prefix = rootPrefix();
  if (!prefix) return tell(missing);
  try {
    await step(`System packages ${missing.join(' ')}`, () => install(prefix, missing));
  } catch (error) {
    if (lacksLibraries(missing)) throw error;
    tell(missing);
  }
}

/** Installs a browser if Debian has one and this user may; a test that finds none says so. */
export async function testBrowser() {
  const prefix = process.platform === 'linux' ? rootPrefix() : null;
  if (!prefix || onPath(browser) || !isDebian()) return;
  const work = step(`System package ${browser}`, () => install(prefix, [browser]));
  await work.catch((error) => console.log(`No browser for the test of web pages: ${error.message}`));
}

/** Ubuntu has no such package, only one with a similar name that holds no browser. */
const isDebian = () => existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));

/** @param {string[]} names */
function absent(names) {
  const installed = new Set();
  for (const line of query(names).split('\n')) {
    const [name, status] = line.split(' ');
    if (status === 'installed') installed.add(name);
  }
  return names.filter((name) => !installed.has(name) && !installed.has(renamed(name)));
}

/**
 * Debian 13 and Ubuntu 24.04 renamed libraries when time became 64 bits wide.
 *
 * @param {string} name
 */
const renamed = (name) => `${name}t64`;

/** @param {string[]} names */
function query(names) {
  const format = `--showformat=\${Package} \${db:Status-Status}\n`;
  try {
    const all = [...names, ...names.map(renamed)];
    return execFileSync('dpkg-query', ['--show', format, ...all], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    // It exits with 1 if it does not know some name, after reporting on the others.
    return String(/** @type {{ stdout?: unknown }} */ (error).stdout ?? '');
  }
}

/** @returns {string[] | null} what to put before apt-get; null if the user has to type a password */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return process.env.CI && onPath('sudo') ? ['sudo', '-n'] : null;
}

/**
 * @param {string[]} prefix
 * @param {string[]} names
 */
async function install(prefix, names) {
  /** @param {string[]} args */
  const apt = (args) => {
    const [program = '', ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args];
    return run(program, rest);
  };
  // Another apt-get may be running: waiting two minutes for it beats failing.
  const patient = ['-o', 'DPkg::Lock::Timeout=120'];
  await apt([...patient, 'update']);
  const found = await Promise.all(names.map(currentName));
  await apt([...patient, 'install', '--yes', '--no-install-recommends', ...found]);
}

/** @param {string} name */
async function currentName(name) {
  const known = await run('apt-cache', ['policy', renamed(name)]);
  return /Candidate: (?!\(none\))/.test(known) ? renamed(name) : name;
}

/** @param {string[]} missing */
const lacksLibraries = (missing) => missing.some((name) => libraries.includes(name));

/** @param {string[]} missing */
function tell(missing) {
  const message = `sudo apt-get install ${missing.join(' ')}`;
  if (lacksLibraries(missing)) throw new Error(`The window needs: ${message}`);
  console.log(`For a better view, or a window without a display: ${message}`);
}

/** On other Linuxes only the loader's list can be consulted, and it may be incomplete. */
function elsewhere() {
  const known = knownLibraries();
  const wanted = ['libgtk-3.so', 'libnss3.so', 'libasound.so', 'libgbm.so'];
  const missing = known ? wanted.filter((name) => !known.includes(name)) : [];
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY && !onPath('Xvfb')) missing.push('Xvfb');
  if (missing.length > 0) console.log(`Please install with your package manager what holds: ${missing.join(', ')}`);
}

/** The loader's list; empty where there is none. */
function knownLibraries() {
  const ldconfig = onPath('ldconfig');
  try {
    return ldconfig ? execFileSync(ldconfig, ['-p'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }) : '';
  } catch {
    // NixOS has the program, and no list.
    return '';
  }
}

/**
 * @param {string} program
 * @returns {string | undefined} where it is, also if only root's path names its folder
 */
function onPath(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/sbin', '/usr/sbin'];
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}
