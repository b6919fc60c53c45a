import { expect, type Locator, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { holdAnswers } from '../support/held-answer';
import { portApart } from '../support/ports';

const apps = appsOfThisFile();
let ada: AppWindow;
let bob: AppWindow;
const bobs = ['--name', 'Bob', '--profile', 'bob'];

function put({ page }: AppWindow, key: string, text: string): Promise<unknown> {
  return page.evaluate(([name = '', value = '']) => window.byr.put(name, { text: value }), [key, text]);
}

function field(key: string): Locator {
  return ada.page.getByLabel(`New value of “${key}”`);
}

test.beforeAll(async () => {
  const port = String(await portApart());
  bobs.push('--port', port);
  [ada, bob] = await Promise.all([apps.launch({ args: ['--name', 'Ada'] }), apps.launch({ args: bobs })]);
  await ada.set('k', 'value of k');
  await ada.dial(port);
  await expect(ada.sync).toHaveText('In sync with 1 of 1');
});

test.beforeEach(async () => {
  await ada.search.fill('');
  await ada.table.press('Escape');
  await expect(ada.detail).toHaveCount(0);
  for (const key of ['k', 'l', 'm', 'n']) await put(ada, key, `value of ${key}`);
  for (const key of ['k', 'l', 'm', 'n']) await expect(ada.shown(key)).toHaveText(`value of ${key}`);
});

test('Delete and F2 leave alone the row that took the place of the selected one, which is gone', async () => {
  await ada.search.fill('value of');
  await expect(ada.rows).toHaveCount(4);
  await ada.table.focus();
  for (const key of ['Home', 'ArrowDown']) await ada.page.keyboard.press(key);
  await expect(ada.row('l')).toHaveAttribute('aria-selected', 'true');
  await put(bob, 'l', 'other');
  await expect(ada.row('l')).toHaveCount(0);
  for (const key of ['F2', 'Delete']) await ada.page.keyboard.press(key);
  await expect(field('m')).toHaveCount(0);
  expect(await ada.text('m')).toBe('value of m');
});

test('Ctrl+Z undoes the last deletion, also before the disk is done with it', async () => {
  await ada.row('k').click();
  await ada.table.focus();
  await ada.page.keyboard.press('Delete');
  await expect(ada.shown('k')).toContainText('deleted');
  await ada.row('m').click();
  await ada.table.focus();
  const answer = await holdAnswers(ada, 'remove');
  for (const key of ['Delete', 'Control+z']) await ada.page.keyboard.press(key);
  await answer();
  await expect.poll(() => ada.text('m')).toBe('value of m');
  expect(await ada.text('k')).toBeUndefined();
});
