import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { checkKey, textValue } from '../../main/store/text';
import { byr } from '../support/byr-here';
import { newFolder } from '../support/folder';
import { addressOf, openNode } from '../support/nodes';
import { ask } from '../support/raw-request';

/** Clears the screen (ECMA-48, in one character and in two), names a line, and turns round what follows. */
const HOSTILE = 'a\u009b2J\u001b[2J\u007f\u2028b\u202ec\u2066';
const SHOWN = 'a\\u009b2J\\u001b[2J\\u007f\\u2028b\\u202ec\\u2066';
const CONTROLS = /[^\P{Cc}\n]|[\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

test('nothing that others wrote reaches a terminal as a command, whatever is asked', async (context) => {
  const node = await openNode(context);
  await node.put(checkKey(HOSTILE), textValue(HOSTILE));
  await ask(node.port, '/', { host: 'evil\u009b2J' });
  const commands = [['keys'], ['history', HOSTILE], ['get', HOSTILE, '--json'], ['status'], ['status', '--json']];
  for (const command of commands) {
    const { code, stdout, stderr } = await byr([...command, '-u', addressOf(node)]);
    assert.deepEqual([code, stderr], [0, ''], command[0]);
    assert.doesNotMatch(stdout, CONTROLS, command[0]);
    assert.match(stdout, /\\u009b2J/, command[0]);
  }
  const { stdout } = await byr(['keys', '-u', addressOf(node)]);
  assert.equal(stdout, `${SHOWN}\n`);
  assert.deepEqual(JSON.parse((await byr(['keys', '--json', '-u', addressOf(node)])).stdout), [HOSTILE]);
});

const skip = process.platform === 'linux' ? false : 'only Linux has this way to give a program a terminal';

/** What `byr` writes to a terminal. */
async function onTerminal(...args: string[]): Promise<string> {
  return (await typed('', ...args)).stdout;
}

/** The same where something is typed there, and its end. */
function typed(text: string, ...args: string[]) {
  const command = [process.execPath, 'out/main/cli.js', ...args].join(' ');
  const running = promisify(execFile)('script', ['--quiet', '--command', command, '/dev/null']);
  running.child.stdin?.end(text);
  return running;
}

test('at a terminal it is said that a network key is read from there, and how to end it', { skip }, async () => {
  const { stdout } = await typed('short\n', 'network', 'join');
  assert.match(stdout, /^A network key is read from here: paste it, then press Enter and Ctrl-D\.\r$/m);
  assert.match(stdout, /^byr: A network key has 16 to 200/m);
});

test('at a terminal it is said that a value or keys are read from there; the Enter that ends a value is none of it', {
  skip,
}, async (context) => {
  const node = await openNode(context);
  const at = ['-u', addressOf(node)];
  const set = await typed('Lyon\nRhône\n', 'set', 'Ville', '-', ...at);
  assert.match(set.stdout, /^The value is read from here: type or paste it, then press Enter and Ctrl-D\.\r$/m);
  assert.equal(node.get(checkKey('Ville')), '"Lyon\\nRhône"');
  const imported = await typed('key,value\nPays,France\n', 'import', '-', '--format', 'csv', ...at);
  assert.match(imported.stdout, /^The keys are read from here: paste them, then press Enter and Ctrl-D\.\r$/m);
  assert.equal(node.get(checkKey('Pays')), '"France"');
});

test('the QR code of an invitation goes to a terminal, and into no log', { skip }, async (context) => {
  const at = ['invite', '-u', addressOf(await openNode(context))];
  assert.match(await onTerminal(...at), /^byr:.*\r\n.*█/s);
  assert.doesNotMatch(await onTerminal(...at, '2>&1 >/dev/tty | cat'), /█/);
});

test('an export to a terminal is whole there: no progress is written over it', { skip }, async (context) => {
  const node = await openNode(context);
  await node.put(checkKey('k'), textValue('v'));
  const shown = await onTerminal('export', '-', '--format', 'json', '-u', addressOf(node));
  assert.equal(shown, '{\r\n"k": "v"\r\n}\r\n');
});

test('a terminal shows how much of an import is done', { skip }, async (context) => {
  const node = await openNode(context);
  const file = join(await newFolder(context), 'keys.json');
  await writeFile(file, '{"Ville": "Lyon"}');
  assert.match(await onTerminal('import', file, '-u', addressOf(node)), /Importing 100% \(1\)/);
});

test('a value is printed as it is, but on a terminal as text', { skip }, async (context) => {
  const node = await openNode(context);
  await node.put(checkKey('k'), textValue(`${HOSTILE}\nline\tend`));
  const at = ['k', '-u', addressOf(node)];
  assert.equal((await byr(['get', ...at])).stdout, `${HOSTILE}\nline\tend`);
  assert.equal(await onTerminal('get', ...at), `${SHOWN}\r\nline\tend\r\n`);
});
