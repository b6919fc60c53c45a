import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { scripts } from '../../package.json';
import { Checkout } from './checkout';

/** What a command of package.json says on a Node that calls itself by another version. */
function runAs(checkout: Checkout, command: string): string {
  const [node, ...args] = command.split(' ');
  assert.equal(node, 'node');
  const all = ['-r', './disguise.cjs', ...args];
  const { stdout, stderr } = spawnSync(process.execPath, all, { cwd: checkout.folder, encoding: 'utf8' });
  return stdout + stderr;
}

const told = (version: string): string =>
  `Node ${version} is too old: install Node 20.19, 22.12 or later (nodejs.org).\n`;

const disguise = (version: string): string =>
  `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`;

test('an old Node is told so before it reads what it cannot', async (t) => {
  const checkout = await Checkout.create(t);
  await checkout.write('disguise.cjs', disguise('12.22.12'));
  for (const name of ['start', 'test', 'build', 'dist', 'spectron', 'try-package'] as const) {
    const [script = ''] = /build\/\w+\.mjs/.exec(scripts[name]) ?? [];
    await checkout.write(script, 'of a later version');
    assert.equal(runAs(checkout, scripts[name]), told('12.22.12'), name);
  }
});

test('Node from 20.19, 22.12 and 23 on is new enough', async (t) => {
  const checkout = await Checkout.create(t);
  await checkout.write('build/setup.mjs', "console.log('begun')");
  for (const [version, said] of [
    ['18.20.8', told('18.20.8')],
    ['20.18.3', told('20.18.3')],
    ['20.19.0', 'begun\n'],
    ['22.11.0', told('22.11.0')],
    ['22.12.0', 'begun\n'],
    ['23.0.0', 'begun\n'],
  ] as const) {
    await checkout.write('disguise.cjs', disguise(version));
    assert.equal(runAs(checkout, scripts.build), said);
  }
});
