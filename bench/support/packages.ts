import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './cleanup';
import { root } from './electron';

const isMac = process.platform === 'darwin';

export interface Packed {
  /** Bytes of the archive, and of what is in it. */
  readonly packed: number;
  readonly installed: number;
  readonly executable: string;
}

/** Packs the app as `npm run dist` does. */
export async function packApp(): Promise<Packed> {
  const { configuration, folders } = await import('../../build/dist/config.mjs');
  const { standInOf } = await import('../../build/dist/stand-in.mjs');
  const config = configuration(await standInOf(process.env));
  return pack(root, { ...config, directories: { buildResources: folders.resources } }, 'build-your-rating');
}

/** Packs the least that an Electron app can be, with the same Electron. */
export async function packEmptyApp(): Promise<Packed> {
  const { runtime } = await import('../../build/dist/config.mjs');
  const { standInOf } = await import('../../build/dist/stand-in.mjs');
  const { default: electron } = await import('electron/package.json');
  const config = { electronVersion: electron.version, ...runtime(await standInOf(process.env)) };
  return pack(join(root, 'bench', 'empty-app'), config, 'empty-window');
}

async function pack(project: string, config: object, name: string): Promise<Packed> {
  const { makePackages } = await import('../../build/dist/make.mjs');
  const output = temporaryFolder();
  const { directories } = config as { directories?: object };
  const own = { ...config, npmRebuild: false, publish: null, directories: { ...directories, output } };
  const [archive = ''] = await makePackages(
    project,
    own,
    [process.platform === 'linux' ? 'tar.gz' : 'zip'],
    [process.arch],
  );
  const folder = readdirSync(output).find((entry) => /^mac|-unpacked$/.test(entry)) ?? '';
  const place = join(output, folder);
  return { packed: statSync(archive).size, installed: sizeOf(place), executable: executableIn(place, name) };
}

function executableIn(folder: string, name: string): string {
  if (isMac) return join(folder, 'Build Your Rating.app', 'Contents', 'MacOS', 'Build Your Rating');
  return join(folder, process.platform === 'win32' ? 'Build Your Rating.exe' : name);
}

/** Bytes of all files below it. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) return sum;
    return sum + (entry.isDirectory() ? sizeOf(path) : statSync(path).size);
  }, 0);
}
