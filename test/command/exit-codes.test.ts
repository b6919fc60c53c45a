import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { byr } from '../support/byr';
import { addressOf, openNode } from '../support/nodes';

test('what is refused or not found exits with 1 and says why on standard error', async (context) => {
  const at = ['-u', addressOf(await openNode(context))];
  for (const [args, why] of [
    [['get', 'nothing'], /no key "nothing"/],
    [['delete', 'nothing'], /no such key/],
    [['set', '', 'x'], /at least one character/],
    [['set', 'x'.repeat(1025), 'x'], /1024 bytes/],
    [['history', 'nothing'], /no key/],
    [['removePeer', '4999'], /no such peer/],
    [['addPeer', addressOf(await openNode(context, { rule: 'first' }))], /rule 'first'/],
  ] as const) {
    const { code, stdout, stderr } = await byr([...args, ...at]);
    assert.deepEqual([code, stdout], [1, ''], args.join(' '));
    assert.match(stderr, why);
  }
});

test('what was typed wrong exits with 2', async () => {
  for (const args of [
    ['get'],
    ['nonsense'],
    ['set', 'k', 'v', '--as', 'xml'],
    ['keys', '-p', '70000'],
    ['keys', '-u', 'nonsense://'],
    ['keys', '-u', 'http://localhost:3000', '-p', '3000'],
    ['addPeer', 'not an address'],
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

test('asking for help is no error', async () => {
  assert.equal((await byr(['--help'])).code, 0);
  assert.match((await byr(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
});

test('nobody there exits with 3', async (context) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const { code, stdout, stderr } = await byr(['keys', '-p', String(port)]);
  assert.deepEqual([code, stdout], [3, '']);
  assert.match(stderr, /Nobody answers/);
  const node = await openNode(context);
  assert.equal((await byr(['keys', '-u', addressOf(node), '--path', '/elsewhere'])).code, 3);
});
