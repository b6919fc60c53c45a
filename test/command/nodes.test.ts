import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { io } from 'socket.io-client';
import { kill, listening, serve, spawnByr } from '../support/byr';
import { byr } from '../support/byr-here';
import { CourseNode } from '../support/course-node';
import { newFolder } from '../support/folder';
import { addressOf, aliceAndBob, openNode } from '../support/nodes';
import { until } from '../support/until';

test('three nodes without windows, linked by the command line, are one database', async (context) => {
  const home = await newFolder(context);
  const alice = await serve(context, home, '--name', 'Alice');
  const bob = await serve(context, home, '--name', 'Bob', '--peer', alice.port);
  const chloe = await serve(context, home, '--name', 'Chloé');
  assert.equal((await byr(['set', 'Ville', 'Lyon', '-p', alice.port])).code, 0);
  assert.equal((await byr(['addPeer', bob.port, '-p', chloe.port])).code, 0);
  await until('Chloé to be in sync with both', async () => {
    const { stdout } = await byr(['status', '-p', chloe.port]);
    return stdout.includes('in sync with 2 of 2');
  });
  assert.equal((await byr(['get', 'Ville', '-p', chloe.port])).stdout, 'Lyon');
  assert.match((await byr(['addPeer', bob.port, '-p', chloe.port])).stderr, /already linked/);
  assert.equal((await byr(['removePeer', 'Bob', '-p', chloe.port])).code, 0);
  const { stdout } = await byr(['peers', '-p', chloe.port]);
  assert.match(stdout, /Alice/);
  assert.doesNotMatch(stdout, /Bob/);
});

test('a node that is killed comes back with its entries, name and peers, and a second process cannot take its profile', async (context) => {
  const home = await newFolder(context);
  const friend = await openNode(context, { name: 'Friend' });
  const first = await serve(context, home, '--profile', 'mine', '--name', 'Alice', '--peer', addressOf(friend));
  assert.equal((await byr(['set', 'Ville', '01000', '-p', first.port])).code, 0);
  const second = spawnByr(['serve', '--profile', 'mine'], home);
  const refused = await second.ended;
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, new RegExp(`in use by process ${first.child.pid}`));
  await until('the friend to be saved as a peer', () => friend.status().peers[0]?.state === 'in-sync');
  await kill(first.child);
  const again = await serve(context, home, '--profile', 'mine');
  assert.match(again.said(), /^Alice listens/);
  assert.equal((await byr(['get', 'Ville', '-p', again.port])).stdout, '01000');
});

test('a node ends soon when it is told to, also when it has just sent somebody away', async (context) => {
  const { child, port } = await serve(context, await newFolder(context));
  const options = { path: '/byr', auth: { byr: null }, transports: ['polling'], reconnection: false };
  const socket = io(`http://localhost:${port}`, options);
  await new Promise((resolve) => socket.once('disconnect', resolve));
  child.kill('SIGTERM');
  await until('the node to end', () => child.exitCode !== null || child.signalCode !== null);
});

test('a node goes on when nobody reads its log any more', async (context) => {
  const course = await CourseNode.open(context, { values: { Ville: 'Lyon' } });
  const { child, port } = await serve(context, await newFolder(context));
  child.stderr?.destroy();
  await byr(['set', 'Ville', 'Nice', '-p', port]);
  await byr(['addPeer', String(course.port), '-p', port]);
  await until('something to log', async () => /refused 1/.test((await byr(['peers', '-p', port])).stdout));
  assert.equal((await byr(['get', 'Ville', '-p', port])).stdout, 'Nice');
  assert.equal(child.exitCode, null);
});

test('a host by --url and its port by --port is where the node is, as on the command line of the course', async (context) => {
  const node = await openNode(context);
  for (const url of ['http://localhost', 'http://localhost/', 'localhost']) {
    assert.equal((await byr(['set', 'Ville', 'Lyon', '-u', url, '-p', String(node.port)])).code, 0, url);
  }
});

test('a node that is told to stop ends with 0', {
  skip: process.platform === 'win32' && 'Windows has no SIGTERM',
}, async (context) => {
  const { child } = await serve(context, await newFolder(context));
  await kill(child, 'SIGTERM');
  assert.deepEqual([child.exitCode, child.signalCode], [0, null]);
});

test('a node that is told by the channel of who started it to stop ends with 0, however early it is told', async (context) => {
  const home = await newFolder(context);
  const start = () => spawnByr(['serve'], home, { talks: true });
  const early = start();
  context.after(() => kill(early.child));
  early.child.send('stop');
  assert.equal((await early.ended).code, 0);
  const { child } = await listening(context, start());
  const closed = once(child, 'close');
  child.send({ other: 'stop' });
  child.send('stop');
  await closed;
  assert.deepEqual([child.exitCode, child.signalCode], [0, null]);
});

test('a node without a terminal stays when one closes', {
  skip: process.platform === 'win32' && 'Windows has no SIGHUP',
}, async (context) => {
  const { child, port } = await serve(context, await newFolder(context));
  child.kill('SIGHUP');
  assert.equal((await byr(['set', 'Ville', 'Lyon', '-p', port])).code, 0);
  assert.equal((await byr(['get', 'Ville', '-p', port])).stdout, 'Lyon');
  await kill(child, 'SIGTERM');
  assert.equal(child.exitCode, 0);
});

test('a profile of another rule is passed over, and refused where it is named', async (context) => {
  const home = await newFolder(context);
  const latest = await serve(context, home);
  assert.match(latest.said(), /profiles.1\)/);
  await kill(latest.child);
  const first = await serve(context, home, '--rule', 'first');
  assert.match(first.said(), /profiles.2\)/);
  const wishes = ['--name', 'Mallory', '--private'];
  const { code, stderr } = await spawnByr(['serve', '--profile', '1', '--rule', 'first', ...wishes], home).ended;
  assert.equal(code, 1);
  assert.match(stderr, /has the rule 'latest'/);
  const again = await serve(context, home, '--profile', '1');
  assert.doesNotMatch(again.said(), /Mallory|Private/);
});

test('a port that is taken is a clear message', async (context) => {
  const node = await openNode(context);
  const { code, stderr } = await spawnByr(['serve', '--port', String(node.port)], await newFolder(context)).ended;
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`^Port ${node.port} is taken by another program.*\\n$`));
});

test('watch prints a line a change until the node is gone', async (context) => {
  const node = await serve(context, await newFolder(context), '--name', 'Alice');
  const watch = spawnByr(['watch', '--json', '-p', node.port]);
  await until('a set and a delete to be printed', async () => {
    await byr(['set', 'Ville', 'Lyon', '-p', node.port]);
    await byr(['delete', 'Ville', '-p', node.port]);
    return watch.stdout().includes('"Lyon"') && watch.stdout().includes('"deleted":true');
  });
  await kill(node.child);
  const { code, stdout } = await watch.ended;
  assert.equal(code, 3);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.ok(lines.some(({ key, value, by }) => key === 'Ville' && value === 'Lyon' && by === 'Alice'));
});

test('two values set at once are listed, and the one that lost can be put back', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  await byr(['set', 'statut', 'en couple', '-u', addressOf(alice)]);
  await byr(['set', 'statut', 'célibataire', '-u', addressOf(bob)]);
  await byr(['addPeer', addressOf(bob), '-u', addressOf(alice)]);
  const conflicts = await until('the conflict', async () => {
    const { stdout } = await byr(['conflicts', '--json', '-u', addressOf(alice)]);
    const found = JSON.parse(stdout);
    return found.length > 0 && found;
  });
  const [{ key, winner, losers }] = conflicts;
  assert.deepEqual([key, winner.value, losers[0].value, losers[0].by], ['statut', 'célibataire', 'en couple', 'Alice']);
  assert.equal((await byr(['putBack', 'statut', losers[0].stamp, '-u', addressOf(alice)])).code, 0);
  assert.equal((await byr(['get', 'statut', '-u', addressOf(alice)])).stdout, 'en couple');
  assert.equal((await byr(['conflicts', '-u', addressOf(alice)])).stdout, '');
  assert.equal((await byr(['history', 'statut', '-u', addressOf(alice)])).stdout.trim().split('\n').length, 3);
});

test('the deleted keys are listed, and what one of them had is put back', async (context) => {
  const at = ['-u', addressOf(await openNode(context))];
  assert.equal((await byr(['keys', '--deleted', '--json', ...at])).stdout, '[]\n');
  for (const key of ['Ville', 'Pays', 'Rue']) await byr(['set', key, `value of ${key}`, ...at]);
  for (const key of ['Ville', 'Pays']) await byr(['delete', key, ...at]);
  assert.equal((await byr(['keys', '--deleted', ...at])).stdout, 'Pays\nVille\n');
  const [, before] = JSON.parse((await byr(['history', 'Ville', '--json', ...at])).stdout);
  await byr(['putBack', 'Ville', before.stamp, ...at]);
  assert.equal((await byr(['get', 'Ville', ...at])).stdout, 'value of Ville');
  assert.equal((await byr(['keys', '--deleted', '--json', ...at])).stdout, '["Pays"]\n');
});

for (const generation of [2, 4] as const) {
  test(`a course node on Socket.IO ${generation} can be asked and set`, async (context) => {
    const node = await CourseNode.open(context, { generation });
    const at = ['-u', node.address];
    assert.equal((await byr(['set', 'Ville', 'Lyon', ...at])).code, 0);
    assert.equal((await byr(['get', 'Ville', ...at])).stdout, 'Lyon');
    assert.equal((await byr(['keys', ...at])).stdout, 'Ville\n');
    assert.equal((await byr(['set', 'Ville', 'Nice', ...at])).code, 1);
    assert.match((await byr(['status', ...at])).stderr, /course node/);
  });
}

test('npx finds the command in the checkout', {
  skip: process.platform === 'win32' && 'npx is a batch file there',
}, async () => {
  const child = spawn('npx', ['--no-install', 'byr', '--version']);
  const code = await new Promise((resolve) => child.once('close', resolve));
  assert.equal(code, 0);
});
