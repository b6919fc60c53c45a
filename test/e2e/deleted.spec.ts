import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { expectAccessible } from '../support/axe';
import { LONG } from '../support/long';

const apps = appsOfThisFile();
let ada: AppWindow;

test.beforeAll(async () => {
  ada = await apps.launch({ args: ['--name', 'Ada'] });
});

test('a key deleted long ago is found, and its value put back', LONG, async () => {
  const button = ada.page.getByTestId('deleted-button');
  for (const key of ['kept', 'gone', 'going']) await ada.set(key, `value of ${key}`);
  await expect(ada.rows).toHaveCount(3);
  await expect(button).toHaveCount(0);
  for (const key of ['gone', 'going']) await ada.page.evaluate((name) => window.byr.remove(name), key);
  // Its row among all keys goes after 10 s.
  await expect(ada.row('gone')).toHaveCount(0, { timeout: 15_000 });
  await expect(button).toHaveAccessibleName('2 deleted');
  await button.focus();
  await ada.page.keyboard.press('Enter');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect(ada.rows).toHaveCount(2);
  await expectAccessible(ada.page);
  await ada.search.fill('GONE');
  await expect(ada.rows).toHaveCount(1);
  await ada.open('gone');
  await ada.detail.getByRole('button', { name: 'Put back “value of gone”' }).click();
  await expect(ada.page.getByText('No key or value contains “GONE”')).toBeVisible();
  expect(await ada.text('gone')).toBe('value of gone');
  await ada.search.fill('');
  await ada.row('going').getByRole('button', { name: 'Undo' }).click();
  await expect(ada.page.getByText('No key is deleted')).toBeVisible();
  await ada.page.getByRole('button', { name: 'Show all keys' }).click();
  await expect(ada.rows).toHaveCount(3);
  await expect(button).toHaveCount(0);
});
