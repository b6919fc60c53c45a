import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort, windowOf } from './window.mjs';

const app = fileURLToPath(new URL('../..', import.meta.url));
const { default: electron } = await import('electron');
const home = mkdtempSync(join(tmpdir(), 'byr-spectron-'));
const windows = [];

before(async () => {
  for (const name of ['Ada', 'Bob', 'Cleo']) {
    const port = await freePort();
    const window = windowOf({ electron, app, home, name, port });
    await window.start();
    windows.push({ name, port, client: window.client, window });
  }
});

after(async () => {
  await Promise.all(windows.map(({ window }) => window.stop()));
  rmSync(home, { recursive: true, force: true, maxRetries: 20 });
});

test('what is set in one window is got in the two others', async () => {
  const [ada, bob, cleo] = windows;
  await dial(bob, ada);
  await dial(cleo, bob);
  for (const [at, one] of windows.entries()) {
    await type(one, '[data-testid="key-input"]', `key of ${one.name}`);
    await type(one, '[data-testid="value-input"]', `value ${at}`, 'Enter');
    for (const other of windows) {
      await other.client.waitUntilTextExists(`[data-key="key of ${one.name}"]`, `value ${at}`);
      assert.equal(await get(other, `key of ${one.name}`), `value ${at}`);
    }
  }
});

test('the three say that they are in sync, and show the same tiles', async () => {
  // Numbers are not parted from the words between them.
  for (const { client } of windows)
    await client.waitUntilTextExists('[data-testid="sync-state"]', 'In sync with\u00a02\u00a0of\u00a02');
  const tiles = await Promise.all(windows.map(({ client }) => fingerprint(client)));
  assert.deepEqual(new Set(tiles).size, 1);
});

test('a window that was closed and opened again has everything', async () => {
  const [ada, bob] = windows;
  await bob.window.restart();
  bob.client = bob.window.client;
  await bob.client.waitUntilTextExists(`[data-key="key of ${ada.name}"]`, 'value 0');
});

/** Types into a field as a user does, and ends with a key. */
async function type({ client }, selector, text, ...keys) {
  const field = await client.$(selector);
  await field.setValue(text);
  if (keys.length > 0) await client.keys(keys);
}

/** Links a window to another by the form for peers. */
async function dial(one, { name, port }) {
  await type(one, '[data-testid="peer-address-input"]', String(port), 'Enter');
  await one.client.waitUntilTextExists('[data-testid="peer"]', name);
}

/** What the window's own node answers. */
async function get({ client }, key) {
  const json = await client.executeAsync((asked, done) => {
    globalThis.byr.entry(asked, true).then((entry) => done(entry?.json ?? null));
  }, key);
  return JSON.parse(json);
}

async function fingerprint(client) {
  const shown = await client.$('[data-testid="fingerprint"]');
  return shown.getText();
}
