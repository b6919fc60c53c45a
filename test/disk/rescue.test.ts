import assert from 'node:assert/strict';
import promises, { cp, mkdir, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { endRescue, rescue } from '../../main/backup/rescue';
import { checkConfig } from '../../main/config';
import { ownBefore } from '../../main/disk/before';
import { isLocked, LevelDisk } from '../../main/disk/level';
import { openProfile as openDisk, ProfileUnusable } from '../../main/disk/profile';
import { openNode as open } from '../../main/node/open-node';
import { backUp } from '../backup/fixtures';
import { BOB, key, newDatabase, text } from '../store/fixtures';
import { newFolder } from '../support/folder';
import { hasten } from '../support/hasten';
import { openNode } from '../support/nodes';
import { silent } from '../support/silent';
import { fill, smallDisk } from '../support/small-disk';
import { contents, cut, flip, openProfile, wholeProfile } from './damaged-profile';

/** Rescues that are killed, refused or without room. */

let original = '';
let fingerprint = '';
const afterAll: (() => unknown)[] = [];
/** Only `after` is asked of it: what it makes lasts as long as this file's tests. */
const file = { after: (done: () => unknown) => void afterAll.unshift(done) } as unknown as TestContext;

before(async () => {
  const whole = await wholeProfile(file, await openNode(file, { name: 'Bob' }));
  original = whole.original;
  fingerprint = whole.alice.fingerprint;
});

after(async () => {
  for (const done of afterAll) await done();
});

test('a rescue that was killed begins anew, with what it set aside', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await cp(original, profile, { recursive: true });
  await cp(join(profile, 'db'), join(profile, 'db-damaged-2026-11-24T10-31-07Z'), { recursive: true });
  await rm(join(profile, 'db'), { recursive: true });
  await mkdir(join(profile, 'db-new'));
  await writeFile(join(profile, 'db-new', 'CURRENT'), 'MANIFEST-0000');
  const node = await openProfile(context, profile);
  assert.equal(node.status().fingerprint, fingerprint);
  assert.match(node.status().rescue?.folder ?? '', /db-damaged-2026-11-24T10-31-07Z$/);
});

test('a rescue reads what an earlier one set aside until the database that came of that was read well', async (context) => {
  const folder = await newFolder(context);
  const salvagedAgain = async (
    name: string,
    between: (profile: string) => Promise<void>,
  ): Promise<[number, number]> => {
    const profile = join(folder, name);
    await cp(original, profile, { recursive: true });
    await rm(join(profile, 'backups'), { recursive: true });
    const first = await rescue(profile, 'damage', Date.now());
    await between(profile);
    await cut(join(profile, 'db'), '.log', 0);
    const second = await rescue(profile, 'damage', Date.now());
    return [first.salvaged, second.salvaged];
  };
  const [all, afterKill] = await salvagedAgain('killed', async () => {});
  assert.equal(afterKill, all);
  const [, afterEnd] = await salvagedAgain('over', endRescue);
  assert.equal(afterEnd, 0);
});

/** How many entries a rescue finds in a copy of the profile whose log was damaged and whose backups are gone. */
async function salvaged(context: TestContext, profile: string): Promise<number> {
  await cp(original, profile, { recursive: true });
  await rm(join(profile, 'backups'), { recursive: true });
  await flip(join(profile, 'db'), '.log');
  const copy = join(await newFolder(context), 'alice');
  await cp(profile, copy, { recursive: true });
  return (await openProfile(context, copy)).status().rescue?.salvaged ?? 0;
}

test('who is killed before its rescue leaves the database as it found it to the next one', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  const entries = await salvaged(context, profile);
  const damaged = await contents(join(profile, 'db'));
  // So far it comes: LevelDB has written anew what it could read.
  const { disk } = await openDisk('', profile);
  await disk.close();
  assert.notDeepEqual(await contents(join(profile, 'db')), damaged);
  await rename(ownBefore(profile), join(profile, 'db-before-1764000000000-1'));
  const { rescue } = (await openProfile(context, profile)).status();
  assert.equal(rescue?.salvaged, entries);
  assert.deepEqual(await contents(rescue?.folder ?? ''), damaged);
  assert.deepEqual(
    (await readdir(profile)).filter((name) => name.startsWith('db-before')),
    [],
  );
});

test('a start that is refused leaves a damaged database as it found it to the next one', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  const entries = await salvaged(context, profile);
  const damaged = await contents(join(profile, 'db'));
  const config = { ...checkConfig({ profile, rule: 'first' }, process.env, process.platform), ports: [0] };
  await assert.rejects(
    open(config, 'test', () => silent, null),
    { code: 'other-rule' },
  );
  const { rescue } = (await openProfile(context, profile)).status();
  assert.equal(rescue?.salvaged, entries);
  assert.deepEqual(await contents(rescue?.folder ?? ''), damaged);
});

test('a rescue that was killed as it set the database aside reads that, also where the next try has no room', async (context) => {
  const disk = await smallDisk(context, 8);
  if (disk === null) return context.skip('only root on Linux may mount a small disk');
  const profile = join(disk, 'alice');
  const entries = await salvaged(context, profile);
  const aside = join(profile, 'db-damaged-2026-11-24T10-31-07Z');
  await cp(join(profile, 'db'), aside, { recursive: true });
  await writeFile(join(profile, 'db-rescue'), '');
  // LevelDB has written the other one anew since.
  const { disk: rewritten } = await openDisk('', profile);
  await rewritten.close();
  await rm(ownBefore(profile), { recursive: true });
  const makeRoom = fill(disk);
  await truncate(join(disk, 'filler'), (await stat(join(disk, 'filler'))).size - 48 * 1024);
  await assert.rejects(openProfile(context, profile), ProfileUnusable);
  makeRoom();
  assert.equal((await openProfile(context, profile)).status().rescue?.salvaged, entries);
  assert.ok(!(await readdir(profile)).includes('db-rescue'));
});

test('a rescue that was killed with the new database in place is over: a later one does not read what it set aside', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await cp(original, profile, { recursive: true });
  await writeFile(join(profile, 'db-rescue'), '');
  const node = await openProfile(context, profile);
  assert.equal(node.status().rescue, null);
  assert.ok(!(await readdir(profile)).includes('db-rescue'));
});

test('a rescue for which the disk has no room changes nothing, and is made when there is', async (context) => {
  const disk = await smallDisk(context, 8);
  if (disk === null) return context.skip('only root on Linux may mount a small disk');
  const profile = join(disk, 'alice');
  const entries = await salvaged(context, profile);
  const damaged = await contents(join(profile, 'db'));
  const makeRoom = fill(disk);
  // Enough to begin it.
  await truncate(join(disk, 'filler'), (await stat(join(disk, 'filler'))).size - 48 * 1024);
  await assert.rejects(openProfile(context, profile), (error) => {
    assert.ok(error instanceof ProfileUnusable);
    assert.match(error.message, /No space left|ENOSPC/);
    return true;
  });
  makeRoom();
  const { rescue } = (await openProfile(context, profile)).status();
  assert.equal(rescue?.salvaged, entries);
  assert.deepEqual(await contents(rescue?.folder ?? ''), damaged);
});

test('a rescue changes nothing while another program keeps a file for itself, as one may on Windows, and is made later', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  const entries = await salvaged(context, profile);
  const damaged = await contents(join(profile, 'db'));
  const { mock } = context.mock.method(promises, 'cp', () =>
    Promise.reject(Object.assign(new Error('EBUSY: resource busy or locked'), { code: 'EBUSY' })),
  );
  syncBuiltinESMExports();
  await assert.rejects(openProfile(context, profile), (error) => {
    assert.ok(error instanceof ProfileUnusable);
    assert.match(error.message, /EBUSY.*no other program has its files open/);
    return true;
  });
  mock.restore();
  syncBuiltinESMExports();
  const { rescue } = (await openProfile(context, profile)).status();
  assert.equal(rescue?.salvaged, entries);
  assert.deepEqual(await contents(rescue?.folder ?? ''), damaged);
});

test('a rescue takes the newest whole backup that its node made, also in the folder that its user chose', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await cp(original, profile, { recursive: true });
  const chosen = await newFolder(context);
  const whole = await openProfile(context, profile);
  await whole.backups.setFolder(chosen);
  await whole.put(key('later'), text('in the folder chosen'));
  const { path } = await whole.backups.now();
  await whole.close();
  const other = newDatabase('latest');
  other.put(key('of another network'), text('x'));
  const time = Date.now() + 60_000;
  const cutShort = await backUp(other, chosen, { node: whole.id, time });
  await truncate(cutShort, (await stat(cutShort)).size - 1);
  await backUp(other, chosen, { node: BOB, time: time + 60_000 });
  await rm(join(profile, 'db'), { recursive: true });
  const node = await openProfile(context, profile);
  assert.deepEqual([node.status().rescue?.backup?.path, node.id], [path, whole.id]);
  assert.equal(node.get(key('later')), '"in the folder chosen"');
  assert.equal(node.get(key('of another network')), null);
});

test('a rescue goes on without the folder that its user chose, where that is gone or does not answer, and says so', async (context) => {
  const place = await newFolder(context);
  const [profile, chosen] = [join(place, 'alice'), join(place, 'drive')];
  await cp(original, profile, { recursive: true });
  await mkdir(chosen);
  const whole = await openProfile(context, profile);
  await whole.backups.setFolder(chosen);
  await whole.close();
  await rm(chosen, { recursive: true });
  await rm(join(profile, 'db'), { recursive: true });
  const damaged = join(place, 'bob');
  await cp(profile, damaged, { recursive: true });
  const { rescue } = (await openProfile(context, profile)).status();
  assert.equal(rescue?.unread, chosen);
  assert.ok(rescue?.backup?.path.startsWith(profile), 'an older backup is in the profile');

  const { access } = promises;
  const { mock } = context.mock.method(promises, 'access', (asked: string, ...more: []) =>
    asked === chosen ? new Promise<void>(() => {}) : access(asked, ...more),
  );
  syncBuiltinESMExports();
  hasten(context);
  const node = await openProfile(context, damaged);
  mock.restore();
  syncBuiltinESMExports();
  assert.equal(node.status().rescue?.unread, chosen);
});

test('a database that another process holds is not set aside, though this one found damage before', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await cp(original, profile, { recursive: true });
  const { disk } = await openDisk('', profile);
  const before = await readdir(profile);
  await assert.rejects(rescue(profile, 'damage', Date.now()), isLocked);
  assert.deepEqual(await readdir(profile), before);
  await disk.close();
});

test('a rescue that another process has under way is left to that', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await cp(original, profile, { recursive: true });
  const underWay = await LevelDisk.open(join(profile, 'db-new'));
  const before = await contents(join(profile, 'db-new'));
  await assert.rejects(rescue(profile, 'damage', Date.now()), isLocked);
  assert.deepEqual(await contents(join(profile, 'db-new')), before);
  await underWay.close();
});

test('a database that was set aside stays, though another one is in the same second', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await cp(original, profile, { recursive: true });
  const aside = join(profile, 'db-damaged-2026-11-24T10-31-07Z');
  await cp(join(profile, 'db'), aside, { recursive: true });
  const before = await contents(aside);
  const { folder } = await rescue(profile, 'damage', Date.UTC(2026, 10, 24, 10, 31, 7));
  assert.equal(folder, join(profile, 'db-damaged-2026-11-24T10-31-08Z'));
  assert.deepEqual(await contents(aside), before);
});
