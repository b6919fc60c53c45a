import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { kill, listening, serve, spawnByr } from '../support/byr';
import { byr } from '../support/byr-here';
import { newFolder } from '../support/folder';
import { portApart } from '../support/ports';
import { until } from '../support/until';

const run = (home: string, args: string[], input?: string, env: NodeJS.ProcessEnv = {}) =>
  byr(args, input, { BYR_HOME: home, ...env });
const KEY = /^(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}\n$/;

test('byr needs no option for a private node of its own user, and elsewhere the network key', async (context) => {
  const [home, elsewhere] = [await newFolder(context), await newFolder(context)];
  const alice = await serve(context, home, '--private', '--profile', 'alice');
  assert.equal((await run(home, ['set', 'Ville', 'Lyon', '--port', alice.port])).code, 0);
  assert.equal((await run(home, ['get', 'Ville', '--profile', 'alice'])).stdout, 'Lyon');
  const { stdout: key } = await run(home, ['network', 'key', '--port', alice.port]);
  assert.match(key, KEY);

  const stranger = await run(elsewhere, ['get', 'Ville', '--port', alice.port]);
  assert.deepEqual([stranger.code, stranger.stdout], [3, '']);
  assert.match(stranger.stderr, /private network.*--network-key-file/);
  const file = join(elsewhere, 'key');
  await writeFile(file, key.toLowerCase());
  const given = ['get', 'Ville', '--port', alice.port, '--network-key-file', file];
  assert.equal((await run(elsewhere, given)).stdout, 'Lyon');
  assert.equal((await run(elsewhere, given.slice(0, 4), '', { BYR_NETWORK_KEY: key.trim() })).stdout, 'Lyon');
  const { stdout: help } = await run(elsewhere, ['get', '--help']);
  assert.match(help.replace(/\s+/g, ' '), /key of its private network \(or: BYR_NETWORK_KEY\)/);
  const another = { BYR_NETWORK_KEY: 'a key of nobody at all' };
  const wrong = await run(elsewhere, given.slice(0, 4), '', another);
  assert.deepEqual([wrong.code, /another network key/.test(wrong.stderr)], [3, true]);
  assert.equal((await run(home, given.slice(0, 4), '', another)).stdout, 'Lyon', 'its own user needs none');
  for (const [path, why] of [
    [join(elsewhere, 'none'), /none: There is no such file\./],
    [elsewhere, /: This is a folder;/],
  ] as const) {
    const { code, stderr } = await run(elsewhere, [...given.slice(0, 5), path]);
    assert.deepEqual([code, why.test(stderr)], [2, true], stderr);
  }
  const opened = await run(elsewhere, ['network', 'open', ...given.slice(2)]);
  assert.deepEqual([opened.code, /Only its own user/.test(opened.stderr)], [1, true]);
});

test('what a killed node left of its port and key, whose number another process has now, keeps byr from no node', async (context) => {
  const home = await newFolder(context);
  const left = join(home, 'profiles', 'left');
  await mkdir(left, { recursive: true });
  const port = await portApart();
  const key = Buffer.alloc(32).toString('base64');
  await writeFile(join(left, 'holder.json'), JSON.stringify({ pid: process.pid, port, key }));
  await utimes(join(left, 'holder.json'), 1_764_000_000, 1_764_000_000);
  await serve(context, home, '--profile', 'now', '--port', String(port));
  const { code, stderr } = await run(home, ['set', 'Ville', 'Lyon', '--port', String(port)]);
  assert.deepEqual([code, stderr], [0, '']);
});

test('who adds a node of a private network without its key is told to ask for an invitation', async (context) => {
  const home = await newFolder(context);
  const [alice, bob] = [await serve(context, home, '--private'), await serve(context, home)];
  const { code, stderr } = await run(home, ['addPeer', alice.port, '--port', bob.port]);
  assert.deepEqual([code, /private network; this one is open\. Ask for its invitation\.$/m.test(stderr)], [1, true]);
});

test('the key outlives the node in a file of its user, and is in nothing that the node says', async (context) => {
  const home = await newFolder(context);
  const args = ['serve', '--private', '--profile', 'alice'];
  const first = await listening(context, spawnByr(args, home, { talks: true }));
  const { stdout: key } = await run(home, ['network', 'key', '--port', first.port]);
  const kept = join(home, 'profiles', 'alice', 'network-key.json');
  const holder = join(home, 'profiles', 'alice', 'holder.json');
  for (const path of process.platform === 'win32' ? [] : [kept, holder]) {
    assert.equal((await stat(path)).mode & 0o777, 0o600, path);
  }
  // By its channel, as Windows has no signal that lets it close.
  first.child.send('stop');
  await once(first.child, 'close');
  await assert.rejects(stat(holder), 'the owner’s key goes with the node');
  const again = await serve(context, home, '--profile', 'alice');
  assert.equal((await run(home, ['network', 'key', '--port', again.port])).stdout, key);
  const plain = key.replace(/[-\n]/g, '');
  const { stdout: status } = await run(home, ['status', '--json', '--port', again.port]);
  assert.equal(JSON.parse(status).private, true);
  for (const said of [first.said(), again.said(), status, await readFile(holder, 'utf8')]) {
    assert.ok(!said.includes(plain) && !said.includes(key.trim()));
  }
});

test('byr network makes a node private, hands the key to another, and opens both again', async (context) => {
  const home = await newFolder(context);
  const alice = await serve(context, home, '--profile', 'alice', '--name', 'Alice');
  const bob = await serve(context, home, '--profile', 'bob', '--name', 'Bob', '--peer', alice.port);
  const network = (profile: string, ...more: string[]) => run(home, ['network', ...more, '--profile', profile]);
  assert.match((await network('alice')).stdout, /^open: anyone on this LAN can read and write\n$/);
  assert.match((await network('alice', 'private')).stderr, /network key/);
  assert.match((await network('alice')).stdout, /^private/);
  const { stdout: key } = await network('alice', 'key');
  // A private one keeps its key, which goes to a program as `key` gives it.
  assert.equal((await network('alice', 'private', '--json')).stdout, (await network('alice', 'key', '--json')).stdout);
  assert.equal((await network('bob', 'join')).code, 2);
  const inSync = async (): Promise<boolean> =>
    /Alice {2}in-sync/.test((await run(home, ['peers', '--port', bob.port])).stdout);
  await until('Bob to see why', async () =>
    /private network/.test((await run(home, ['peers', '--port', bob.port])).stdout),
  );
  assert.equal((await run(home, ['network', 'join', '--profile', 'bob'], key)).code, 0);
  await until('both to be linked', inSync);
  for (const profile of ['alice', 'bob']) assert.equal((await network(profile, 'open')).code, 0);
  await until('both to be linked openly', inSync);
  const none = await network('bob', 'key');
  assert.deepEqual([none.code, none.stdout, /open and has no key/.test(none.stderr)], [0, '', true]);
  assert.deepEqual(await network('bob', 'key', '--json'), { code: 0, stdout: '{"key":null}\n', stderr: '' });
});

test('a key that cannot be read keeps a node from starting, rather than open', async (context) => {
  const home = await newFolder(context);
  const { child } = await serve(context, home, '--private', '--profile', 'alice');
  await kill(child, 'SIGTERM');
  const kept = join(home, 'profiles', 'alice', 'network-key.json');
  await writeFile(kept, JSON.stringify({ encrypted: Buffer.from('by the window').toString('base64') }));
  const { code, stderr } = await spawnByr(['serve', '--profile', 'alice'], home).ended;
  assert.deepEqual([code, /cannot be read.*--network-key-file/.test(stderr)], [1, true]);
  const file = join(home, 'key');
  await writeFile(file, 'the key that the window kept');
  await serve(context, home, '--profile', 'alice', '--network-key-file', file);
  assert.match(await readFile(kept, 'utf8'), /^\{"key":/);
});

test('an unknown word after network is answered with those that it takes', async () => {
  const { code, stderr } = await byr(['network', 'shut']);
  assert.deepEqual([code, stderr], [2, "byr: 'network' takes 'private', 'key', 'join', 'open' or nothing.\n"]);
});
