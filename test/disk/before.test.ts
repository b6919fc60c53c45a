import assert from 'node:assert/strict';
import promises, { mkdir, readdir, rename, rmdir, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { allBefore, forgetBefore, keepBefore, ownBefore } from '../../main/disk/before';
import { newFolder } from '../support/folder';

/** No process has it: it is beyond all that systems give. */
const ENDED = 2 ** 30;

async function kept(context: TestContext): Promise<string> {
  const profile = await newFolder(context);
  await mkdir(join(profile, 'db'));
  for (const name of ['CURRENT', 'MANIFEST-000001', '000005.ldb']) await writeFile(join(profile, 'db', name), name);
  await keepBefore(profile);
  assert.deepEqual(await allBefore(profile), [ownBefore(profile)]);
  return profile;
}

/** As on Windows, where a file that LevelDB has open can be removed by none of its names. */
async function whileOpen(context: TestContext, work: () => Promise<void>): Promise<void> {
  const { mock } = context.mock.method(promises, 'rm', () =>
    Promise.reject(Object.assign(new Error('resource busy or locked'), { code: 'EBUSY' })),
  );
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    mock.restore();
    syncBuiltinESMExports();
  }
}

async function namesIn(profile: string): Promise<string[]> {
  return (await readdir(profile)).filter((name) => name.startsWith('db-before'));
}

test('a database that was read well is no longer kept as it was, even while its files cannot be removed', async (context) => {
  const profile = await kept(context);
  await whileOpen(context, () => forgetBefore(profile));
  assert.deepEqual(await allBefore(profile), []);
  await forgetBefore(profile);
  assert.deepEqual(await namesIn(profile), []);
});

test('what a killed process could not remove keeps the next start from keeping nothing, and goes then', async (context) => {
  const profile = await kept(context);
  await whileOpen(context, () => forgetBefore(profile));
  await rename(ownBefore(profile), join(profile, `db-before-1764000000000-${ENDED}`));
  await keepBefore(profile);
  assert.deepEqual(await namesIn(profile), [basename(ownBefore(profile))]);
});

test('what an ended process had not read well stays, and nothing is kept beside it', async (context) => {
  const profile = await kept(context);
  const left = join(profile, `db-before-1764000000000-${ENDED}`);
  await rename(ownBefore(profile), left);
  await keepBefore(profile);
  assert.deepEqual(await allBefore(profile), [left]);
});

test('who finds that another process holds the database forgets what it kept itself, and nothing that others did', async (context) => {
  const profile = await kept(context);
  const ofOther = join(profile, `db-before-1764000000000-${process.ppid}`);
  await rename(ownBefore(profile), ofOther);
  await keepBefore(profile);
  assert.deepEqual(await allBefore(profile), [ofOther, ownBefore(profile)]);
  await forgetBefore(profile, false);
  assert.deepEqual(await allBefore(profile), [ofOther]);
});

test('a database of which a file goes while it is kept keeps nobody from starting, and what was kept of it goes then', async (context) => {
  const profile = await newFolder(context);
  // No link can be made to it, nor to a file that is gone.
  const gone = join(profile, 'db', '000007.ldb');
  await mkdir(gone, { recursive: true });
  await writeFile(join(profile, 'db', '000005.ldb'), '');
  await whileOpen(context, () => keepBefore(profile));
  assert.deepEqual(await allBefore(profile), []);
  await rmdir(gone);
  await keepBefore(profile);
  assert.deepEqual(await namesIn(profile), [basename(ownBefore(profile))]);
});
