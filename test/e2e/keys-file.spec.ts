import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { expectAccessible } from '../support/axe';
import { resizeWindow } from '../support/boxes';
import { LONG } from '../support/long';

// One story: each chapter goes on where the one before ended.
test.describe.configure({ mode: 'serial' });

const apps = appsOfThisFile();
let ada: AppWindow;
let bob: AppWindow;

const file = (name: string): string => join(apps.home, name);

function dialog({ page }: AppWindow, name = 'Import keys'): Locator {
  return page.getByRole('dialog', { name, exact: true });
}

/** The user's choice in the next dialogs of the system. */
async function willChoose({ app }: AppWindow, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, path);
}

test.beforeAll(async () => {
  [ada, bob] = (await Promise.all(
    ['ada', 'bob'].map((name) => apps.launch({ args: ['--profile', name, '--name', name] })),
  )) as [AppWindow, AppWindow];
  for (const { page } of [ada, bob]) await page.emulateMedia({ reducedMotion: 'reduce' });
});

test('all keys are exported to a file, which another window imports once its user has seen what that would do', async () => {
  await ada.set('Ville', 'Orléans');
  await ada.set('Pays', 'France');
  await willChoose(ada, file('keys.csv'));
  await ada.pick('More', 'Export keys');
  await expect(ada.page.locator('.toast')).toContainText('2 keys exported to keys.csv');
  expect(await readFile(file('keys.csv'), 'utf8')).toBe('\ufeffkey,value\r\nVille,Orléans\r\nPays,France\r\n');

  await bob.set('Pays', 'Suisse');
  await bob.set('jeu', 'go');
  await willChoose(bob, file('keys.csv'));
  await bob.pick('More', 'Import keys');
  await expect(dialog(bob).locator('.counts')).toHaveText(/keys in the file2.*new here1.*has another value here1/);
  await expectAccessible(bob.page);
  await expect(bob.shown('Pays')).toHaveText('Suisse');
  await expect(dialog(bob).getByRole('button', { name: 'Import' })).toBeFocused();
  await bob.page.keyboard.press('Enter');
  await expect(dialog(bob).locator('.result')).toHaveText(/^2 keys are as in the file now\. To undo it, put back/);
  await expect(dialog(bob).getByRole('button', { name: 'Close' }).last()).toBeFocused();
  await bob.page.keyboard.press('Enter');
  await expect(dialog(bob)).toHaveCount(0);
  for (const [key, value] of [
    ['Pays', 'France'],
    ['Ville', 'Orléans'],
    ['jeu', 'go'],
  ] as const)
    await expect(bob.shown(key)).toHaveText(value);

  await bob.pick('More', 'Import keys');
  await expect(dialog(bob)).toContainText('All of it is here already.');
  await expect(dialog(bob).getByRole('button', { name: 'Import' })).toHaveCount(0);
  await bob.page.keyboard.press('Escape');
  await expect(dialog(bob)).toHaveCount(0);
});

test(
  'a double click on Import does not cancel it, though Cancel or the page beside the dialog is where it was',
  LONG,
  async () => {
    const rows = Array.from({ length: 30_000 }, (_, at) => `yard ${at},v\n`).join('');
    await writeFile(file('many.csv'), `key,value\n${rows}`);
    await willChoose(bob, file('many.csv'));
    await bob.pick('More', 'Import keys');
    await dialog(bob).getByRole('button', { name: 'Import' }).dblclick();
    await expect(dialog(bob).locator('.result')).toHaveText(/^30,000 keys are as in the file now/);
    await bob.page.keyboard.press('Escape');
  },
);

test(
  'an import goes on while its page crashes and comes back, which then shows it and can cancel it',
  LONG,
  async () => {
    const rows = Array.from({ length: 300_000 }, (_, at) => `zone ${at},v\n`).join('');
    await writeFile(file('more.csv'), `key,value\n${rows}`);
    await willChoose(bob, file('more.csv'));
    await bob.pick('More', 'Import keys');
    await dialog(bob).getByRole('button', { name: 'Import' }).click();
    await expect.poll(async () => (await bob.status()).work?.kind).toBe('import');
    // As after a crash, of which Playwright's page does not come back.
    await bob.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
    await expect(dialog(bob)).toContainText('Importing…');
    await dialog(bob).getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog(bob)).toHaveCount(0);
    expect((await bob.status()).work).toBeNull();
  },
);

test('once the dialog of an export is closed, keys and messages work, though the export takes its time to end', async () => {
  const status = await ada.page.evaluate(() => window.byr.status());
  // As from a drive that does not answer, to which the node still writes.
  const change = { kind: 'status', status: { ...status, work: { kind: 'export', done: 1, total: 2 } } };
  await ada.app.evaluate(
    ({ webContents }, told) => webContents.getAllWebContents()[0]?.send('byr:change', told),
    change,
  );
  const progress = dialog(ada, 'Export keys');
  await expect(progress).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await expect(progress).toBeHidden();
  await expect(ada.page.locator('dialog')).toHaveCount(1);
  await ada.page.keyboard.press('Control+k');
  await expect(ada.key).toBeFocused();
  expect(await ada.page.locator('dialog .toasts').count()).toBe(0);
});

test('an import whose dialog is closed as soon as it began is cancelled, too', LONG, async () => {
  await bob.pick('More', 'Import keys');
  await expect(dialog(bob).locator('.counts')).toBeVisible();
  await bob.page.evaluate(() => {
    const dialog = document.querySelector('dialog');
    dialog?.querySelector<HTMLButtonElement>('button.primary')?.click();
    dialog?.close();
  });
  await expect(bob.page.locator('.toast').last()).toHaveText('Cancelled. What was set so far stays.');
  await expect(dialog(bob)).toHaveCount(0);
});

test('what is wrong in a file is told line by line, in French too and in the smallest window; nothing is set', async () => {
  await writeFile(file('liste.csv'), `nom;ville\n`);
  await bob.page.evaluate(() => window.byr.setLanguage('fr'));
  await willChoose(bob, file('liste.csv'));
  await bob.app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []);
    items?.find(({ label }) => label === 'Importer des clés…')?.click();
  });
  const box = dialog(bob, 'Importer des clés');
  await expect(box.locator('.mistakes')).toHaveText(/^Ligne 1.*ne nomme pas les deux colonnes/);
  await bob.page.keyboard.press('Escape');
  await expect(box).toHaveCount(0);

  await writeFile(file('liste.csv'), `key;value\n${'seul\n'.repeat(60)}Ville;Lyon\n`);
  await bob.pick('Plus', 'Importer des clés');
  await expect(box.locator('.result')).toContainText('60\u00a0erreurs dans le fichier');
  await expect(box).toContainText('et 10\u00a0autres');
  await resizeWindow(bob, 480, 420);
  await expectAccessible(bob.page);
  await expect(box.getByRole('button', { name: 'Fermer' }).last()).toBeInViewport();
  await bob.page.keyboard.press('Escape');
  await resizeWindow(bob, 1180, 760);
  await expect(bob.shown('Ville')).toHaveText('Orléans');

  await willChoose(bob, file('liste.xlsx'));
  await bob.pick('Plus', 'Exporter les clés');
  await expect(bob.page.locator('.toast.bad')).toContainText('Ce n’est ni un fichier CSV ni un fichier JSON');
});
