import { expect, test } from '@playwright/test';
import { appsOfThisFile } from '../support/apps';
import { LONG } from '../support/long';

const apps = appsOfThisFile();

test('with the colours of the system, lines tell what grounds and shadows tell otherwise', LONG, async () => {
  const ada = await apps.launch({ args: ['--name', 'Ada', '--peer', '1'] });
  await ada.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  const line = (selector: string, side: 'outlineStyle' | 'borderTopStyle'): Promise<string> =>
    ada.page.locator(selector).evaluate((element, name) => getComputedStyle(element)[name], side);

  await ada.set('colour', 'red');
  await ada.row('colour').click();
  await expect(ada.detail).toBeVisible();
  expect(await line('.row.on', 'outlineStyle')).toBe('solid');
  const colour = (name: string): Promise<string> =>
    ada.detail.getByRole('button', { name }).evaluate((button) => getComputedStyle(button).color);
  await expect(ada.detail.getByRole('button', { name: 'Save' })).toBeDisabled();
  expect(await colour('Save')).not.toBe(await colour('Delete'));
  await ada.page.getByRole('button', { name: 'More', exact: true }).click();
  expect(await line('.menu', 'borderTopStyle')).toBe('solid');
  await ada.page.getByRole('menuitem', { name: 'About this node' }).click();
  expect(await line('.dialog', 'borderTopStyle')).toBe('solid');
  await ada.page.keyboard.press('Escape');
  await ada.pick('More about localhost:1', 'Remove');
  await expect(ada.page.locator('.toast')).toBeVisible();
  expect(await line('.toast', 'borderTopStyle')).toBe('solid');
});

test('with the colours of the system, a bar shows how far the work is', LONG, async () => {
  const bob = await apps.launch({ args: ['--name', 'Bob', '--profile', 'bob'] });
  await bob.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  // As a transfer shows it, which would be over at once.
  await bob.page.locator('main').evaluate((main) => {
    const bar = document.createElement('progress');
    bar.max = 100;
    main.prepend(bar);
  });
  const bar = bob.page.getByRole('progressbar');
  const picture = (percent: number): Promise<Buffer> =>
    bar
      .evaluate((element, value) => element.setAttribute('value', String(value)), percent)
      .then(() => bar.screenshot());
  const [some, more] = [await picture(40), await picture(60)];
  expect(some.equals(more)).toBe(false);
});
