import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { Checkout } from './checkout';

/** A checkout with an Electron that is still to be fetched. @param fetching what fetches it */
async function withoutElectron(t: TestContext, fetching = "require('node:fs').writeFileSync('fetched', '')") {
  const checkout = await Checkout.create(t);
  await checkout.write('node_modules/electron/package.json', '{"version":"1.0.0","type":"commonjs"}');
  await checkout.write('node_modules/electron/install.js', fetching);
  return checkout;
}

/** @param before what a program does first */
function setUp(checkout: Checkout, before = '', env: NodeJS.ProcessEnv = {}) {
  const program = `
    ${before}
    const { script } = await import('./build/setup.mjs');
    const { electron } = await import('./build/setup/electron.mjs');
    await script(electron);`;
  return checkout.eval(program, { ELECTRON_OVERRIDE_DIST_PATH: '', ...env }).ended;
}

/** Where no older Electron stands in. */
const onMac = "Object.defineProperty(process, 'platform', { value: 'darwin' });";

test('Electron is fetched anew where the note of a failed download was cut', async (t) => {
  const checkout = await withoutElectron(t);
  await checkout.write('.cache/electron-download-failed.json', '{"version":"1.0');
  const { code, said } = await setUp(checkout);
  assert.equal(code, 0, said);
  assert.equal(existsSync(checkout.path('fetched')), true);
});

test('Electron is fetched again after a failed download where no other stands in', async (t) => {
  const checkout = await withoutElectron(t, "console.error('no network'); process.exit(1)");
  const failed = await setUp(checkout, onMac);
  assert.equal(failed.code, 1);
  assert.match(failed.said, /^Electron 1\.0\.0 could not be downloaded \(no network\)/m);
  await checkout.write('node_modules/electron/install.js', "require('node:fs').writeFileSync('fetched', '')");
  const { code, said } = await setUp(checkout, onMac);
  assert.equal(code, 0, said);
  assert.equal(existsSync(checkout.path('fetched')), true);
});

test('no bound of time ends the download of Electron where no other stands in', async (t) => {
  const checkout = await withoutElectron(t, "setTimeout(() => require('node:fs').writeFileSync('fetched', ''), 1_500)");
  // As if the bound were near.
  const hasten = `
    const { default: children } = await import('node:child_process');
    const { syncBuiltinESMExports } = await import('node:module');
    const { spawn } = children;
    children.spawn = (program, args, options) => spawn(program, args, { ...options, timeout: options.timeout && 500 });
    syncBuiltinESMExports();`;
  const { code, said } = await setUp(checkout, `${onMac}${hasten}`);
  assert.equal(code, 0, said);
  assert.equal(existsSync(checkout.path('fetched')), true);
});

test('Electron is downloaded through the proxies that npm uses, and trusts whom it trusts', async (t) => {
  const checkout = await withoutElectron(
    t,
    `
    const { ELECTRON_GET_USE_PROXY, HTTP_PROXY, HTTPS_PROXY, https_proxy, NO_PROXY, NODE_EXTRA_CA_CERTS } = process.env;
    const all = [ELECTRON_GET_USE_PROXY, HTTP_PROXY, HTTPS_PROXY ?? https_proxy, NO_PROXY, NODE_EXTRA_CA_CERTS];
    require('node:fs').writeFileSync('fetched', all.join(' '));`,
  );
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS'];
  const settings = ['npm_config_proxy', 'npm_config_https_proxy', 'npm_config_noproxy', 'npm_config_cafile'];
  const all = [...names, ...names.map((name) => name.toLowerCase()), ...settings];
  const none = Object.fromEntries(all.map((name) => [name, undefined]));
  const seen = async (env: NodeJS.ProcessEnv): Promise<string> => {
    const { code, said } = await setUp(checkout, '', { ...none, ...env });
    assert.equal(code, 0, said);
    return readFileSync(checkout.path('fetched'), 'utf8');
  };
  assert.equal(await seen({ https_proxy: 'http://own:1' }), '1  http://own:1  ');
  // As npm tells its scripts what 'npm config set' noted.
  const noted = {
    npm_config_proxy: 'http://a:1',
    npm_config_https_proxy: 'http://b:2',
    npm_config_noproxy: 'c',
    npm_config_cafile: 'd.pem',
  };
  assert.equal(await seen(noted), '1 http://a:1 http://b:2 c d.pem');
  assert.equal(await seen({ ...noted, HTTPS_PROXY: 'http://own:1' }), '1 http://a:1 http://own:1 c d.pem');
});
