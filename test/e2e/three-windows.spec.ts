import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';

// One story: each chapter goes on where the one before ended.
test.describe.configure({ mode: 'serial' });

const apps = appsOfThisFile();
let windows: AppWindow[] = [];

async function inSync(): Promise<void> {
  for (const { sync } of windows) await expect(sync).toHaveText('In sync with 2 of 2');
  // A row may come a moment before what the header says of it.
  const fingerprints = async (): Promise<(string | null)[]> =>
    Promise.all(windows.map(({ fingerprint }) => fingerprint.textContent()));
  await expect.poll(async () => new Set(await fingerprints()).size).toBe(1);
}

function at(index: number): AppWindow {
  const window = windows[index];
  if (!window) throw new Error(`There is no window ${index}.`);
  return window;
}

test('three windows take a profile, a name and a port each', async () => {
  windows = await Promise.all([apps.launch(), apps.launch(), apps.launch()]);
  const states = await Promise.all(windows.map((window) => window.status()));
  const folders = states.map(({ profile }) => profile.slice(-2)).sort();
  expect(folders).toEqual(['/1', '/2', '/3']);
  expect(new Set(states.map(({ id }) => id)).size).toBe(3);
  expect(new Set(states.map(({ name }) => name)).size).toBe(3);
  expect(new Set(states.map(({ port }) => port)).size).toBe(3);
  // In the order of their profiles, whoever was faster.
  windows = folders.flatMap((folder) => windows.filter((_, i) => states[i]?.profile.endsWith(folder)));
  for (const window of windows) {
    const { name, port } = await window.status();
    await expect.poll(() => window.title()).toBe(`${name} · ${port} · Build Your Rating`);
  }
});

test('linked in one window, all three know each other', async () => {
  await at(0).dial(await at(1).port());
  await expect(at(0).peers).toHaveCount(1);
  await at(0).dial(`localhost:${await at(2).port()}`);
  await inSync();
  await expect(at(1).peers).toHaveCount(2);
  for (const { firstRun } of windows) await expect(firstRun).not.toContainText('Nobody around?');
});

test('a value typed in one window is seen in the others', async () => {
  for (const [index, window] of windows.entries()) {
    await window.set(`from window ${index + 1}`, `value ${index + 1}`);
    for (const other of windows) await expect(other.shown(`from window ${index + 1}`)).toHaveText(`value ${index + 1}`);
  }
  await inSync();
});

test('a window that is killed loses nothing, and its links come back', async () => {
  await at(1).set('set before the kill', 'kept');
  await expect(at(1).setError).toHaveText('');
  await expect(at(1).row('set before the kill')).toBeVisible();
  const { id, name, port } = await at(1).status();
  await at(1).kill();
  await at(0).set('set during the absence', 'caught up');
  await expect(at(0).peers.filter({ hasText: 'Unreachable' })).toHaveCount(1);

  windows[1] = await apps.launch({ args: ['--profile', '2', '--port', String(port)] });
  expect(await at(1).status()).toMatchObject({ id, name });
  await expect(at(1).shown('set before the kill')).toHaveText('kept');
  await expect(at(1).shown('set during the absence')).toHaveText('caught up');
  await expect(at(0).shown('set before the kill')).toHaveText('kept');
  await inSync();
});

test('closing and opening a window again loses neither its name, its language, its peers nor its entries', async () => {
  const [first] = windows;
  if (!first) throw new Error('no window');
  await first.name.click();
  await first.page.getByLabel('Node name').fill('Ada');
  await first.page.keyboard.press('Enter');
  await first.pick('More', 'Français');
  await expect(first.sync).toHaveText('À jour avec 2 sur 2');
  const before = await first.status();
  const { port } = before;
  const rows = await first.rows.count();
  await first.close();

  const again = await apps.launch({ args: ['--port', String(port)] });
  windows[0] = again;
  await expect(again.name).toHaveText('Ada');
  await expect(again.sync).toHaveText('À jour avec 2 sur 2');
  await expect(again.rows).toHaveCount(rows);
  const after = await again.status();
  const known = ({ peers }: typeof after): string[] => peers.map(({ id }) => id).sort();
  expect({ ...after, peers: known(after) }).toEqual({ ...before, peers: known(before) });
  await expect(at(1).peer('Ada')).toContainText('In sync');
});
