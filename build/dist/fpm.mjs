#!/usr/bin/env node
/**
 * Stands in for fpm (github.com/jordansissel/fpm), a Ruby program in no package registry: takes electron-builder's
 * arguments and makes the package with dpkg-deb.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const text = /** @type {const} */ ({ type: 'string' });
const texts = { ...text, multiple: /** @type {const} */ (true) };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    input: { ...text, short: 's' },
    output: { ...text, short: 't' },
    force: { type: 'boolean' },
    package: text,
    name: text,
    version: text,
    architecture: text,
    maintainer: text,
    vendor: text,
    url: text,
    license: text,
    category: text,
    description: text,
    depends: { ...texts, short: 'd' },
    'deb-recommends': texts,
    'deb-priority': text,
    'deb-compression': text,
    'after-install': text,
    'after-remove': text,
  },
});

/** dpkg-deb complains of a name without a value, so it is left out. @param {Record<string, unknown>} fields */
const control = (fields) =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');

/**
 * @param {string} folder
 * @param {string} source a file, or a folder with a slash at its end
 * @param {string} target its path once it is installed
 */
function add(folder, source, target) {
  const to = join(folder, target);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(source, to, { recursive: true, verbatimSymlinks: true });
  if (!source.endsWith('/')) chmodSync(to, target.startsWith('/usr/bin/') ? 0o755 : 0o644);
}

/** @param {string} folder */
function describe(folder) {
  mkdirSync(join(folder, 'DEBIAN'));
  const [kilobytes] = execFileSync('du', ['-sk', '--apparent-size', folder], { encoding: 'utf8' }).split('\t');
  const about = control({
    Package: values.name,
    Version: values.version,
    Architecture: values.architecture,
    Maintainer: values.maintainer,
    'Installed-Size': kilobytes,
    Depends: values.depends?.join(', '),
    Recommends: values['deb-recommends']?.join(', '),
    Section: values.category,
    Priority: values['deb-priority'],
    Homepage: values.url,
    Description: values.description?.trim(),
  });
  writeFileSync(join(folder, 'DEBIAN', 'control'), about);
  addScript(folder, 'postinst', values['after-install']);
  addScript(folder, 'postrm', values['after-remove']);
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {string | undefined} file
 */
function addScript(folder, name, file) {
  if (file) writeFileSync(join(folder, 'DEBIAN', name), readFileSync(file), { mode: 0o755 });
}

const folder = mkdtempSync(join(tmpdir(), 'deb-'));
try {
  for (const pair of positionals) {
    const at = pair.lastIndexOf('=');
    add(folder, pair.slice(0, at), pair.slice(at + 1));
  }
  describe(folder);
  // Whatever the mask of who makes the package took from its files, all users of the system are to have.
  execFileSync('chmod', ['--recursive', 'u+rwX,go+rX,go-w', folder]);
  const compression = values['deb-compression'] === 'zst' ? 'zstd' : values['deb-compression'];
  execFileSync('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', folder, String(values.package)]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
