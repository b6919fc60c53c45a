import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { ClassicLevel } from 'classic-level';
import { checkConfig } from '../../main/config';
import { isData, ownBefore } from '../../main/disk/before';
import { openProfile as openDisk, ProfileUnusable } from '../../main/disk/profile';
import type { Node } from '../../main/node';
import { openNode as open } from '../../main/open-node';
import { checkKey, textValue } from '../../main/store/text';
import { newFolder } from '../support/folder';
import { addressOf, inSync, openNode } from '../support/nodes';
import { fill, remountReadOnly, smallDisk } from '../support/small-disk';

/** A whole node with a backup and newer entries, in tables and in the log; each test damages a copy of its profile. */
let original = '';
let alice = { id: '', fingerprint: '' };
const afterAll: (() => unknown)[] = [];
/** Only `after` is asked of it: what it makes lasts as long as this file's tests. */
const file = { after: (done: () => unknown) => void afterAll.unshift(done) } as unknown as TestContext;
let bob: Node;

async function openProfile(test: TestContext, profile: string, said: string[] = []): Promise<Node> {
  const logger = { debug() {}, info() {}, warn: (text: string) => void said.push(text), error() {} };
  const config = { ...checkConfig({ profile, name: 'Alice' }, process.env, process.platform), ports: [0] };
  const { node } = await open(config, 'test', () => logger, null);
  // The hooks of a test go in the order in which they came: its folder was removed, and closing writes into it anew.
  test.after(async () => {
    await node.close();
    await rm(dirname(profile), { recursive: true, force: true });
  });
  return node;
}

async function set(node: Node, from: number, count: number, value: string): Promise<void> {
  const keys = Array.from({ length: count }, (_, n) => checkKey(`key ${from + n}`));
  await node.putAll(keys.map((key) => [key, textValue(value)] as const));
}

before(async () => {
  original = join(await newFolder(file), 'alice');
  bob = await openNode(file, { name: 'Bob' });
  const first = await openProfile(file, original);
  await set(first, 0, 600, 'in the backup');
  await first.backups.now();
  await set(first, 500, 300, 'in tables');
  await first.close();
  const again = await openProfile(file, original);
  await set(again, 700, 300, 'in the log');
  await again.addPeer(addressOf(bob));
  await inSync(again, bob);
  alice = again.status();
  await again.close();
});

after(async () => {
  for (const done of afterAll) await done();
});

/** Changes bytes in the middle of each file of a kind. */
async function flip(db: string, ending: string): Promise<void> {
  for (const name of await named(db, ending)) {
    const bytes = await readFile(join(db, name));
    for (let at = 0; at < 64; at++) bytes[(bytes.length >> 1) + at] = (bytes[(bytes.length >> 1) + at] ?? 0) ^ 0x55;
    await writeFile(join(db, name), bytes);
  }
}

async function cut(db: string, ending: string, part: number): Promise<void> {
  for (const name of await named(db, ending)) {
    await truncate(join(db, name), Math.floor((await readFile(join(db, name))).length * part));
  }
}

async function remove(db: string, ending: string): Promise<void> {
  for (const name of await named(db, ending)) await rm(join(db, name));
}

async function named(db: string, part: string): Promise<string[]> {
  const names = (await readdir(db)).filter((name) => name.includes(part));
  assert.ok(names.length > 0, `there is a file ${part}`);
  return names;
}

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
    assert.match(said.join(), /^[^,]*the database was damaged \(.*\).*started from the backup of .* \(600 entries\)/);
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
    await again.dismissRescue();
    assert.equal(again.status().rescue, null);
    await again.close();
    assert.equal((await openProfile(context, profile)).status().rescue, null);
  });
}

async function contents(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder).catch(() => [])).filter(isData);
  const texts = names.sort().map(
    async (name) =>
      [
        name,
        createHash('sha256')
          .update(await readFile(join(folder, name)))
          .digest('hex'),
      ] as const,
  );
  return new Map(await Promise.all(texts));
}

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
  assert.ok(again.status().rescue);
  assert.deepEqual([again.id, again.status().keys], [alice.id, 0]);
});

test('a backup says who the node is where nothing else is left that does', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await cp(original, profile, { recursive: true });
  await cut(join(profile, 'db'), '', 0);
  await writeFile(join(profile, 'node.json'), '{"head":');
  const node = await openProfile(context, profile);
  assert.deepEqual([node.id, node.status().keys], [alice.id, 600]);
});

test('a rescue that was killed begins anew, with what it set aside', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await cp(original, profile, { recursive: true });
  await cp(join(profile, 'db'), join(profile, 'db-damaged-2026-11-24T10-31-07Z'), { recursive: true });
  await rm(join(profile, 'db'), { recursive: true });
  await mkdir(join(profile, 'db-new'));
  await writeFile(join(profile, 'db-new', 'CURRENT'), 'MANIFEST-0000');
  const node = await openProfile(context, profile);
  assert.equal(node.status().fingerprint, alice.fingerprint);
  assert.match(node.status().rescue?.folder ?? '', /db-damaged-2026-11-24T10-31-07Z$/);
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
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  await assert.rejects(
    open(config, 'test', () => logger, null),
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
      /cannot be written \(.*Read-only file system.*See that you may write there .*--profile/,
    );
    return true;
  });
  assert.deepEqual(
    (await readdir(profile)).filter((name) => name.startsWith('db')),
    ['db'],
  );
});
