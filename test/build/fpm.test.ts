import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { newFolder } from '../support/folder';

const skip = spawnSync('dpkg-deb', ['--version']).status !== 0 && 'only Debian and its derivatives have dpkg-deb';

test('all users can open what is in a package, whoever may read the checkout that it was made in', {
  skip,
}, async (t) => {
  const folder = await newFolder(t);
  await mkdir(join(folder, 'app', 'resources'), { recursive: true });
  for (const [file, mode] of [
    ['app/run', 0o700],
    ['app/resources/app.asar', 0o600],
    ['LICENSE', 0o600],
  ] as const) {
    await writeFile(join(folder, file), '');
    await chmod(join(folder, file), mode);
  }
  await chmod(join(folder, 'app', 'resources'), 0o700);
  await chmod(join(folder, 'app'), 0o700);
  const what = ['--name', 'a', '--version', '1', '--architecture', 'all', '--maintainer', 'a <a@a.invalid>'];
  const how = ['--description', 'a', '--deb-compression', 'xz', '--package', 'a.deb'];
  const from = ['app/=/opt/a', 'LICENSE=/usr/share/doc/a/copyright'];
  const umask = 'process.umask(0o077); await import(process.env.FPM)';
  execFileSync(process.execPath, ['--input-type=module', '--eval', umask, '--', ...what, ...how, ...from], {
    cwd: folder,
    env: { ...process.env, FPM: resolve('build/dist/fpm.mjs') },
  });
  const list = execFileSync('dpkg-deb', ['--contents', 'a.deb'], { cwd: folder, encoding: 'utf8' });
  const modes = list
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [`${line.slice(0, 10)} ${line.split(' ').at(-1)}`]));
  assert.deepEqual(modes.sort(), [
    '-rw-r--r-- ./opt/a/resources/app.asar',
    '-rw-r--r-- ./usr/share/doc/a/copyright',
    '-rwxr-xr-x ./opt/a/run',
    'drwxr-xr-x ./',
    'drwxr-xr-x ./opt/',
    'drwxr-xr-x ./opt/a/',
    'drwxr-xr-x ./opt/a/resources/',
    'drwxr-xr-x ./usr/',
    'drwxr-xr-x ./usr/share/',
    'drwxr-xr-x ./usr/share/doc/',
    'drwxr-xr-x ./usr/share/doc/a/',
  ]);
});
