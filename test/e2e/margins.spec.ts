import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { boxOf, cutOf, resizeWindow } from '../support/boxes';

const apps = appsOfThisFile();
let ada: AppWindow;

test.beforeAll(async () => {
  ada = await apps.launch({ args: ['--peer', '1'] });
});

test('what a new node says first is in the middle, where it scrolls too', async () => {
  await resizeWindow(ada, 480, 420);
  expect(await cutOf(ada.page.locator('.empty'))).toBeGreaterThan(0);
  const { left, right } = await boxOf(ada.firstRun);
  expect(left).toBe(480 - right);
});

test('a dialog is as wide inside where it scrolls as where it does not, and its form is whole', async () => {
  await ada.page.evaluate(() => window.byr.setLanguage('fr'));
  await resizeWindow(ada, 420, 700);
  await ada.page.getByTestId('network-button').click();
  const dialog = ada.page.getByRole('dialog', { name: 'Réseau', exact: true });
  const head = dialog.locator('.dialog-head');
  const { left, right } = await boxOf(head);
  expect((await boxOf(dialog.getByRole('button', { name: 'Rendre privé' }))).right).toBeLessThan(right + 1);
  expect((await boxOf(dialog.getByRole('checkbox'))).left).toBe(left);
  await resizeWindow(ada, 420, 300);
  expect(await cutOf(dialog.locator('.dialog-body'))).toBeGreaterThan(0);
  const scrolled = await boxOf(head);
  expect(scrolled.right - scrolled.left).toBe(right - left);
  await ada.page.keyboard.press('Escape');
  await ada.page.evaluate(() => window.byr.setLanguage('en'));
});

test('a menu has a column for marks only where an item can have one', async () => {
  await resizeWindow(ada, 900, 600);
  const indentIn = async (button: string): Promise<number> => {
    await ada.page.getByRole('button', { name: button, exact: true }).click();
    const item = ada.page.getByRole('menuitem').first();
    const words = await boxOf(item.locator('span:not(.menu-mark)').first());
    const { left } = await boxOf(item);
    await ada.page.keyboard.press('Escape');
    return words.left - left;
  };
  expect(await indentIn('More about all peers')).toBeLessThan((await indentIn('More')) - 10);
});
