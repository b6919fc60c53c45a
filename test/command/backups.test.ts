import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { backupLine } from '../../main/command/print-backup';
import { checkKey, textValue } from '../../main/store/text';
import { kill, serve, spawnByr } from '../support/byr';
import { byr } from '../support/byr-here';
import { newFolder } from '../support/folder';
import { addressOf, keysOf, openNode } from '../support/nodes';
import { until } from '../support/until';

/** A node with backups in this process, and how the command line reaches it. */
async function nodeHere(test: TestContext, name: string, now = Date.now) {
  const folder = await newFolder(test);
  const node = await openNode(test, { name, now, backups: join(folder, 'backups') });
  return { node, folder, at: ['-u', addressOf(node)] };
}

test('only a damaged backup is called damaged, not one that a newer version wrote', () => {
  const backup = { path: '/b.byr', size: 812, header: null, own: true, verified: null };
  const problem = { code: 'bad-backup', message: 'It ends too early.' } as const;
  assert.equal(backupLine({ ...backup, problem }), '/b.byr  812 B, unreadable, DAMAGED: It ends too early.');
  const newer = { code: 'newer-backup', message: 'A newer version wrote it.' } as const;
  assert.equal(backupLine({ ...backup, problem: newer }), '/b.byr  812 B, unreadable, A newer version wrote it.');
});

test('a backup is made, listed, verified, and restored into another node', async (context) => {
  const home = await newFolder(context);
  const alice = await serve(context, home, '--name', 'Alice', '--profile', 'a');
  const at = ['-p', alice.port];
  await byr(['set', 'Ville', 'Lyon', ...at]);
  await byr(['set', 'Ville', 'Nice', ...at]);
  const made = JSON.parse((await byr(['backup', '--json', ...at])).stdout);
  assert.deepEqual([made.header.entries, made.header.name, made.own], [2, 'Alice', true]);
  assert.match((await byr(['backups', ...at])).stdout, /byr {2}\d+ B, 2 entries, verified \S+Z\n$/);
  assert.match((await byr(['status', ...at])).stdout, /backups {6}newest \S+Z, every 15 min/);
  await kill(alice.child);
  const verified = await byr(['verify', made.path]);
  assert.match(verified.stdout, /^Good: 2 entries of Alice of .*, rule latest, fingerprint [0-9a-f]{8}\.\n$/);

  const bob = await nodeHere(context, 'Bob');
  await byr(['set', 'own', 'x', ...bob.at]);
  const unasked = await byr(['restore', made.path, ...bob.at]);
  assert.equal(unasked.code, 2);
  assert.match(unasked.stderr, /2 {2}entries to merge.*\nbyr: .*--yes/s);
  assert.equal(bob.node.status().keys, 1);
  const restored = await byr(['restore', made.path, '--yes', ...bob.at]);
  assert.equal(restored.stdout, 'Restored: 2 entries were new.\n');
  assert.equal((await byr(['history', 'Ville', ...bob.at])).stdout.trim().split('\n').length, 2);
});

test('restore --put-back brings back what was deleted and changed since, and tells the way to undo it', async (context) => {
  const { node, at } = await nodeHere(context, 'Alice');
  await byr(['set', 'note/1', 'milk', ...at]);
  await byr(['set', 'note/2', 'bread', ...at]);
  const { path } = JSON.parse((await byr(['backup', '--json', ...at])).stdout);
  await byr(['delete', 'note/1', ...at]);
  await byr(['set', 'note/2', 'nothing', ...at]);
  const merged = await byr(['restore', path, '--yes', ...at]);
  assert.match(merged.stderr, /1 {2}deleted here since\n.* 1 {2}with another value here\n/);
  assert.match(merged.stderr, /Merging leaves 2 keys that differ; --put-back makes all as in the backup\.\n/);
  assert.equal(merged.stdout, 'Restored: 0 entries were new.\n');

  const unasked = await byr(['restore', path, '--put-back', ...at]);
  assert.deepEqual([unasked.code, keysOf(node)], [2, ['note/2']]);
  assert.equal((await node.backups.list()).length, 1, 'nothing was begun');
  const back = await byr(['restore', path, '--put-back', '--yes', ...at]);
  const told =
    /^Restored: 0 .*\nPut back: 2 keys are as in the backup again\.\nWhat was here before is in (.*); to undo this, put that back\.\n$/;
  const [, before = ''] = told.exec(back.stdout) ?? [];
  assert.equal((await byr(['get', 'note/1', ...at])).stdout, 'milk');
  assert.equal((await byr(['get', 'note/2', ...at])).stdout, 'bread');
  const undone = JSON.parse((await byr(['restore', before, '--put-back', '--yes', '--json', ...at])).stdout);
  assert.equal(undone.written, 2);
  assert.deepEqual(keysOf(node), ['note/2']);
  assert.equal((await byr(['get', 'note/2', ...at])).stdout, 'nothing');

  const both = await byr(['restore', path, '--put-back', '--as-new', 'b']);
  assert.deepEqual([both.code, /--put-back.*cannot be used with.*--as-new/.test(both.stderr)], [2, true]);
  const first = await nodeHere(context, 'First');
  const ofFirst = await openNode(context, { rule: 'first', backups: join(first.folder, 'of first') });
  const kept = await byr([
    'restore',
    (await ofFirst.backups.now()).path,
    '--put-back',
    '--yes',
    '-u',
    addressOf(ofFirst),
  ]);
  assert.deepEqual([kept.code, /keeps the first value/.test(kept.stderr)], [1, true]);
});

test('what restore --put-back reads stays, though other backups push it out meanwhile', async (context) => {
  const clock = { now: Date.UTC(2026, 10, 24, 12) };
  const { node, at } = await nodeHere(context, 'Alice', () => clock.now);
  const another = async (): Promise<string> => {
    clock.now += 1_000;
    await node.put(checkKey('Ville'), textValue(`${clock.now}`));
    return (await node.backups.now()).path;
  };
  const oldest = await another();
  for (let n = 1; n < 10; n++) await another();
  const { previewOf, restoreEntries } = node.backups;
  const others: Promise<string>[] = [];
  context.mock.method(node.backups, 'previewOf', (...asked: Parameters<typeof previewOf>) => {
    others.push(another());
    return previewOf.apply(node.backups, asked);
  });
  context.mock.method(node.backups, 'restoreEntries', async (...asked: Parameters<typeof restoreEntries>) => {
    others.push(another());
    await Promise.all(others);
    return restoreEntries.apply(node.backups, asked);
  });
  const { code, stderr } = await byr(['restore', oldest, '--put-back', '--yes', ...at]);
  assert.equal(code, 0, stderr);
  assert.equal(others.length, 2);
});

test('a backup opens as a new network: another node id, its rule, no peers', async (context) => {
  const home = await newFolder(context);
  const alice = await serve(context, home, '--profile', 'a', '--rule', 'first', '--peer', '1');
  await byr(['set', 'Ville', 'Lyon', '-p', alice.port]);
  const { path, header } = JSON.parse((await byr(['backup', '--json', '-p', alice.port])).stdout);
  const made = await byr(['restore', path, '--as-new', 'b'], '', { BYR_HOME: home });
  assert.match(made.stdout, /^1 entry in .*b; open it by: byr serve --profile b\n$/);
  const again = await byr(['restore', path, '--as-new', 'b'], '', { BYR_HOME: home });
  assert.deepEqual([again.code, /holds something already/.test(again.stderr)], [1, true]);
  const spaced = await byr(['restore', path, '--as-new', 'My copy'], '', { BYR_HOME: home });
  assert.match(spaced.stdout, /; open it by: byr serve --profile "My copy"\n$/);
  const forPrograms = await byr(['restore', path, '--as-new', 'c', '--json'], '', { BYR_HOME: home });
  assert.deepEqual(JSON.parse(forPrograms.stdout), { added: 1, tooNew: 0, profile: join(home, 'profiles', 'c') });
  assert.deepEqual((await readdir(join(home, 'profiles'))).sort(), ['My copy', 'a', 'b', 'c']);
  const fresh = await serve(context, home, '--profile', 'b');
  const status = JSON.parse((await byr(['status', '--json', '-p', fresh.port])).stdout);
  assert.deepEqual([status.rule, status.keys, status.peers], ['first', 1, []]);
  assert.equal(status.fingerprint, header.fingerprint);
  assert.notEqual(status.id, header.node);
  assert.equal((await byr(['get', 'Ville', '-p', fresh.port])).stdout, 'Lyon');
});

test('files that are no good backups are refused before a node is asked', async (context) => {
  const { node, folder, at } = await nodeHere(context, 'Alice');
  await byr(['set', 'Ville', 'Lyon', ...at]);
  const { path } = JSON.parse((await byr(['backup', '--json', ...at])).stdout);
  const bytes = await readFile(path);
  const cut = join(folder, 'cut.byr');
  await writeFile(cut, bytes.subarray(0, -9));
  for (const command of [
    ['verify', cut],
    ['restore', cut, '--yes', ...at],
    ['restore', cut, '--as-new', join(folder, 'p')],
  ]) {
    const { code, stderr } = await byr(command);
    assert.deepEqual([code, /^byr: The backup is damaged: /.test(stderr)], [1, true], command.join(' '));
  }
  assert.match((await byr(['verify', join(folder, 'none')])).stderr, /There is no file/);
  assert.deepEqual((await readdir(folder)).sort(), ['backups', 'cut.byr']);
  const first = await openNode(context, { rule: 'first' });
  const other = await byr(['restore', path, '--yes', '-u', addressOf(first)]);
  assert.deepEqual([other.code, /--as-new/.test(other.stderr)], [1, true]);
  assert.equal(node.status().keys, 1);
});

test('a backup of many large values goes over in messages that are bounded', async (context) => {
  const { node, at } = await nodeHere(context, 'Alice');
  const large = JSON.stringify('"\\'.repeat(100_000));
  for (let n = 0; n < 12; n++) await node.put('large' as never, JSON.stringify(`${n}${JSON.parse(large)}`) as never);
  for (let n = 0; n < 2_000; n++) void node.put(`key ${n}` as never, '"x"' as never);
  const { path } = await node.backups.now();
  const bob = await nodeHere(context, 'Bob');
  assert.equal((await byr(['restore', path, '--yes', ...bob.at])).code, 0);
  assert.equal(bob.node.status().fingerprint, node.status().fingerprint);
  const { stdout } = await byr(['export', '-', '--format', 'json', ...at]);
  assert.equal(Object.keys(JSON.parse(stdout)).length, 2_001);
});

test('keys are exported and imported as JSON and as CSV', async (context) => {
  const { folder, at } = await nodeHere(context, 'Alice');
  await byr(['set', 'zip', '01000', ...at]);
  await byr(['set', 'list', '[1.50, 12345678901234567890]', '--as', 'json', ...at]);
  await byr(['set', 'said', 'a "b",\nc', ...at]);
  await byr(['set', 'gone', 'x', ...at]);
  await byr(['delete', 'gone', ...at]);
  const bob = await nodeHere(context, 'Bob');
  for (const [name, ...options] of [['all.json'], ['all.csv', '--as', 'json']] as [string, ...string[]][]) {
    const file = join(folder, name);
    assert.equal((await byr(['export', file, ...options, ...at])).stderr, '3 keys exported.\n');
    assert.equal((await byr(['import', file, ...options, ...bob.at])).stderr, '3 keys set.\n');
    assert.deepEqual(keysOf(bob.node).sort(), ['list', 'said', 'zip']);
    assert.equal(bob.node.get('list' as never), '[1.50,12345678901234567890]');
    assert.equal(bob.node.get('said' as never), '"a \\"b\\",\\nc"');
    for (const key of keysOf(bob.node)) await bob.node.put(key as never, null);
  }
  const csv = (await byr(['export', '-', '--format', 'csv', ...at])).stdout;
  assert.equal((await byr(['import', '-', '--format', 'csv', ...bob.at], csv)).code, 0);
  assert.equal(bob.node.get('zip' as never), '"01000"');
  assert.equal((await byr(['export', join(folder, 'all.txt'), ...at])).code, 2);
});

test('a file with mistakes sets nothing and tells all of them; what the node refuses is told too', async (context) => {
  const { node, folder, at } = await nodeHere(context, 'Alice');
  const file = join(folder, 'bad.csv');
  await writeFile(file, 'key,value\ngood,1\n,2\nthree\n');
  const bad = await byr(['import', file, ...at]);
  assert.equal(bad.code, 1);
  assert.equal(bad.stderr.split('\n').length, 4);
  assert.match(bad.stderr, /bad\.csv:3: .*\n.*bad\.csv:4: .*\nbyr: 2 mistakes in the file: nothing was set\.\n$/);
  assert.equal(node.status().keys, 0);
  const first = await openNode(context, { rule: 'first' });
  await byr(['set', 'b', 'old', '-u', addressOf(first)]);
  const refused = await byr(['import', '-', '--format', 'csv', '-u', addressOf(first)], 'key,value\na,1\nb,2\nc,3\n');
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^2 keys set\.\nstandard input:3: .*first value.*\nbyr: The node refused 1 key\.\n$/);
});

test('an import that is cancelled says what it did', {
  skip: process.platform === 'win32' && 'a signal ends a process there at once',
}, async (context) => {
  const { node } = await nodeHere(context, 'Alice');
  const rows = Array.from({ length: 50_000 }, (_, n) => `key ${n},value ${n}`);
  const importing = spawnByr(['import', '-', '--format', 'csv', '-u', addressOf(node)]);
  importing.child.stdin?.end(`key,value\n${rows.join('\n')}`);
  await until('some keys', () => node.status().keys > 0);
  importing.child.kill('SIGINT');
  const { code, stderr } = await importing.ended;
  assert.equal(code, 1);
  const [, told] = /Cancelled \((\d+) of 50000 keys were set, and stay\)/.exec(stderr) ?? [];
  assert.ok(Number(told) > 0 && Number(told) < 50_000, stderr);
});
