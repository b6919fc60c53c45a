import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { boxOf } from '../support/boxes';
import { framesGone } from '../support/frames';
import { liveness } from '../support/liveness';
import { LONG } from '../support/long';

const apps = appsOfThisFile();
let ada: AppWindow;

test.beforeAll(async () => {
  ada = await apps.launch({ args: ['--name', 'Ada', '--peer', '1'] });
  await ada.set('colour', 'red');
  await expect(ada.shown('colour')).toHaveText('red');
  await ada.page.clock.install();
  // The clock of a page that was loaded begins anew with that: what is said now would count as said before the page came.
  await ada.page.clock.fastForward('01:00');
});

test('a message stays while the focus or the pointer is on it', async () => {
  await ada.pick('More about localhost:1', 'Remove');
  const message = ada.page.locator('.toast').filter({ hasText: 'Removed localhost:1' });
  await expect(ada.address).toBeFocused();
  expect(await ada.announced()).toContain('Removed localhost:1 Undo');
  // It would be read out a second time from here.
  expect(await liveness(message)).toBeNull();
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

test('a message goes though the pointer is beside it, in its line of a dialog', async () => {
  await ada.page.getByTestId('backups-button').click();
  await ada.page.getByRole('button', { name: 'Back up now' }).click();
  const message = ada.page.locator('.toast').filter({ hasText: /Backed up|Nothing changed/ });
  await expect(message).toBeVisible();
  const { right, top, bottom } = await boxOf(message);
  await ada.page.mouse.move(right + 40, (top + bottom) / 2);
  await ada.page.clock.fastForward('00:09');
  await expect(message).toHaveCount(0);
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByRole('dialog')).toHaveCount(0);
});

test('what a screen reader was told does not stay to be read as if it were still so', async () => {
  await ada.set('colour', 'red');
  await expect.poll(() => ada.announced()).toContain('Set “colour”');
  await ada.page.clock.fastForward('00:08');
  await expect.poll(() => ada.announced()).toBe('');
});

test('what is told twice is read out twice, and once each', async () => {
  const regions = ada.page.getByTestId('announcements').locator('[aria-live="polite"]');
  for (const times of [1, 2]) {
    await ada.set('colour', 'red');
    // Two in one region would be read out together, the first for the second time.
    await expect(regions.filter({ hasText: 'Set “colour”' })).toHaveText(Array<string>(times).fill('Set “colour”'));
  }
});

test('a dialog that opens or closes has nothing read out twice, and nothing before its region is noticed', async () => {
  await ada.page.clock.fastForward('00:10');
  await ada.page.clock.pauseAt(await ada.page.evaluate(() => Date.now() + 10_000));
  await ada.page.getByTestId('backups-button').click();
  await ada.page.getByRole('button', { name: 'Back up now' }).click();
  await expect(ada.page.locator('.toast').filter({ hasText: /Backed up|Nothing changed/ })).toBeVisible();
  expect(await ada.announced()).toBe('');
  await ada.page.clock.runFor(500);
  await expect.poll(() => ada.announced()).toMatch(/Backed up|Nothing changed/);
  await ada.page.clock.runFor(1000);
  await ada.page.keyboard.press('Escape');
  // It stays in the page, closed, until its event has come, and what it told stays in it.
  await expect(ada.page.locator('dialog')).toHaveCount(0);
  await ada.page.clock.runFor(500);
  expect(await ada.announced()).toBe('');
  await ada.page.clock.resume();
});

test('a clock that is set right neither silences what is read out, nor holds a message, nor takes the undo away', async () => {
  const { page } = ada;
  await page.clock.fastForward('00:10');
  const set = async (by: number): Promise<void> =>
    page.clock.setSystemTime(await page.evaluate((ms) => Date.now() + ms, by));
  await set(-86_400_000);
  await ada.set('size', 'small');
  await expect.poll(() => ada.announced()).toContain('Set “size”');
  await page.getByTestId('backups-button').click();
  await page.getByRole('button', { name: 'Back up now' }).click();
  const message = page.locator('.toast').filter({ hasText: /Backed up|Nothing changed/ });
  await expect(message).toBeVisible();
  await set(-86_400_000);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.clock.fastForward('00:09');
  await expect(message).toHaveCount(0);
  await ada.row('size').click();
  await ada.table.focus();
  await page.keyboard.press('Delete');
  await expect(ada.shown('size')).toContainText('deleted');
  await set(3 * 86_400_000);
  await page.keyboard.press('Control+z');
  await expect(ada.shown('size')).toHaveText('small');
});

test('of the states that a new link goes through, the one where it stays is read out', LONG, async () => {
  const bob = await apps.launch({ args: ['--profile', 'bob', '--name', 'Bob'] });
  await bob.set('city', 'Lyon');
  const told = await ada.listen();
  await ada.page.clock.pauseAt(await ada.page.evaluate(() => Date.now() + 10_000));
  await ada.dial(await bob.port());
  await expect(ada.sync).toHaveText('In sync with 1 of 1');
  const states = async (): Promise<string[]> => (await told.jsonValue()).filter((said) => !said.startsWith('Linked'));
  expect(await states()).toEqual([]);
  await ada.page.clock.fastForward('00:01');
  await expect.poll(states).toEqual(['In sync with 1 of 1']);
});
