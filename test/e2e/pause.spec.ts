import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { expectAccessible } from '../support/axe';
import { LONG } from '../support/long';

const apps = appsOfThisFile();
let ada: AppWindow;
let bob: AppWindow;

test.beforeAll(async () => {
  [ada, bob] = await Promise.all([apps.launch({ args: ['--name', 'Ada'] }), apps.launch({ args: ['--name', 'Bob'] })]);
  // Colours are judged as they are, not on their way.
  for (const { page } of [ada, bob]) await page.emulateMedia({ reducedMotion: 'reduce' });
  const told = await ada.listen();
  await ada.dial(await bob.port());
  await expect(ada.sync).toHaveText('In sync with 1 of 1');
  // What ends before it is read out is no news, nor is its end.
  await expect.poll(() => told.jsonValue()).toContain('In sync with 1 of 1');
});

test('a peer is paused by keyboard, both windows say whose choice it is, and neither gets what the other sets', async () => {
  const told = await ada.listen();
  const more = ada.page.getByRole('button', { name: 'More about Bob', exact: true });
  await more.focus();
  await ada.page.keyboard.press('Enter');
  const pause = ada.page.getByRole('menuitem', { name: 'Pause', exact: true });
  await expect(ada.page.getByRole('menu')).toBeVisible();
  for (let i = 0; !(await pause.evaluate((item) => item === document.activeElement)) && i < 5; i++)
    await ada.page.keyboard.press('ArrowDown');
  await ada.page.keyboard.press('Enter');
  await expect(more).toBeFocused();

  await expect(ada.peer('Bob')).toHaveAttribute('data-state', 'paused');
  await expect(ada.peer('Bob').locator('.state')).toHaveText('Paused');
  await expect(bob.peer('Ada').locator('.state')).toHaveText('Ada paused the link');
  for (const window of [ada, bob]) await expect(window.sync).toHaveText('Alone: the link is paused');

  await ada.set('city', 'Lyon');
  await bob.set('city', 'Nice');
  await expect(bob.peer('Ada')).toContainText(/Next try in \d+\u00a0s\./);
  await expect(ada.shown('city')).toHaveText('Lyon');
  await expect(bob.shown('city')).toHaveText('Nice');
  await expect.poll(() => told.jsonValue()).toContain('Alone: the link is paused');
});

test('what a paused peer looks like can be read by everybody, in both languages', LONG, async () => {
  for (const { page, sync } of [ada, bob]) {
    for (const [language, said] of [
      ['fr', 'Seul\u202f: le lien est suspendu'],
      ['en', 'Alone: the link is paused'],
    ] as const) {
      await page.evaluate((chosen) => window.byr.setLanguage(chosen), language);
      await expect(sync).toHaveText(said);
      await expectAccessible(page);
    }
  }
});

test('it is resumed by keyboard from its card, and the conflict of meanwhile shows and is read out', async () => {
  const told = await ada.listen();
  await ada.page.getByRole('button', { name: 'Resume: Bob', exact: true }).focus();
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByRole('button', { name: 'More about Bob', exact: true })).toBeFocused();
  for (const window of [ada, bob]) {
    await expect(window.sync).toHaveText('In sync with 1 of 1');
    await expect(window.row('city')).toContainText('2 values');
  }
  // They come at the same moment, and neither takes the other's place.
  await expect.poll(() => told.jsonValue()).toEqual(expect.arrayContaining(['1 conflict', 'In sync with 1 of 1']));
  await expect(bob.fingerprint).toHaveText((await ada.fingerprint.textContent()) ?? '?');
});

test('all peers are paused and resumed by one item, which asks for what can be done', async () => {
  const menu = ada.page.getByRole('button', { name: 'More about all peers', exact: true });
  await menu.click();
  await expect(ada.page.getByRole('menuitem')).toHaveText(['Pause all']);
  await expectAccessible(ada.page);
  await ada.page.keyboard.press('Enter');
  await expect(bob.peer('Ada').locator('.state')).toHaveText('Ada paused the link');
  // An open menu stays as it is.
  await expect(ada.peer('Bob').locator('.state')).toHaveText('Paused');
  await menu.click();
  await expect(ada.page.getByRole('menuitem')).toHaveText(['Resume all']);
  await ada.page.keyboard.press('Enter');
  await expect(ada.sync).toHaveText('In sync with 1 of 1');

  await ada.activity.click();
  await expect(ada.eventsOf('paused').first()).toContainText('Paused');
  await expect(ada.eventsOf('resumed').first()).toContainText('Resumed');
});
