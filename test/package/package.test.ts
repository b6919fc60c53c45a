import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { newFolder } from '../support/folder';
import { portApart } from '../support/ports';
import { hindrance, install, installedFiles, installedVersion, olderVersion, remove } from './deb';
import { OrdinaryUser, PackagedWindow } from './installed';

const PACKAGES = 'out/dist';
const APP = '/usr/bin/build-your-rating';
const DATA = '.local/share/build-your-rating';

/** As a fuse stands in the executable: a digit. */
const [OFF, ON] = [...'01'].map((digit) => digit.charCodeAt(0));
/** The first is for `byr`, which runs in the app's own executable. */
const FUSES = [
  [FuseV1Options.RunAsNode, ON],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, OFF],
  [FuseV1Options.EnableNodeCliInspectArguments, OFF],
  [FuseV1Options.OnlyLoadAppFromAsar, ON],
] as const;

function made(ending: string): string {
  const name = readdirSync(PACKAGES).find((file) => file.endsWith(ending));
  assert.ok(name, `no ${ending} in ${PACKAGES}`);
  return join(process.cwd(), PACKAGES, name);
}

test('a package holds the built app, one native module and nothing of how they are made, behind the fuses', async (t) => {
  const folder = await newFolder(t);
  execFileSync('tar', ['-xzf', made('.tar.gz'), '-C', folder, '--strip-components=1']);
  const inside = listPackage(join(folder, 'resources', 'app.asar'), { isPack: false });
  assert.deepEqual(
    inside.filter((path) => /\.(?:map|ts|tsx|cc|gyp|md)$|\/(?:test|main\/.*\.ts)\b/.test(path)),
    [],
  );
  assert.deepEqual(
    inside.filter((path) => path.endsWith('.node')),
    [`/node_modules/classic-level/prebuilds/linux-${process.arch}/classic-level.node`],
  );
  assert.deepEqual(readdirSync(join(folder, 'locales')), ['en-US.pak', 'fr.pak']);
  assert.equal(existsSync(join(folder, 'resources', 'default_app.asar')), false);
  const fuses = await getCurrentFuseWire(join(folder, 'build-your-rating'));
  for (const [fuse, state] of FUSES) assert.equal(fuses[fuse], state, FuseV1Options[fuse]);
  const version = execFileSync(join(folder, 'resources', 'byr'), ['--version'], { encoding: 'utf8' });
  assert.match(version, /^\d+\.\d+\.\d+\n$/);
  const notices = readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const holder of ['react', 'socket.io', 'classic-level', 'ws'])
    assert.match(notices, new RegExp(`^${holder} \\d+\\.\\d+\\.\\d+ \\(MIT\\)$`, 'm'));
  // Compiled into a package, with terms of its own.
  assert.match(notices, /The LevelDB Authors/);
  assert.match(readFileSync(join(folder, 'LICENSE.txt'), 'utf8'), /MIT License/);
});

test('checksums stand beside the packages', () => {
  const said = execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: PACKAGES, encoding: 'utf8' });
  assert.match(said, /\.tar\.gz: OK\n/);
});

const why = hindrance();

test('an installed app does its job in the sandbox, keeps its data over an upgrade, and leaves nothing else behind', {
  skip: why !== null && why,
}, async (t) => {
  t.after(() => {
    if (installedVersion() !== null) remove();
  });
  const user = new OrdinaryUser(t);
  install(olderVersion(made('.deb'), await newFolder(t)));
  const older = installedVersion();
  await setsAndGets(user);
  install(made('.deb'));
  assert.notEqual(installedVersion(), older);
  await stillHas(user);
  const files = installedFiles();
  assert.match(remove(), new RegExp(`~/${DATA}`));
  assert.deepEqual(
    files.filter((file) => existsSync(file)),
    [],
  );
  const left = readdirSync(user.home, { recursive: true, encoding: 'utf8' });
  assert.ok(left.includes(`${DATA}/profiles/1/node.json`), left.join(' '));
  // What Chromium writes while it ends is in the system's temporary folder, and the next start would remove it.
  const elsewhere = left.filter((path) => path.includes('build-your-rating') && !path.startsWith('tmp/'));
  assert.deepEqual(
    elsewhere.filter((path) => !path.startsWith(DATA)),
    [],
  );
});

/** Two windows of one user and the command byr hold the same. */
async function setsAndGets(user: OrdinaryUser): Promise<void> {
  const [alice, bob] = [String(await portApart()), String(await portApart())];
  const first = await PackagedWindow.open(user, APP, '--name', 'Alice', '--port', alice);
  const second = await PackagedWindow.open(user, APP, '--name', 'Bob', '--port', bob, '--peer', alice);
  const status = first.rendererStatus();
  assert.match(status, /^Uid:\t65534\t/m);
  // 2: system calls are filtered, which only the sandbox does.
  assert.match(status, /^Seccomp:\s+2$/m);
  await first.set('Ville', 'Lyon');
  await second.shows('Ville', 'Lyon');
  assert.equal(user.run('byr', 'get', 'Ville', '--port', bob), 'Lyon');
  user.run('byr', 'set', 'Pays', 'France', '--port', bob);
  await first.shows('Pays', 'France');
  await Promise.all([first.close(), second.close()]);
}

async function stillHas(user: OrdinaryUser): Promise<void> {
  const window = await PackagedWindow.open(user, APP, '--profile', '1', '--port', String(await portApart()));
  await window.shows('Ville', 'Lyon');
  await window.shows('Pays', 'France');
  await window.close();
}
