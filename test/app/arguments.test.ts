import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { HELP, readArguments } from '../../main/app/arguments';
import { UsageError } from '../../main/config';

test('an option that a window does not know is an error where a value follows it', () => {
  for (const mistyped of ['--prot', '-P', '--network-key', '--toString'])
    assert.throws(
      () => readArguments([mistyped, '4000', '--name', 'Bob']),
      new UsageError(`There is no option ${mistyped}; --help lists those that there are.`),
    );
});

test('an option without its value is an error', () => {
  assert.throws(() => readArguments(['--name', 'Bob', '--port']), new UsageError('--port needs a value.'));
});

test('options of Chromium pass, before a link, a backup and the folder of the app, too', () => {
  const folder = resolve('app');
  for (const last of ['byr:?at=localhost:3000', 'Team.byr', 'app'])
    assert.equal(
      readArguments(['-p', '4000', '--lang=fr', '--remote-debugging-port=0', '--no-sandbox', last], folder).port,
      '4000',
    );
});

test('the list of options has each that a window reads', () => {
  const listed = [...HELP.matchAll(/^ +(?:-p, )?(--[\w-]+) </gm)].map(([, option]) => option as string);
  const read = readArguments(listed.flatMap((option) => [option, 'given']));
  assert.equal(listed.length, 9);
  assert.deepEqual(
    Object.values(read).flat(),
    listed.map(() => 'given'),
  );
});
