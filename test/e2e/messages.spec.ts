import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { framesGone } from '../support/frames';

const apps = appsOfThisFile();
let ada: AppWindow;

test.beforeAll(async () => {
  ada = await apps.launch({ args: ['--name', 'Ada', '--peer', '1'] });
  await ada.set('colour', 'red');
  await expect(ada.shown('colour')).toHaveText('red');
  await ada.page.clock.install();
});

test('a message stays while the focus or the pointer is on it', async () => {
  await ada.pick('More about localhost:1', 'Remove');
  const message = ada.page.locator('.toast').filter({ hasText: 'Removed localhost:1' });
  await expect(ada.address).toBeFocused();
  // A status is read out as a whole, unless it says otherwise.
  await expect(ada.page.getByRole('status').filter({ has: message })).toHaveAttribute('aria-atomic', 'false');
  await message.getByRole('button', { name: 'Dismiss' }).focus();
  await ada.page.clock.fastForward('01:00');
  await expect(message).toBeVisible();
  await ada.address.focus();
  await message.hover();
  await ada.page.clock.fastForward('01:00');
  await expect(message).toBeVisible();
  await ada.key.hover();
  await ada.page.clock.fastForward('01:00');
  await expect(message).toHaveCount(0);
});

test('a message goes when its time is over, also where a dialog opens or closes meanwhile', async () => {
  await ada.page.getByTestId('backups-button').click();
  await ada.page.getByRole('button', { name: 'Back up now' }).click();
  const message = ada.page.locator('.toast').filter({ hasText: 'Backed up' });
  await expect(message).toBeVisible();
  await ada.page.clock.fastForward('00:06');
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByRole('dialog')).toHaveCount(0);
  await expect(message).toBeVisible();
  await ada.page.clock.fastForward('00:04');
  // Begun anew as the dialog closed, its time would end in 4 s.
  await expect(message).toHaveCount(0, { timeout: 2_000 });
});

test('a message stays while the pointer is on it, also where a dialog closes meanwhile', async () => {
  await ada.page.getByTestId('backups-button').click();
  await ada.page.getByRole('button', { name: 'Back up now' }).click();
  const message = ada.page.locator('.toast').filter({ hasText: /Backed up|Nothing changed/ });
  await message.hover();
  await ada.page.clock.fastForward('00:20');
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByRole('dialog')).toHaveCount(0);
  await ada.page.clock.fastForward('00:02');
  await framesGone(ada.page);
  await expect(message).toBeVisible();
  await ada.key.hover();
  await ada.page.clock.fastForward('00:09');
  await expect(message).toHaveCount(0);
});

test('what a screen reader was told does not stay to be read as if it were still so', async () => {
  await ada.set('colour', 'red');
  await expect.poll(() => ada.announced()).toBe('Set “colour”');
  await ada.page.clock.fastForward('00:08');
  await expect.poll(() => ada.announced()).toBe('');
});
