import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { LONG } from '../support/long';
import { portApart } from '../support/ports';

/** Each kills one window in turn, in the middle of writes of all three. */
const ROUNDS = 3;
/** Longest wait before a kill, ms. */
const UNTIL_KILL_MS = 800;

const apps = appsOfThisFile();

/** Writes through a window until it is gone; returns what was acknowledged, which grows. */
function writeThrough({ page }: AppWindow, name: string): { acknowledged: string[]; stop: () => Promise<void> } {
  const acknowledged: string[] = [];
  let open = true;
  const writing = (async () => {
    for (let n = 0; open; n++) {
      const key = `${name} ${n}`;
      const outcome = await page.evaluate((one) => window.byr.put(one, { text: one }), key).catch(() => null);
      if (outcome === null) return;
      if (outcome.ok) acknowledged.push(key);
    }
  })();
  const stop = async (): Promise<void> => {
    open = false;
    await writing;
  };
  return { acknowledged, stop };
}

/** Of keys whose values are like them, those that a window does not hold. */
function lostIn({ page }: AppWindow, keys: readonly string[]): Promise<string[]> {
  return page.evaluate(async (keys) => {
    const entries = await Promise.all(keys.map((key) => window.byr.entry(key, false)));
    return keys.filter((key, at) => entries[at]?.json !== JSON.stringify(key));
  }, keys);
}

test('three windows that are killed while all write lose nothing that they said was set', async () => {
  test.slow();
  const ports = [await portApart(), await portApart(), await portApart()];
  const args = ports.map((port, at) => ['--port', String(port), '--profile', `window ${at}`, '--name', `Window ${at}`]);
  const windows = await Promise.all(args.map((own) => apps.launch({ args: own })));
  for (const port of ports.slice(1)) {
    await windows[0]?.dial(port);
    // From then on the first window's disk has the peer, whatever ends that window.
    if (windows[0]) await expect(windows[0].address).toHaveValue('');
  }
  const acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const writers = windows.map((window, at) => writeThrough(window, `${round}/${at}`));
    await windows[round]?.page.waitForTimeout(Math.random() * UNTIL_KILL_MS);
    await windows[round]?.kill();
    for (const { acknowledged: some, stop } of writers) {
      await stop();
      acknowledged.push(...some);
    }
    windows[round] = await apps.launch({ args: args[round] ?? [] });
  }
  for (const { sync } of windows) await expect(sync).toHaveText('In sync with 2 of 2');
  const states = await Promise.all(windows.map((window) => window.status()));
  expect(new Set(states.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  expect(acknowledged.length).toBeGreaterThan(ROUNDS * windows.length);
  for (const window of windows) expect(await lostIn(window, acknowledged)).toEqual([]);
});

test('a window that is asked to end again and again still writes what it said was set', LONG, async () => {
  test.skip(process.platform === 'win32', 'Windows has no SIGTERM');
  const args = ['--profile', 'asked again', '--acknowledge', 'early'];
  const asked = await apps.launch({ args });
  const { acknowledged, stop } = writeThrough(asked, 'asked');
  await expect.poll(() => acknowledged.length).toBeGreaterThan(100);
  while (asked.process.exitCode === null && asked.process.signalCode === null) {
    asked.process.kill('SIGTERM');
    await new Promise(setImmediate);
  }
  await stop();
  expect(await lostIn(await apps.launch({ args }), acknowledged)).toEqual([]);
});

test('a window whose user logs off from Windows ends by itself, and writes what it said was set', LONG, async () => {
  const args = ['--profile', 'logged off', '--acknowledge', 'early'];
  const window = await apps.launch({ args });
  const { acknowledged, stop } = writeThrough(window, 'logged off');
  await expect.poll(() => acknowledged.length).toBeGreaterThan(100);
  // The answer may be lost, because the process that is asked ends.
  const told = window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.emit('session-end'));
  await Promise.all([told.catch(() => {}), window.ended]);
  await stop();
  expect(await lostIn(await apps.launch({ args }), acknowledged)).toEqual([]);
});
