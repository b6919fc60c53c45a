import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { explained, openProfile, type Profile, ProfileHeld, ProfileUnusable } from '../../main/disk/profile';
import { newFolder } from '../support/folder';
import { program } from '../support/program';
import { until } from '../support/until';
import { entry, held, texts } from './contract';

const WRITER = 'test/disk/writer.ts';
const ROUNDS = 5;

async function open(test: TestContext, base: string, choice?: string): Promise<Profile> {
  const profile = await openProfile(base, choice);
  test.after(() => profile.disk.close());
  return profile;
}

/** A process that writes to a profile, and the lines that it has printed. */
async function startWriter(test: TestContext, base: string): Promise<{ child: ChildProcess; lines(): string[] }> {
  const child = spawn(process.execPath, [...program(WRITER), base, 'mine'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  test.after(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  await until('the profile to be held', () => printed.includes('\n'), 30_000);
  return { child, lines: () => printed.split('\n').slice(1, -1) };
}

test('each node gets the first automatic profile that nobody holds', async (context) => {
  const base = await newFolder(context);
  const [first, second, third] = [await open(context, base), await open(context, base), await open(context, base)];
  assert.deepEqual(
    [first, second, third].map(({ number }) => number),
    [1, 2, 3],
  );
  assert.equal(first.folder, join(base, '1'));
  await second.disk.close();
  assert.equal((await open(context, base)).number, 2);
});

test('a new profile is open to its user alone, and one that is there stays as it is', {
  skip: process.platform === 'win32' ? 'there the folder that it is in says who may read it' : false,
}, async (context) => {
  const base = await newFolder(context);
  await mkdir(join(base, 'shared'));
  await chmod(join(base, 'shared'), 0o750);
  await open(context, base, 'mine');
  await open(context, base, 'shared');
  const modes = await Promise.all(['mine', 'shared'].map(async (name) => (await stat(join(base, name))).mode & 0o777));
  assert.deepEqual(modes, [0o700, 0o750]);
});

test('files that a killed process left half written go with a later start, and those being written stay', async (context) => {
  const base = await newFolder(context);
  const folder = join(base, '1');
  const [left, underWay] = ['node.json.0123456789ab.part', 'node.json.ba9876543210.part'];
  await mkdir(folder);
  for (const name of [left, underWay]) await writeFile(join(folder, name), '{"head":');
  const yesterday = Date.now() / 1000 - 24 * 60 * 60;
  await utimes(join(folder, left), yesterday, yesterday);
  const { disk } = await open(context, base);
  await disk.foundWell();
  const names = await readdir(folder);
  assert.deepEqual(
    [left, underWay].filter((name) => names.includes(name)),
    [underWay],
  );
});

test('nodes that start at the same moment get a profile each', async (context) => {
  const base = await newFolder(context);
  const profiles = await Promise.all(Array.from({ length: 6 }, () => open(context, base)));
  assert.deepEqual(profiles.map(({ number }) => number).sort(), [1, 2, 3, 4, 5, 6]);
});

test('a profile may be named, or be the path of a folder', async (context) => {
  const [base, other] = [await newFolder(context), await newFolder(context)];
  assert.equal((await open(context, base, 'Zoé')).folder, join(base, 'Zoé'));
  const byPath = await open(context, base, join(other, 'deep', 'er'));
  assert.deepEqual([byPath.folder, byPath.number], [join(other, 'deep', 'er'), null]);
});

test('whoever wants a held profile is told which process holds it', async (context) => {
  const base = await newFolder(context);
  const { child } = await startWriter(context, base);
  await assert.rejects(openProfile(base, 'mine'), (error) => {
    assert.ok(error instanceof ProfileHeld);
    assert.match(error.message, new RegExp(`process ${child.pid}\\b`));
    assert.match(error.message, /--profile/);
    return true;
  });
});

test('on Windows a lock that cannot be opened is not taken for another process', async (context) => {
  const folder = await newFolder(context);
  const cause = Object.assign(new Error('IO error: LockFile: Access is denied.'), { code: 'LEVEL_LOCKED' });
  const error = await explained(folder, new Error('Database failed to open', { cause }), 'win32');
  assert.ok(error instanceof ProfileUnusable);
  assert.match(error.message, /cannot be written \(IO error: LockFile: Access is denied\.\)/);
});

test('a process that is killed frees its profile and loses no acknowledged write', async (context) => {
  const base = await newFolder(context);
  for (let round = 0; round < ROUNDS; round++) {
    const { child, lines } = await startWriter(context, base);
    await until('some writes', () => lines().length >= 20 * (round + 1));
    child.kill('SIGKILL');
    await once(child, 'close');
    const acknowledged = lines();
    const { disk } = await openProfile(base, 'mine');
    const there = new Set(await held(disk));
    await disk.close();
    const lost = acknowledged.filter((n) => !there.has(texts([entry(Number(n))])[0] ?? ''));
    assert.deepEqual(lost, []);
  }
});
