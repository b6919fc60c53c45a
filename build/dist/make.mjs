import { join } from 'node:path';
import { root } from '../setup/run.mjs';
import { folders, notices } from './config.mjs';
import { drawIcons } from './icons.mjs';
import { writeNotices } from './notices.mjs';
import { sevenZip } from './seven-zip.mjs';

/** @typedef {'x64' | 'arm64'} Arch */

/**
 * Makes packages of an app for the system on which this runs.
 *
 * @param {string} projectDir
 * @param {import('electron-builder').Configuration} config
 * @param {string[]} targets
 * @param {Arch[]} archs
 * @returns {Promise<string[]>} the files that it made
 */
export async function makePackages(projectDir, config, targets, archs) {
  await drawIcons(join(root, folders.resources));
  writeNotices(join(root, notices));
  process.env.CUSTOM_FPM_PATH = join(root, 'build', 'dist', 'fpm.mjs');
  if (config.electronDist) await useToolsOfRegistries();
  const { Arch, Platform, build } = await import('electron-builder');
  const of = new Map(archs.map((arch) => [Arch[arch], targets]));
  const all = await build({ projectDir, config, publish: 'never', targets: new Map([[Platform.current(), of]]) });
  return all.filter((file) => !file.endsWith('.blockmap'));
}

async function useToolsOfRegistries() {
  process.env.ELECTRON_BUILDER_7ZIP_PATH = await sevenZip();
  // Nobody downloads a test build: speed matters more than size.
  process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL = '1';
}
