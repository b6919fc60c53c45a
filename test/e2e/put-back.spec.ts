import { expect, type Locator, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { expectAccessible } from '../support/axe';
import { LONG } from '../support/long';

// One story: each chapter goes on where the one before ended.
test.describe.configure({ mode: 'serial' });

const apps = appsOfThisFile();
let ada: AppWindow;
let bob: AppWindow;
/** The names of the backup that is put back, and of the one made before. */
let wanted = '';
let before = '';

/** Opens the dialog that restores a backup of Ada's, whatever it is called in her language. */
async function startRestore(name: string): Promise<Locator> {
  if ((await ada.page.getByTestId('backup').count()) === 0) await ada.page.keyboard.press('Control+b');
  const backup = ada.page.locator(`[data-name="${name}"]`);
  await backup.getByRole('button').first().click();
  return ada.page.getByRole('dialog').filter({ has: ada.page.getByTestId('restore') });
}

test.beforeAll(async () => {
  [ada, bob] = (await Promise.all(['ada', 'bob'].map((name) => apps.launch({ args: ['--name', name] })))) as [
    AppWindow,
    AppWindow,
  ];
  // Colours are judged as they are, not on their way.
  await ada.page.emulateMedia({ reducedMotion: 'reduce' });
  await ada.dial(await bob.port());
});

test('what was deleted and changed since is put back by the keyboard, for all', LONG, async () => {
  await ada.set('note/1', 'milk');
  await ada.set('note/2', 'bread');
  wanted = await ada.page.evaluate(async () => {
    const made = await window.byr.backUp();
    return made.ok ? made.value.name : '';
  });
  await ada.page.evaluate(() => window.byr.remove('note/1'));
  await ada.set('note/2', 'nothing');
  await ada.set('note/3', 'new');
  await expect(bob.shown('note/2')).toHaveText('nothing');
  const restore = await startRestore(wanted);
  const lines = ['keys in the backup2', 'deleted here since1', 'has another value here1', 'only here1'];
  await expect(restore.locator('.counts > div')).toHaveText(lines);
  await expect(restore).toContainText('changes the 2 keys that differ to what the backup has, on the peers too.');
  await expect(restore.locator('.dialog-actions button')).toHaveText(['Cancel', 'Put back its values']);
  await expect(restore.getByRole('button', { name: 'Put back' })).toBeFocused();
  await expectAccessible(ada.page);
  await ada.page.keyboard.press('Enter');
  await expect(restore).toContainText('Put back: 2 keys are as in the backup again.');
  await expect(restore.locator('.dialog-actions button')).toBeFocused();
  before = await ada.page.evaluate(async (asked) => {
    const listed = await window.byr.backups();
    return listed.ok ? (listed.value.find(({ name }) => name !== asked)?.name ?? '') : '';
  }, wanted);
  for (const window of [ada, bob]) {
    await expect(window.shown('note/1')).toHaveText('milk');
    await expect(window.shown('note/2')).toHaveText('bread');
    await expect(window.shown('note/3')).toHaveText('new');
  }
  await ada.page.keyboard.press('Escape');
});

test('it is undone by the backup that was made before; in French it fits the smallest window', LONG, async () => {
  await ada.page.evaluate(() => window.byr.setLanguage('fr'));
  await ada.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(480, 420));
  await expect.poll(() => ada.page.evaluate(() => innerWidth)).toBe(480);
  const restore = await startRestore(before);
  await expect(restore).toContainText('Une sauvegarde est faite d’abord');
  await expectAccessible(ada.page);
  const tooWide = await ada.page
    .locator('html, dialog')
    .evaluateAll((all) => all.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length);
  expect(tooWide).toBe(0);
  await restore.getByRole('button', { name: 'Rétablir ses valeurs' }).click();
  await expect(restore).toContainText('2\u00a0clés sont de nouveau comme dans la sauvegarde.');
  await expect(bob.shown('note/2')).toHaveText('nothing');
  await expect.poll(() => bob.text('note/1')).toBe(undefined);
  await expect(bob.shown('note/3')).toHaveText('new');
});
