import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { fill, smallDisk } from '../support/small-disk';
import { Checkout } from './checkout';

const packages = `
  import { script } from './build/setup.mjs';
  import { npmPackages } from './build/setup/npm-packages.mjs';
  await script(npmPackages);`;

/** A port on which nobody listens. */
async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Needs a package of a registry that cannot be reached. */
async function needUnreachable(checkout: Checkout, kind?: Parameters<Checkout['needs']>[1]): Promise<void> {
  await checkout.write('.cache/kept', '');
  const resolved = `http://127.0.0.1:${await unusedPort()}/far-1.0.0.tgz`;
  await checkout.needs({ far: { version: '1.0.0', resolved } }, kind);
}

/** npm asks once more; a test need not wait 10 s for that. */
const soon = { npm_config_fetch_retry_mintimeout: '1' };

test('where no registry can be reached, a line says what to do, and a file what npm said', async (t) => {
  const checkout = await Checkout.create(t);
  await needUnreachable(checkout);
  const { code, said } = await checkout.eval(packages, soon).ended;
  assert.equal(code, 1);
  const report = checkout.path('.cache/npm-failed.log');
  assert.match(said, /^npm packages \.\.\.\nnpm ci failed \(ECONNREFUSED\): see to the network; behind a proxy: .*\n$/);
  assert.ok(said.endsWith(` ${report}\n`), said);
  assert.match(readFileSync(report, 'utf8'), /^npm error code ECONNREFUSED$/m);
});

test('where a disk is full, a line says so', async (t) => {
  const disk = await smallDisk(t, 2);
  if (disk === null) return t.skip('This user may not mount a small disk');
  const checkout = await Checkout.create(t, join(disk, 'byr'));
  await needUnreachable(checkout);
  fill(disk);
  const { code, said } = await checkout.eval(packages, soon).ended;
  assert.equal(code, 1);
  assert.match(said, /^npm packages \.\.\.\nnpm ci failed \(\S+\): make 500 MB of room on the disk\..*\n$/);
});

test('packages are installed anew where the note of what is there was cut', async (t) => {
  const checkout = await Checkout.create(t);
  await needUnreachable(checkout);
  for (const cut of ['', '{"packa']) {
    await checkout.write('node_modules/.package-lock.json', cut);
    const { said } = await checkout.eval(packages, soon).ended;
    assert.match(said, /^npm packages \.\.\.\nnpm ci failed \(ECONNREFUSED\)/);
  }
});

for (const [what, env] of Object.entries({
  'NODE_ENV=production': { NODE_ENV: 'production' },
  'npm set to omit them': { npm_config_omit: 'dev' },
})) {
  test(`what builds and tests is installed with ${what}, too`, async (t) => {
    const checkout = await Checkout.create(t);
    await needUnreachable(checkout, 'devDependencies');
    const { said } = await checkout.eval(packages, { ...soon, ...env }).ended;
    assert.match(said, /^npm packages \.\.\.\nnpm ci failed \(ECONNREFUSED\)/);
  });
}

for (const code of ['EPERM', 'EBUSY', 'EACCES']) {
  test(`where npm may not replace a file (${code}), a line says who may hold it`, async (t) => {
    const checkout = await Checkout.create(t);
    await needUnreachable(checkout);
    // As npm says it where, on Windows, a window of this checkout is open.
    await checkout.write('npm-cli.js', `console.error('npm error code ${code}'); process.exit(1);`);
    const { code: ended, said } = await checkout.eval(packages, { npm_execpath: checkout.path('npm-cli.js') }).ended;
    assert.equal(ended, 1);
    assert.match(said, /^npm packages \.\.\.\nnpm ci failed \(E\w+\): close this checkout's windows, .*\n$/);
  });
}
