import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { spawnByr } from '../support/byr';
import { byr } from '../support/byr-here';
import { newFolder } from '../support/folder';
import { addressOf, openNode } from '../support/nodes';
import { portApart } from '../support/ports';

test('what is refused or not found exits with 1 and says why on standard error', async (context) => {
  const at = ['-u', addressOf(await openNode(context))];
  for (const [args, why] of [
    [['get', 'nothing'], /no key "nothing"/],
    [['delete', 'nothing'], /no such key/],
    [['history', 'nothing'], /no key/],
    [['removePeer', '4999'], /no such peer/],
    [['forget', '4999'], /no such peer/],
    [['pause', '4999'], /no such peer/],
    [['resume', 'Nobody'], /no such peer: 'byr peers' lists/],
    [['putBack', 'nothing', 'never'], /'byr history' lists the stamps/],
    [['verify', 'none.byr'], /There is no file none\.byr/],
    [['restore', 'none.byr'], /There is no file none\.byr/],
    [['import', 'none.csv'], /There is no file none\.csv/],
    [['export', 'none/all.csv'], /There is no folder .*none: make it first/],
    [['addPeer', addressOf(await openNode(context, { rule: 'first' }))], /rule 'first'/],
  ] as const) {
    const { code, stdout, stderr } = await byr(args[0] === 'verify' ? [...args] : [...args, ...at]);
    assert.deepEqual([code, stdout], [1, ''], args.join(' '));
    assert.match(stderr, why);
  }
});

test('what was typed wrong exits with 2', async () => {
  for (const args of [
    ['get'],
    ['get', ''],
    ['nonsense'],
    ['set', 'k', 'v', '--as', 'xml'],
    ['set', 'k', '{', '--as', 'json'],
    ['set', '', 'v'],
    ['set', 'x'.repeat(1025), 'v'],
    ['delete', ''],
    ['export', ''],
    ['keys', '-p', '70000'],
    ['keys', '-u', 'nonsense://'],
    ['keys', '-u', 'http://localhost:3000', '-p', '3000'],
    ['addPeer', 'not an address'],
    ['pause'],
    ['pause', 'Bob', '--all'],
    ['resume'],
    ['serve', '--rule', 'last'],
    ['serve', '--nearby', 'yes'],
    ['serve', '--port', '0'],
    ['serve', '--peer', 'x'],
  ]) {
    const { code, stderr } = await byr(args);
    assert.equal(code, 2, args.join(' '));
    assert.notEqual(stderr, '');
  }
});

test('who types a command wrong is told what shows how', async () => {
  for (const [args, help] of [
    [['nonsense'], "'byr --help' lists the commands."],
    [['set', 'Ville'], "'byr set --help' shows how it is used."],
    [['-p', '4000', 'putBack', 'Ville'], "'byr putBack --help' shows how it is used."],
    [['serve', '--nonsense'], "'byr serve --help' shows how it is used."],
    [['set', 'Note', '-good'], 'behind -- and all options: byr set -p 3000 -- Note -good'],
  ] as const) {
    const { code, stderr } = await byr([...args]);
    assert.deepEqual([code, stderr.trimEnd().endsWith(help)], [2, true], stderr);
  }
  assert.match((await byr([])).stderr, /or gone\.\n$/, 'the help needs no more');
});

test('what is no path is told so, and not looked for at a node', async (context) => {
  const node = await openNode(context);
  const { code, stderr } = await byr(['keys', '-u', addressOf(node), '--path', 'byr']);
  assert.deepEqual([code, stderr], [2, "byr: --path takes a path such as '/byr'.\n"]);
});

test('what is no port is told so, and of no other option', async () => {
  for (const port of ['abc', '70000', 'localhost:3000']) {
    const { code, stderr } = await byr(['keys', '-p', port]);
    assert.deepEqual([code, stderr], [2, 'byr: --port takes a number from 1 to 65535.\n'], port);
  }
});

test('a value whose quotes were forgotten is told so', async () => {
  const { code, stderr } = await byr(['set', 'Ville', 'La', 'Rochelle']);
  assert.equal(code, 2);
  assert.match(stderr, /^byr: .*quotes: byr set Ville "La Rochelle"\n$/);
});

test('no name of a file is told so', async () => {
  assert.match((await byr(['export', ''])).stderr, /^byr: Name a file, or -/);
});

test('output that cannot be written is one line and exits with 1', {
  skip: process.platform !== 'linux' && 'needs /dev/full',
}, async (context) => {
  const node = await openNode(context);
  await node.put(checkKey('k'), textValue('v'));
  const through = ['sh', '-c', 'exec "$0" "$@" > /dev/full'];
  for (const command of [['get', 'k'], ['keys']]) {
    const { code, stderr } = await spawnByr([...command, '-u', addressOf(node)], undefined, { through }).ended;
    assert.equal(code, 1);
    assert.match(stderr, /^byr: Standard output cannot be written \(.*ENOSPC.*\)\.\n$/);
  }
});

test('asking for help is no error', async () => {
  assert.equal((await byr(['--help'])).code, 0);
  assert.match((await byr(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
});

test('the README tells the exit codes as the help does', async () => {
  const [told] = /^Exit codes: .*\.$/m.exec((await byr(['--help'])).stdout) ?? [''];
  assert.match(told, /3 nobody there, not let in, or gone\.$/);
  assert.ok(readFileSync('README.md', 'utf8').includes(`\n${told}`));
});

test('nobody there exits with 3', async (context) => {
  const { code, stdout, stderr } = await byr(['keys', '-p', String(await portApart())]);
  assert.deepEqual([code, stdout], [3, '']);
  assert.match(stderr, /Nobody answers/);
  const node = await openNode(context);
  assert.equal((await byr(['keys', '-u', addressOf(node), '--path', '/elsewhere'])).code, 3);
  const none = await byr(['keys', '--profile', await newFolder(context)]);
  assert.deepEqual([none.code, /No node runs with the profile .*: open one/.test(none.stderr)], [3, true]);
});
