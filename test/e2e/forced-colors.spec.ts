import { expect, test } from '@playwright/test';
import { appsOfThisFile } from '../support/apps';

const apps = appsOfThisFile();

test('with the colours of the system, lines tell what grounds and shadows tell otherwise', async () => {
  const ada = await apps.launch({ args: ['--name', 'Ada', '--peer', '1'] });
  await ada.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  const line = (selector: string, side: 'outlineStyle' | 'borderTopStyle'): Promise<string> =>
    ada.page.locator(selector).evaluate((element, name) => getComputedStyle(element)[name], side);

  await ada.set('colour', 'red');
  await ada.row('colour').click();
  await expect(ada.detail).toBeVisible();
  expect(await line('.row.on', 'outlineStyle')).toBe('solid');
  await ada.page.getByRole('button', { name: 'More', exact: true }).click();
  expect(await line('.menu', 'borderTopStyle')).toBe('solid');
  await ada.page.getByRole('menuitem', { name: 'About this node' }).click();
  expect(await line('.dialog', 'borderTopStyle')).toBe('solid');
  await ada.page.keyboard.press('Escape');
  await ada.pick('More about localhost:1', 'Remove');
  await expect(ada.page.locator('.toast')).toBeVisible();
  expect(await line('.toast', 'borderTopStyle')).toBe('solid');
});
