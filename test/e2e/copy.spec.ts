import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';

const apps = appsOfThisFile();
let ada: AppWindow;

/** All windows share the display's: tests that use it stand in this file, as those of others run beside it. */
function clipboard(): Promise<string> {
  return ada.app.evaluate(({ clipboard }) => clipboard.readText());
}

/** Has each menu that would pop up leave its words instead: a test cannot see one of the system's. */
async function catchMenus(): Promise<void> {
  await ada.app.evaluate(({ Menu }) => {
    Menu.prototype.popup = function popup(): void {
      const words = this.items.map(({ label }) => label).join(', ');
      process.env.BYR_TEST_MENUS = `${process.env.BYR_TEST_MENUS ?? ''}${words}\n`;
    };
  });
}

/** Those caught so far, in order. */
async function caughtMenus(): Promise<string[]> {
  const caught = await ada.app.evaluate(() => process.env.BYR_TEST_MENUS ?? '');
  return caught.split('\n').slice(0, -1);
}

test.beforeAll(async () => {
  ada = await apps.launch({ args: ['--name', 'Ada'] });
  await ada.set('name', 'Ada');
  await ada.page.evaluate(async (long) => {
    await window.byr.put('list', { json: '[1, 2]' });
    await window.byr.put('lines', { text: 'one\r\ntwo' });
    await window.byr.put('long', { text: long });
  }, 'x'.repeat(100_000));
  await expect(ada.rows).toHaveCount(4);
});

for (const [key, value] of [
  ['lines', 'one\r\ntwo'],
  ['list', '[1,2]'],
  ['long', 'x'.repeat(100_000)],
] as const) {
  test(`Ctrl+C in the table copies the whole value of the selected row: ${key}`, async () => {
    await ada.table.focus();
    await ada.page.keyboard.press('Home');
    const row = ada.row(key);
    while ((await row.getAttribute('aria-selected')) !== 'true') await ada.page.keyboard.press('ArrowDown');
    await ada.page.keyboard.press('ControlOrMeta+c');
    await expect.poll(clipboard).toBe(value);
    await expect(ada.page.locator('.toast').last()).toHaveText('Copied the value');
    expect(await ada.announced()).toContain('Copied the value');
  });
}

test('what fails for a reason of the app’s own is said to be just that, and its log says which', async () => {
  await ada.app.evaluate(({ clipboard }) => {
    const { writeText } = clipboard;
    clipboard.writeText = () => {
      clipboard.writeText = writeText;
      throw new Error('the clipboard is stuck');
    };
  });
  await ada.table.focus();
  await ada.page.keyboard.press('ControlOrMeta+c');
  await expect(ada.page.locator('.toast').last()).toContainText('Something went wrong in this app');
  const { profile } = await ada.status();
  const log = join(profile, 'node.log');
  await expect.poll(() => readFile(log, 'utf8')).toContain('copy failed: Error: the clipboard');
  // At the end of the file no window may have logged such a call.
  await rm(log);
});

test('text that is selected is copied, and not the row', async () => {
  await ada.key.fill('typed');
  await ada.key.press('ControlOrMeta+a');
  await ada.key.press('ControlOrMeta+c');
  await expect.poll(clipboard).toBe('typed');
});

test('a button in the detail copies a value that is too long to be shown', async () => {
  await ada.row('long').click();
  await ada.detail.getByRole('button', { name: 'Copy the value' }).click();
  await expect.poll(clipboard).toBe('x'.repeat(100_000));
  await expect.poll(() => ada.announced()).toContain('Copied the value');
  await ada.page.keyboard.press('Escape');
});

test('an invitation is copied by the button beside it, which says so', async () => {
  await ada.page.keyboard.press('Control+i');
  const dialog = ada.page.getByRole('dialog', { name: 'Invite a friend' });
  const shown = await ada.page.getByTestId('invitation').innerText();
  const copy = dialog.getByRole('button', { name: 'Copy the invitation', exact: true });
  // A title with the whole text would be read out, letter by letter, and the network key with it.
  await expect(copy).toHaveAccessibleDescription('');
  await copy.click();
  await expect(dialog.getByRole('button', { name: 'Copied the invitation', exact: true })).toBeVisible();
  await expect.poll(clipboard).toBe(shown);
  await ada.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('a right click on a text field offers to cut, copy and paste, in the language of the window', async () => {
  await catchMenus();
  await ada.key.click({ button: 'right' });
  const [english, french] = ['Cut, Copy, Paste, Select all', 'Couper, Copier, Coller, Tout sélectionner'];
  await expect.poll(caughtMenus).toEqual([english]);
  await ada.pick('More', 'Français');
  await ada.value.click({ button: 'right' });
  await expect.poll(caughtMenus).toEqual([english, french]);
  await ada.fingerprint.click({ button: 'right' });
  await ada.table.click({ button: 'right' });
  await ada.key.click({ button: 'right' });
  await expect.poll(caughtMenus, 'nothing else offers a menu').toEqual([english, french, french]);
});
