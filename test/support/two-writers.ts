import { expect, type Locator } from '@playwright/test';
import type { AppWindow } from './app';
import type { Apps } from './apps';
import { portApart } from './ports';

/** Ada's window, and that of Bob, who writes meanwhile; linked. */
export interface TwoWriters {
  ada: AppWindow;
  bob: AppWindow;
  /** By which Bob's window is opened again. */
  bobs: { args: string[] };
}

export async function twoWriters(apps: Apps): Promise<TwoWriters> {
  const port = String(await portApart());
  const bobs = { args: ['--name', 'Bob', '--profile', 'bob', '--port', port] };
  const [ada, bob] = await Promise.all([apps.launch({ args: ['--name', 'Ada'] }), apps.launch(bobs)]);
  await ada.set('k', 'value of k');
  await ada.dial(port);
  await expect(ada.sync).toHaveText('In sync with 1 of 1');
  return { ada, bob, bobs };
}

export function put({ page }: AppWindow, key: string, text: string): Promise<unknown> {
  return page.evaluate(([name = '', value = '']) => window.byr.put(name, { text: value }), [key, text]);
}

/** Closes the search and the detail, and gives four keys their first values. */
export async function startAnew(ada: AppWindow): Promise<void> {
  await ada.search.fill('');
  await ada.table.press('Escape');
  await expect(ada.detail).toHaveCount(0);
  for (const key of ['k', 'l', 'm', 'n']) await put(ada, key, `value of ${key}`);
  for (const key of ['k', 'l', 'm', 'n']) await expect(ada.shown(key)).toHaveText(`value of ${key}`);
}

/** The field in the row of a key. */
export function fieldOf({ page }: AppWindow, key: string): Locator {
  return page.getByLabel(`New value of “${key}”`);
}
