import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runs } from '../support/runs';

const NAME = 'build-your-rating';

/** Why a .deb cannot be installed here; `null` where it can. */
export function hindrance(): string | null {
  if (process.platform !== 'linux') return 'only Linux has .deb packages';
  if (process.getuid?.() !== 0) return 'only root installs a .deb';
  if (!runs('apt-get', ['--version'])) return 'there is no apt-get';
  if (installedVersion() !== null) return 'the app is installed here, and these tests would remove it';
  return null;
}

/** Installs a package file, over an older version where one is there. */
export function install(file: string): void {
  apt('install', '--no-install-recommends', file);
}

/** With dpkg's own notes of it. @returns what it said */
export function remove(): string {
  return apt('purge', NAME);
}

/** `null` where it is not installed. */
export function installedVersion(): string | null {
  try {
    const format = `--showformat=\${db:Status-Status} \${Version}`;
    const told = execFileSync('dpkg-query', ['--show', format, NAME], { encoding: 'utf8', stdio: 'pipe' });
    const [status, version] = told.split(' ');
    return status === 'installed' ? (version ?? null) : null;
  } catch {
    return null;
  }
}

/** The files that it brought, without folders, which it may share. */
export function installedFiles(): string[] {
  const paths = execFileSync('dpkg', ['--listfiles', NAME], { encoding: 'utf8' }).trim().split('\n');
  return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)) && path !== '/.');
}

/** Makes the same package under an older version. */
export function olderVersion(file: string, folder: string): string {
  const [content, older] = [join(folder, 'content'), join(folder, 'older.deb')];
  execFileSync('dpkg-deb', ['--raw-extract', file, content]);
  const control = join(content, 'DEBIAN', 'control');
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*$/m, 'Version: 0.0.1'));
  execFileSync('dpkg-deb', ['--root-owner-group', '-Znone', '--build', content, older], { stdio: 'pipe' });
  return older;
}

/** It waits two minutes for another at work, and does not wait for the disk, as nothing here needs to outlive a power cut. */
const aptOptions = ['--yes', '-o', 'DPkg::Lock::Timeout=120', '-o', 'DPkg::Options::=--force-unsafe-io'];

function apt(...args: string[]): string {
  return execFileSync('apt-get', [...aptOptions, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
