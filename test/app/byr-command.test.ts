import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { ByrCommand, type Place } from '../../main/app/byr-command';
import { newFolder } from '../support/folder';

const onPosix = { skip: process.platform === 'win32' && 'a shell script is run' };

async function place(home: string, env: Place['env'] = {}): Promise<Place> {
  const resources = join(home, "an app's folder", 'resources');
  await mkdir(resources, { recursive: true });
  await writeFile(join(resources, 'byr'), '#!/bin/sh\necho "$#: $*"\n', { mode: 0o755 });
  return { platform: 'linux', env, resources, home };
}

test(
  'an installed byr runs the one of the app, with its arguments as they are, until it is removed',
  onPosix,
  async (t) => {
    const home = await newFolder(t);
    const byr = new ByrCommand(await place(home));
    assert.equal(byr.isInstalled, false);
    await byr.install();
    assert.equal(byr.isInstalled, true);
    assert.equal(byr.path, join(home, '.local/bin/byr'));
    assert.equal(execFileSync(byr.path, ['set', "l'an deux", '$HOME']).toString(), "3: set l'an deux $HOME\n");
    await byr.install();
    await byr.remove();
    assert.equal(byr.isInstalled, false);
    assert.deepEqual(await readdir(dirname(byr.path)), []);
  },
);

test('one of an AppImage finds what is inside by the variable that names where it is mounted', onPosix, async (t) => {
  const home = await newFolder(t);
  const image = join(home, 'app.AppImage');
  await mkdir(join(home, 'mounted/resources/app.asar/out/main'), { recursive: true });
  const cli = join(home, 'mounted/resources/app.asar/out/main/cli.js');
  await writeFile(cli, 'console.log(JSON.stringify(process.argv.slice(2)))');
  await writeFile(image, `#!/bin/sh\nAPPDIR='${home}/mounted' exec '${process.execPath}' "$@"\n`, { mode: 0o755 });
  const byr = new ByrCommand(await place(home, { APPIMAGE: image }));
  await byr.install();
  assert.equal(execFileSync(byr.path, ['get', 'a b', '--json']).toString(), '["get","a b","--json"]\n');
});

test('one for Windows has no letters that a code page may read otherwise, or says which it is', async (t) => {
  const home = join(await newFolder(t), 'Éloïse');
  const local = join(home, 'AppData', 'Local');
  const text = async (resources: string): Promise<string> => {
    const env = { LOCALAPPDATA: local, USERPROFILE: home };
    const byr = new ByrCommand({ platform: 'win32', env, home, resources });
    await byr.install();
    return (await readFile(byr.path, 'utf8')).replaceAll('/', '\\').replace(/^@rem.*\r\n/, '');
  };
  const installed = await text(join(local, 'Programs', '100% Rating'));
  assert.equal(installed, '@"%LOCALAPPDATA%\\Programs\\100%% Rating\\byr.cmd" %*\r\n');
  const unpacked = await text(join(home, 'Élèves'));
  assert.equal(unpacked, '@chcp 65001 >nul\r\n@"%USERPROFILE%\\Élèves\\byr.cmd" %*\r\n');
  const shared = join(dirname(home), 'Public', 'Rating');
  assert.equal(await text(shared), `@"${shared.replaceAll('/', '\\')}\\byr.cmd" %*\r\n`);
  const elsewhere = await text(`${home}2`);
  assert.match(elsewhere, /^@chcp 65001 >nul\r\n@"[^%]*2\\byr.cmd" %\*\r\n$/);
});

test('another program of that name is neither overwritten nor removed', async (t) => {
  const byr = new ByrCommand(await place(await newFolder(t)));
  await mkdir(dirname(byr.path), { recursive: true });
  await writeFile(byr.path, '#!/bin/sh\n');
  await assert.rejects(byr.install(), { code: 'bad-request' });
  await assert.rejects(byr.remove(), { code: 'bad-request' });
  assert.deepEqual(await readdir(dirname(byr.path)), ['byr']);
  await rm(byr.path);
  await mkdir(byr.path);
  assert.equal(byr.isInstalled, false);
});
