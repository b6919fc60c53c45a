import assert from 'node:assert/strict';
import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { ClassicLevel } from 'classic-level';
import { ProfileUnusable } from '../../main/disk/profile';
import type { Node } from '../../main/node/node';
import { checkKey } from '../../main/store/text';
import { newFolder } from '../support/folder';
import { inSync, openNode } from '../support/nodes';
import { remountReadOnly, smallDisk } from '../support/small-disk';
import { contents, cut, flip, openProfile, remove, wholeProfile } from './damaged-profile';

let original = '';
let alice = { id: '', fingerprint: '' };
const afterAll: (() => unknown)[] = [];
/** Only `after` is asked of it: what it makes lasts as long as this file's tests. */
const file = { after: (done: () => unknown) => void afterAll.unshift(done) } as unknown as TestContext;
let bob: Node;

before(async () => {
  bob = await openNode(file, { name: 'Bob' });
  ({ original, alice } = await wholeProfile(file, bob));
});

after(async () => {
  for (const done of afterAll) await done();
});

/** Changes the rows themselves, which LevelDB then finds in good order. */
async function rows(db: string, change: (key: string, row: string) => string | null): Promise<void> {
  const level = new ClassicLevel<string, string>(db);
  const all = await level.iterator({ gt: 'f/', lt: 'f0' }).all();
  for (const [key, row] of all.slice(-100)) {
    const next = change(key, row);
    if (next === null) await level.del(key);
    else await level.put(key, next);
  }
  await level.close();
}

/** Cuts a note short, in a database that LevelDB then finds in good order. */
async function cutNote(db: string, name: string): Promise<void> {
  const level = new ClassicLevel<string, string>(db);
  const note = await level.get(`n/${name}`);
  assert.ok(note, `there is a note ${name}`);
  await level.put(`n/${name}`, note.slice(0, -1));
  await level.close();
}

/** Of several: their numbers still end where they did, so only the fingerprint tells. */
async function removeFirst(db: string): Promise<void> {
  let seen = 0;
  await rows(db, (_, row) => (seen++ === 0 ? null : row));
  assert.ok(seen > 1, 'there is a row after it');
}

const damages: Record<string, (db: string) => Promise<unknown>> = {
  'bytes of its tables were changed': (db) => flip(db, '.ldb'),
  'bytes of its log were changed': (db) => flip(db, '.log'),
  'tables were cut short': (db) => cut(db, '.ldb', 0.5),
  'the log was cut short': (db) => cut(db, '.log', 0.5),
  'the log is empty': (db) => cut(db, '.log', 0),
  'the file CURRENT is gone': (db) => remove(db, 'CURRENT'),
  'the file MANIFEST is gone': (db) => remove(db, 'MANIFEST'),
  'the file MANIFEST was cut short': (db) => cut(db, 'MANIFEST', 0.5),
  'tables are gone': (db) => remove(db, '.ldb'),
  'rows cannot be read': (db) => rows(db, (_, row) => row.slice(0, -7)),
  'rows say something else': (db) => rows(db, (_, row) => row.replace('in the log', 'in the dog')),
  'rows are gone': (db) => rows(db, () => null),
  'a row before the last is gone': removeFirst,
  'a note cannot be read': (db) => cutNote(db, 'name'),
  'all files are gone': (db) => rm(db, { recursive: true }),
};

for (const [how, damage] of Object.entries(damages)) {
  test(`a node starts from its backup and what can be read, and says so, where ${how}`, async (context) => {
    const profile = join(await newFolder(context), 'alice');
    const db = join(profile, 'db');
    await cp(original, profile, { recursive: true });
    await damage(db);
    const damaged = await contents(db);
    const said: string[] = [];
    const node = await openProfile(context, profile, said);
    const { rescue, id, name, keys } = node.status();
    assert.ok(rescue);
    assert.deepEqual([id, name], [alice.id, 'Alice']);
    assert.match(said.join(), /^[^,]*the database was damaged \(.*\).*started from the backup of .* \(entries: 600\)/);
    assert.equal(rescue.backup?.entries, 600);
    assert.ok(keys >= 600 && [...Array(600).keys()].every((n) => node.get(checkKey(`key ${n}`)) !== null));
    for (const { value } of node.database.winners()) {
      assert.match(value ?? '', /^"in (the backup|tables|the log)"$/);
    }
    if (damaged.size > 0) {
      assert.match(basename(rescue.folder ?? ''), /^db-damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/);
      assert.deepEqual(await contents(rescue.folder ?? ''), damaged);
    } else assert.equal(rescue.folder, null);
    // Who it is linked to, it still knew.
    await inSync(node, bob);
    assert.equal(node.status().fingerprint, alice.fingerprint);
    await node.close();
    const again = await openProfile(context, profile);
    assert.deepEqual(again.status().rescue, rescue);
    assert.equal(again.status().fingerprint, alice.fingerprint);
  });
}

test('that a database was damaged is told until it is dismissed, and not at a later start', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await cp(original, profile, { recursive: true });
  await remove(join(profile, 'db'), 'CURRENT');
  const node = await openProfile(context, profile);
  assert.ok(node.status().rescue);
  await node.dismissRescue();
  assert.equal(node.status().rescue, null);
  await node.close();
  assert.equal((await openProfile(context, profile)).status().rescue, null);
});

test('a node without any backup keeps what can be read, and its id without any of that', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await cp(original, profile, { recursive: true });
  await rm(join(profile, 'backups'), { recursive: true });
  await remove(join(profile, 'db'), 'CURRENT');
  const node = await openProfile(context, profile);
  assert.equal(node.status().rescue?.backup, null);
  assert.equal(node.status().fingerprint, alice.fingerprint);
  await node.close();
  for (const name of await readdir(profile))
    if (name.startsWith('db')) await rm(join(profile, name), { recursive: true });
  const again = await openProfile(context, profile);
  const { rescue } = again.status();
  // Not how many keys it has: Bob may have sent some already.
  assert.deepEqual([again.id, rescue?.backup, rescue?.salvaged], [alice.id, null, 0]);
});

test('a database that lost its file CURRENT is not begun anew, though no other file says that there was one', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await cp(original, profile, { recursive: true });
  await rm(join(profile, 'node.json'));
  await remove(join(profile, 'db'), 'CURRENT');
  // As after a start without a write since; what a log holds would tell that there was more.
  await cut(join(profile, 'db'), '.log', 0);
  const node = await openProfile(context, profile);
  assert.ok(node.status().rescue);
  assert.ok(node.id === alice.id && node.status().keys >= 600);
});

test('a backup says who the node is where nothing else is left that does', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await cp(original, profile, { recursive: true });
  await cut(join(profile, 'db'), '', 0);
  await writeFile(join(profile, 'node.json'), '{"head":');
  const node = await openProfile(context, profile);
  assert.deepEqual([node.id, node.status().keys], [alice.id, 600]);
});

test('a note that cannot be read, and that no other file has, is done without', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await cp(original, profile, { recursive: true });
  await rm(join(profile, 'node.json'));
  await cutNote(join(profile, 'db'), 'peers');
  const node = await openProfile(context, profile);
  const { id, fingerprint, peers } = node.status();
  assert.deepEqual([id, fingerprint, peers], [alice.id, alice.fingerprint, []]);
});

test('a lock and a note of a holder that a process left behind keep nobody out', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await cp(original, profile, { recursive: true });
  await writeFile(join(profile, 'db', 'LOCK'), 'stale');
  await writeFile(join(profile, 'holder.json'), JSON.stringify({ pid: 1 }));
  const node = await openProfile(context, profile);
  assert.deepEqual([node.status().rescue, node.status().fingerprint], [null, alice.fingerprint]);
});

test('a profile that cannot be written is left as it is, and it is said what to do', async (context) => {
  const disk = await smallDisk(context, 8);
  if (disk === null) return context.skip('only root on Linux may mount a small disk');
  const profile = join(disk, 'alice');
  await cp(original, profile, { recursive: true });
  remountReadOnly(disk);
  await assert.rejects(openProfile(context, profile), (error) => {
    assert.ok(error instanceof ProfileUnusable);
    assert.match(
      error.message,
      /cannot be written \(.*Read-only file system.*Check that you may write there, .*--profile/,
    );
    return true;
  });
  assert.deepEqual(
    (await readdir(profile)).filter((name) => name.startsWith('db')),
    ['db'],
  );
});
