import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { KeysFileDesk } from '../../main/app/keys-file-desk';
import { LongWork } from '../../main/app/long-work';
import type { Rule } from '../../main/store/rule';
import { checkKey, jsonValue, textValue } from '../../main/store/text';
import { newFolder } from '../support/folder';
import { openNode } from '../support/nodes';

/** A node, and a desk whose user chooses the file of that name in a folder. */
async function deskOfNode(test: TestContext, rule: Rule = 'latest', backupsIn: string | null = 'backups') {
  const folder = await newFolder(test);
  const node = await openNode(test, { name: 'Ada', rule, backups: backupsIn && join(folder, backupsIn) });
  const seen = { name: 'keys.csv' as string | null, separator: ',' as const as ',' | ';', kinds: new Set<string>() };
  const long: LongWork = new LongWork(() => seen.kinds.add(long.status?.kind ?? 'none'));
  const choose = async (): Promise<string | null> => (seen.name === null ? null : join(folder, seen.name));
  const desk = new KeysFileDesk(node, long, {
    chooseInput: choose,
    chooseOutput: choose,
    separator: () => seen.separator,
  });
  /** Chooses a file of this name with this text, and checks it. */
  const check = async (name: string, text: string) => {
    seen.name = name;
    await writeFile(join(folder, name), text);
    assert.equal(await desk.choose(), name);
    return desk.check();
  };
  const backups = (): Promise<string[]> => readdir(join(folder, 'backups')).catch(() => []);
  return { node, desk, long, seen, folder, check, backups };
}

const valueAt = ({ node }: Awaited<ReturnType<typeof deskOfNode>>, key: string): string | null =>
  node.get(checkKey(key));

test('all keys go to a file that a spreadsheet reads, and come back from it as they were', async (context) => {
  const one = await deskOfNode(context);
  const { node, desk, seen, folder } = one;
  await node.put(checkKey('Ville'), textValue('Orléans; sur Loire'));
  await node.put(checkKey('citation'), textValue('« "oui" »,\nnon'));
  await node.put(checkKey('gone'), textValue('x'));
  await node.put(checkKey('gone'), null);
  for (const separator of [',', ';'] as const) {
    seen.separator = separator;
    assert.deepEqual(await desk.export(), { name: 'keys.csv', keys: 2 });
    const text = await readFile(join(folder, 'keys.csv'), 'utf8');
    assert.ok(text.startsWith(`\ufeffkey${separator}value\r\n`), text);
    const other = await deskOfNode(context);
    assert.deepEqual(await other.check('of-ada.csv', text), {
      ...{ keys: 2, newKeys: 2, changedKeys: 0, sameKeys: 0, mistakes: 0, firstMistakes: [] },
    });
    assert.deepEqual(await other.desk.import(), { set: 2, refused: 0, backedUp: false });
    for (const key of ['Ville', 'citation']) assert.equal(valueAt(other, key), valueAt(one, key));
  }
  assert.deepEqual([...seen.kinds], ['export', 'none']);
});

test('JSON keeps numbers and lists apart from texts', async (context) => {
  const one = await deskOfNode(context);
  await one.node.put(checkKey('n'), jsonValue('12'));
  await one.node.put(checkKey('list'), jsonValue('["a",1]'));
  one.seen.name = 'keys.JSON';
  assert.equal((await one.desk.export())?.keys, 2);
  const other = await deskOfNode(context);
  await other.check('keys.json', await readFile(join(one.folder, 'keys.JSON'), 'utf8'));
  await other.desk.import();
  assert.deepEqual([valueAt(other, 'n'), valueAt(other, 'list')], ['12', '["a",1]']);
});

test('what importing would do is told first; a backup of what it changes is made before it does', async (context) => {
  const one = await deskOfNode(context);
  await one.node.put(checkKey('same'), textValue('1'));
  await one.node.put(checkKey('other'), textValue('before'));
  await one.node.put(checkKey('only here'), textValue('x'));
  const check = await one.check('keys.csv', 'key,value\nsame,1\nother,after\nnew,2\n');
  assert.deepEqual(check, { keys: 3, newKeys: 1, changedKeys: 1, sameKeys: 1, mistakes: 0, firstMistakes: [] });
  assert.equal(valueAt(one, 'other'), '"before"');
  assert.deepEqual(await one.backups(), []);
  assert.deepEqual(await one.desk.import(), { set: 3, refused: 0, backedUp: true });
  assert.deepEqual(
    ['same', 'other', 'new', 'only here'].map((key) => valueAt(one, key)),
    ['"1"', '"after"', '"2"', '"x"'],
  );
  const [backup] = await one.backups();
  await one.node.backups.putBack(join(one.folder, 'backups', String(backup)));
  assert.equal(valueAt(one, 'other'), '"before"');
});

test('a value that came since the file was checked is in a backup, too, before the file replaces it', async (context) => {
  const one = await deskOfNode(context);
  assert.equal((await one.check('keys.csv', 'key,value\nnew,2\n')).changedKeys, 0);
  await one.node.put(checkKey('new'), textValue('of a peer'));
  assert.deepEqual(await one.desk.import(), { set: 1, refused: 0, backedUp: true });
  assert.equal((await one.backups()).length, 1);
});

test('each mistake is told with its line, in words that the window can translate; then nothing is imported', async (context) => {
  const one = await deskOfNode(context);
  const told = async (name: string, text: string): Promise<[number, string][]> => {
    const { mistakes, firstMistakes } = await one.check(name, text);
    assert.throws(() => one.desk.import(), { code: 'bad-request' });
    assert.ok(mistakes >= firstMistakes.length);
    return firstMistakes.map(({ line, why }) => [line, why.code]);
  };
  assert.deepEqual(await told('a.csv', 'key,value\na,1\n,2\nb\na,3\n'), [
    [3, 'key-empty'],
    [4, 'not-a-row'],
    [5, 'key-twice'],
  ]);
  assert.deepEqual(await told('b.csv', 'nom,valeur\na,1\n'), [[1, 'no-columns']]);
  assert.deepEqual(await told('c.json', '{"a": 1,\n"b": nul}'), [[2, 'not-json']]);
  assert.deepEqual(await told('d.json', '[{"key": "a"}]'), [[1, 'not-a-row']]);
  const many = await one.check('e.csv', `key,value\n${'x\n'.repeat(70)}`);
  assert.deepEqual([many.mistakes, many.firstMistakes.length], [70, 50]);
  assert.equal(one.node.status().keys, 0);
});

test('a file that cannot be read, is no text, is neither CSV nor JSON or was changed since is refused', async (context) => {
  const one = await deskOfNode(context);
  assert.throws(() => one.desk.check(), { code: 'not-found' });
  one.seen.name = 'missing.csv';
  await one.desk.choose();
  await assert.rejects(one.desk.check(), { code: 'not-found' });
  await mkdir(join(one.folder, 'folder.csv'));
  one.seen.name = 'folder.csv';
  await one.desk.choose();
  await assert.rejects(one.desk.check(), { code: 'bad-file' });
  for (const name of ['keys.xlsx', 'csv']) {
    one.seen.name = name;
    await assert.rejects(one.desk.choose(), { code: 'not-keys' });
    await assert.rejects(one.desk.export(), { code: 'not-keys' });
  }
  one.seen.name = join('no folder', 'keys.csv');
  await assert.rejects(one.desk.export(), { code: 'not-found' });
  one.seen.name = null;
  assert.deepEqual([await one.desk.choose(), await one.desk.export()], [null, null]);
  await writeFile(join(one.folder, 'latin1.csv'), Buffer.from('key,value\nété,1\n', 'latin1'));
  one.seen.name = 'latin1.csv';
  await one.desk.choose();
  await assert.rejects(one.desk.check(), { code: 'bad-text' });
  await one.check('keys.csv', 'key,value\na,1\n');
  one.seen.name = 'keys.xlsx';
  await assert.rejects(one.desk.choose(), { code: 'not-keys' });
  assert.equal((await one.desk.check()).keys, 1, 'what was chosen before still is');
  one.seen.name = 'keys.csv';
  await one.desk.choose();
  assert.throws(() => one.desk.import(), { code: 'bad-request' }, 'it was not checked since it was chosen');
  const checking = one.desk.check();
  one.seen.name = 'latin1.csv';
  await one.desk.choose();
  await checking;
  assert.throws(() => one.desk.import(), { code: 'bad-request' }, 'another was chosen while it was checked');
  const path = join(one.folder, 'keys.csv');
  for (const [text, seconds] of [
    ['key,value\na,22\n', 0],
    ['key,value\na,2\n', 5],
  ] as const) {
    await one.check('keys.csv', 'key,value\na,1\n');
    await utimes(path, 0, 0);
    await one.desk.check();
    await writeFile(path, text);
    await utimes(path, 0, seconds);
    await assert.rejects(one.desk.import(), { code: 'file-changed' }, text);
  }
  assert.equal(one.node.status().keys, 0);
});

test('a pipe is refused at once: nobody may ever write to it, and waiting for that cannot be cancelled', {
  skip: process.platform === 'win32' && 'it has no pipes among its files',
}, async (context) => {
  const one = await deskOfNode(context);
  const path = join(one.folder, 'keys.csv');
  execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
  await one.desk.choose();
  const checking = one.desk.check();
  one.long.cancel();
  await assert.rejects(checking, { code: 'bad-file' }).finally(async () => {
    // Who waits for it would hold up the end of this process.
    await (await open(path, constants.O_RDWR)).close();
  });
});

test('a file that is changed while it is imported is refused, whether or not it has a mistake then', async (context) => {
  const one = await deskOfNode(context);
  const path = join(one.folder, 'keys.csv');
  await one.node.put(checkKey('a'), textValue('before'));
  for (const keys of ['', 'a,1\n', 'a,1\nb,2\nc,3\n', 'a,1\nb,2\n,3\n']) {
    await one.check('keys.csv', 'key,value\na,1\nb,2\n');
    context.mock.method(one.node.backups, 'now', () => writeFile(path, `key,value\n${keys}`));
    await assert.rejects(one.desk.import(), { code: 'file-changed' }, keys);
    await one.node.put(checkKey('a'), textValue('before'));
  }
});

test('where a node has no folder for backups, what changes is imported without one', async (context) => {
  const one = await deskOfNode(context, 'latest', null);
  await one.node.put(checkKey('a'), textValue('before'));
  await one.check('keys.csv', 'key,value\na,after\n');
  assert.deepEqual(await one.desk.import(), { set: 1, refused: 0, backedUp: false });
});

test('under the rule first, keys that have another value keep it, are counted, and need no backup', async (context) => {
  const one = await deskOfNode(context, 'first');
  await one.node.put(checkKey('a'), textValue('first'));
  assert.equal((await one.check('keys.csv', 'key,value\na,second\nb,2\n')).changedKeys, 1);
  assert.deepEqual(await one.desk.import(), { set: 1, refused: 1, backedUp: false });
  assert.deepEqual([valueAt(one, 'a'), valueAt(one, 'b')], ['"first"', '"2"']);
});

test('it can be cancelled: an export leaves the file that was there, an import what it has set', async (context) => {
  const one = await deskOfNode(context);
  const { desk, long, folder, seen } = one;
  const rows = Array.from({ length: 50_000 }, (_, at) => `k${at},v${at}\n`).join('');
  await one.check('many.csv', `key,value\n${rows}`);
  const importing = desk.import();
  const isUnderWay = (): boolean => (long.status?.done ?? 0) > 0;
  while (!isUnderWay()) await new Promise(setImmediate);
  long.cancel();
  await assert.rejects(
    importing,
    ({ code, message }) => code === 'cancelled' && /of 50000 keys were set/.test(message),
  );
  const { keys } = one.node.status();
  assert.ok(keys > 0 && keys < 50_000, String(keys));
  await one.check('many.csv', `key,value\n${rows}`);
  await desk.import();
  seen.name = 'old.csv';
  await writeFile(join(folder, 'old.csv'), 'old');
  const exporting = desk.export();
  while (!isUnderWay()) await new Promise(setImmediate);
  long.cancel();
  await assert.rejects(exporting, { code: 'cancelled' });
  assert.equal(await readFile(join(folder, 'old.csv'), 'utf8'), 'old');
  assert.deepEqual((await readdir(folder)).sort(), ['many.csv', 'old.csv']);
});
