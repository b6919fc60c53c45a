import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { spawnByr } from '../support/byr';
import { byr } from '../support/byr-here';
import { addressOf, openNode } from '../support/nodes';

test('a value comes back byte for byte, and nothing else stands on standard output', async (context) => {
  const at = ['-u', `http://${addressOf(await openNode(context))}`];
  for (const value of [
    'Lyon',
    '01000',
    '12345678901234567890',
    '{"a":1}',
    ' spaces ',
    'line\nline\n',
    'مدينة 🏳️‍🌈',
    '',
  ]) {
    assert.deepEqual(await byr(['set', 'k', value, ...at]), { code: 0, stdout: '', stderr: '' });
    assert.deepEqual(await byr(['get', 'k', ...at]), { code: 0, stdout: value, stderr: '' });
  }
});

test('a value that begins with a dash follows two dashes', async (context) => {
  const at = ['-u', addressOf(await openNode(context))];
  assert.equal((await byr(['set', ...at, '--', 'k', '-5'])).code, 0);
  assert.equal((await byr(['get', 'k', ...at])).stdout, '-5');
});

test('who forgets the two dashes is told of them', async () => {
  for (const args of [
    ['set', 'Note', '-good'],
    ['get', '--key'],
  ]) {
    const { code, stderr } = await byr(args);
    assert.deepEqual([code, /behind -- and all options/.test(stderr)], [2, true], args.join(' '));
  }
  const mistyped = await byr(['status', '--prot', '4000']);
  assert.match(
    mistyped.stderr,
    /^error: .*'--prot'\n\(Did you mean --port\?\)\n'byr status --help' shows.*\n$/,
    'it takes no key',
  );
});

test('standard input is kept byte for byte up to 256 KiB', async (context) => {
  const at = ['-u', addressOf(await openNode(context))];
  const value = `${'é'.repeat(131_071)}\n\n`;
  assert.equal((await byr(['set', 'k', '-', ...at], value)).code, 0);
  assert.equal((await byr(['get', 'k', ...at])).stdout, value);
  const refused = await byr(['set', 'k', '-', ...at], `${value}x`);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /256 KiB/);
  assert.equal((await byr(['set', 'k', '-', ...at], Buffer.from('é', 'latin1'))).code, 1);
  assert.equal((await byr(['get', 'k', ...at])).stdout, value);
});

test('standard input takes all JSON that a node takes, and says of what is too long what it should have been', async (context) => {
  const node = await openNode(context);
  const at = ['-u', addressOf(node)];
  const spaced = `[1,${' '.repeat(600 * 1024)}2]`;
  assert.equal((await byr(['set', 'k', '-', '--as', 'json', ...at], spaced)).code, 0);
  assert.equal(node.get(checkKey('k')), '[1,2]');
  const escaped = `"${'\\u0041'.repeat(256 * 1024)}"`;
  assert.equal((await byr(['set', 'k', '-', '--as', 'json', ...at], escaped)).code, 0);
  assert.equal(node.get(checkKey('k')), `"${'A'.repeat(256 * 1024)}"`);
  for (const [args, said] of [
    [['set', 'k', '-', '--as', 'json'], /^byr: A value has at most/],
    [['addPeer', '-'], /^byr: An invitation is not as long as that/],
    [['network', 'join'], /^byr: A network key is not as long as that/],
  ] as const) {
    const { code, stderr } = await byr([...args, ...at], 'x'.repeat(5 * 1024 * 1024));
    assert.equal(code, 1);
    assert.match(stderr, said);
  }
});

test('any JSON keeps its digits and its __proto__', async (context) => {
  const at = ['-u', addressOf(await openNode(context))];
  assert.equal((await byr(['set', '__proto__', '{"__proto__": 12345678901234567890}', '--as', 'json', ...at])).code, 0);
  assert.equal((await byr(['get', '__proto__', ...at])).stdout, '{"__proto__":12345678901234567890}');
  const { stdout } = await byr(['get', '__proto__', '--json', ...at]);
  assert.match(stdout, /^\{"key":"__proto__","value":\{"__proto__":12345678901234567890\},"by":"Test","time":\d+,/);
  assert.equal((await byr(['set', 'k', '-', '--as', 'json', ...at], '{')).code, 1);
});

test('keys are listed in the order of the window, deleted ones too', async (context) => {
  const at = ['-u', addressOf(await openNode(context))];
  const sorted = ['alice', 'Bob', 'Élève', 'Zoé'];
  for (const key of ['Zoé', 'Élève', 'alice', 'Bob']) await byr(['set', key, '1', ...at]);
  assert.equal((await byr(['keys', ...at])).stdout, `${sorted.join('\n')}\n`);
  for (const key of sorted) await byr(['delete', key, ...at]);
  assert.deepEqual(JSON.parse((await byr(['keys', '--deleted', '--json', ...at])).stdout), sorted);
});

test('keys are listed one a line, whatever they hold', async (context) => {
  const at = ['-u', addressOf(await openNode(context))];
  for (const key of ['b', 'a', 'a\nb', '\u001b[31m']) await byr(['set', key, '1', ...at]);
  assert.equal((await byr(['keys', ...at])).stdout, '\\u001b[31m\na\na\\nb\nb\n');
  assert.deepEqual(JSON.parse((await byr(['keys', '--json', ...at])).stdout), ['\u001b[31m', 'a', 'a\nb', 'b']);
});

test('where the node is may stand before the command or behind it', async (context) => {
  const at = ['-u', addressOf(await openNode(context))];
  assert.equal((await byr([...at, 'set', 'k', 'v'])).code, 0);
  assert.equal((await byr([...at, 'get', 'k'])).stdout, 'v');
  assert.match((await byr(['--json', 'get', ...at, 'k'])).stdout, /^\{"key":"k"/);
});

test('where both say where the node is, it is where the words behind the command say', async (context) => {
  const [first, other] = [addressOf(await openNode(context)), addressOf(await openNode(context))];
  assert.equal((await byr(['-u', first, 'set', 'k', 'v', '-u', other])).code, 0);
  assert.equal((await byr(['get', 'k', '-u', other])).stdout, 'v');
  assert.equal((await byr(['get', 'k', '-u', first])).code, 1);
});

test('a reader that has seen enough ends the command without a word', async (context) => {
  const node = await openNode(context);
  for (let i = 0; i < 20_000; i++) void node.put(checkKey(`key ${i} ${'x'.repeat(50)}`), textValue(''));
  const listing = spawnByr(['keys', '-u', addressOf(node)]);
  listing.child.stdout?.once('data', () => listing.child.stdout?.destroy());
  assert.deepEqual((({ code, stderr }) => ({ code, stderr }))(await listing.ended), { code: 0, stderr: '' });
});

test('so does one on Windows, where its end may be told otherwise', async (context) => {
  const at = ['-u', addressOf(await openNode(context))];
  const ends = `process.stdout._write = (chunk, encoding, done) =>
    done(Object.assign(new Error('write EOF'), { code: 'EOF', syscall: 'write' }))`;
  const flags = ['--import', `data:text/javascript,${encodeURIComponent(ends)}`];
  const { code, stderr } = await spawnByr(['status', ...at], undefined, { flags }).ended;
  assert.deepEqual([code, stderr], [0, '']);
});
