import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments } from '../../main/app/arguments';
import { NODE_OPTIONS } from '../../main/node-options';
import { Checkout } from './checkout';

/** As Electron on Windows (its shell/app/command_line_args.cc). */
function ends(args: readonly string[]): boolean {
  return args.slice(0, -1).some((arg) => /^[a-z][^\s:]+:/i.test(arg));
}

test('npm start takes peers by name before other options, where Electron on Windows would end', async (t) => {
  const given = [
    '--peer',
    'localhost:4000',
    '--name',
    'Bob: me',
    '--peer=http://pc:5000',
    '--path',
    '/byr',
    '--peer',
    '3',
  ];
  const checkout = await Checkout.create(t);
  const program = `import { safeArguments } from './build/arguments.mjs';
    console.log(JSON.stringify(safeArguments(${JSON.stringify(given)})));`;
  const safe = JSON.parse((await checkout.eval(program).ended).said);
  assert.deepEqual([ends(given), ends(safe)], [true, false]);
  assert.deepEqual(readArguments(safe), readArguments(given));
  assert.deepEqual(readArguments(safe).peer, ['localhost:4000', 'http://pc:5000', '3']);
});

test('npm start says which options npm took for its own, as it does where PowerShell takes the dashes away', async (t) => {
  const names = Object.keys(NODE_OPTIONS).map((flags) => /--([a-z-]+)/.exec(flags)?.[1] ?? assert.fail());
  const taken = Object.fromEntries(names.map((name) => [`npm_config_${name.replaceAll('-', '_')}`, 'true']));
  const checkout = await Checkout.create(t);
  const { code, said } = await checkout.run('build/start.mjs', taken).ended;
  assert.equal(code, 2);
  for (const name of names) assert.ok(said.includes(` --${name}`), name);
});
