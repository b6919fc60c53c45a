import { copyFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
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

function folderOf(profile: string): string {
  return join(apps.home, 'profiles', profile, 'backups');
}

function dialog(window: AppWindow, name: string): Locator {
  return window.page.getByRole('dialog', { name, exact: true });
}

function backups(window: AppWindow): Locator {
  return window.page.getByTestId('backup');
}

/** Which of two that were made in one second stands first is chance. */
function good(window: AppWindow): Locator {
  return backups(window).filter({ hasNotText: 'damaged' }).first();
}

async function openBackups(window: AppWindow): Promise<void> {
  await window.page.keyboard.press('Control+b');
  await expect(dialog(window, 'Backups')).toBeVisible();
}

async function closeAll(window: AppWindow): Promise<void> {
  for (let open = await window.page.locator('dialog').count(); open > 0; open -= 1) {
    await window.page.keyboard.press('Escape');
    await expect(window.page.locator('dialog')).toHaveCount(open - 1);
  }
}

async function pickOf(backup: Locator, item: string): Promise<void> {
  await backup.getByRole('button', { name: 'More about' }).click();
  await backup.getByRole('menuitem', { name: item }).click();
}

/** The user's choice in the next dialogs of the system. */
async function willChoose(window: AppWindow, path: string): Promise<void> {
  await window.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, path);
}

test.beforeAll(async () => {
  [ada, bob] = (await Promise.all(
    ['ada', 'bob'].map((name) => apps.launch({ args: ['--profile', name, '--name', name] })),
  )) as [AppWindow, AppWindow];
  // Colours are judged as they are, not on their way.
  for (const { page } of [ada, bob]) await page.emulateMedia({ reducedMotion: 'reduce' });
});

test('an empty list says what will happen; a backup is made at once on demand, and verified', async () => {
  await ada.set('Ville', 'Lyon');
  await ada.set('Pays', 'France');
  await ada.page.getByTestId('backups-button').click();
  await expect(dialog(ada, 'Backups')).toContainText('The first is made automatically');
  await expectAccessible(ada.page);
  await ada.page.getByRole('button', { name: 'Back up now' }).click();
  await expect(backups(ada)).toContainText(['verified2 entries']);
  // What stands behind a dialog is neither heard nor reached.
  await expect(dialog(ada, 'Backups').locator('.toast')).toContainText('Backed up 2 entries');
  await expect(dialog(ada, 'Backups')).toContainText('in 15 min, if something changes');
  await closeAll(ada);
  await expect(ada.page.getByTestId('backups-button')).toBeFocused();
});

test('a list of backups is not drawn anew with every change of the status', async () => {
  await openBackups(ada);
  await expect(backups(ada)).toHaveCount(1);
  const written = await ada.page.evaluate(async () => {
    const answer = await window.byr.backups();
    const time = answer.ok ? answer.value[0]?.header?.time : undefined;
    const { prototype } = Intl.DateTimeFormat;
    const format = Object.getOwnPropertyDescriptor(prototype, 'format') as PropertyDescriptor;
    let count = 0;
    Object.defineProperty(prototype, 'format', {
      configurable: true,
      get() {
        return (date: number) => {
          if (date === time) count += 1;
          return format.get?.call(this)(date);
        };
      },
    });
    // Its age, which is told too, would grow meanwhile on a slow machine.
    const { now } = Date;
    const began = now();
    Date.now = () => began;
    const title = (): string => document.querySelector('[data-testid="node-name"]')?.textContent ?? '';
    for (const name of [...Array.from({ length: 20 }, (_, n) => `ada ${n}`), 'ada']) {
      await window.byr.rename(name);
      while (!title().includes(name)) await new Promise(requestAnimationFrame);
    }
    Object.defineProperty(prototype, 'format', format);
    Date.now = now;
    return count;
  });
  // The facts above the list tell its time, too, with each of the 21 changes; the list would twice more.
  expect(written).toBeLessThan(42);
  await closeAll(ada);
});

test('restoring shows first what would change, then merges', async () => {
  const [name = ''] = await readdir(folderOf('ada'));
  await bob.set('Ville', 'Nice');
  await bob.page.evaluate(() => window.byr.backUp());
  await copyFile(join(folderOf('ada'), name), join(folderOf('bob'), name));
  await openBackups(bob);
  const other = bob.page.locator(`[data-name="${name}"]`);
  const own = backups(bob).filter({ hasNotText: 'of \u2068ada\u2069' });
  await expect(own).toContainText('verified');
  await expect(other).toContainText('not verified yet2 entries');
  await expect(other).toContainText('of \u2068ada\u2069');
  await other.getByRole('button', { name: 'Restore the backup' }).click();
  const restore = dialog(bob, 'Restore a backup');
  const lines = restore.locator('.counts > div');
  await expect(lines).toHaveText([
    'keys in the backup2',
    'new here1',
    'has another value here1',
    'new conflict1',
    'entries to merge, history among them2',
  ]);
  const start = restore.getByRole('button', { name: 'Add what is missing' });
  await expect(start).toBeFocused();
  await expectAccessible(bob.page);
  expect((await bob.status()).keys).toBe(1);
  await bob.page.keyboard.press('Enter');
  await expect(restore).toContainText('Restored: 2 entries were new.');
  await expect(restore.getByRole('button', { name: 'Close' }).last()).toBeFocused();
  await bob.page.keyboard.press('Enter');
  await expect(other.getByRole('button', { name: 'Restore the backup' })).toBeFocused();
  await closeAll(bob);
  await expect(bob.shown('Ville')).toHaveText('Nice');
  await expect(bob.row('Ville')).toContainText('2 values');
  await expect(bob.shown('Pays')).toHaveText('France');
});

test('a file from elsewhere is restored; what is all there already, or no backup, changes nothing', async () => {
  const [others = ''] = await readdir(folderOf('ada'));
  const [name = ''] = (await readdir(folderOf('bob'))).filter((one) => one !== others);
  await openBackups(bob);
  await willChoose(bob, join(folderOf('bob'), name));
  await bob.page.getByRole('button', { name: 'Restore another file…' }).click();
  const restore = dialog(bob, 'Restore a backup');
  await expect(restore.getByTestId('restore')).toHaveText('All of it is here already: there is nothing to restore.');
  await expect(restore.locator('.dialog-actions button')).toHaveText(['Close']);
  await bob.page.keyboard.press('Escape');
  await expect(restore).toHaveCount(0);
  await expect(bob.page.getByRole('button', { name: 'Restore another file…' })).toBeFocused();
  const letter = join(apps.home, 'letter.txt');
  await writeFile(letter, 'Dear Ada');
  await willChoose(bob, letter);
  await bob.page.getByRole('button', { name: 'Restore another file…' }).click();
  await expect(dialog(bob, 'Backups').locator('.toast.bad')).toContainText('This file is not a backup.');
  await closeAll(bob);
});

test('a backup that was damaged is found out, and can no longer be restored', async () => {
  const [name = ''] = await readdir(folderOf('ada'));
  await truncate(join(folderOf('bob'), name), 150);
  await openBackups(bob);
  const damaged = bob.page.locator(`[data-name="${name}"]`);
  await pickOf(damaged, 'Verify');
  await expect(damaged).toContainText('damaged: take another one');
  await expect(damaged.getByRole('button', { name: 'Restore the backup' })).toHaveCount(0);
  await pickOf(good(bob), 'Verify');
  await expect(dialog(bob, 'Backups')).toContainText('The backup is good');
  await closeAll(bob);
});

test('a backup opens as a network of its own, in a window of its own', LONG, async () => {
  await openBackups(bob);
  await pickOf(good(bob), 'Restore as a new network…');
  const asNew = dialog(bob, 'Restore as a new network');
  await expect(asNew).toContainText('a node id of its own and no peers');
  await asNew.getByRole('button', { name: 'Make and open it' }).click();
  await expect(asNew).toContainText('with 1 entry. It is kept as profile 1.');
  await expect.poll(() => apps.listens('1')).toBe(true);
  process.kill(apps.holder('1') ?? 0, 'SIGTERM');
  await expect.poll(() => apps.holds('1')).toBe(false);
  const opened = await apps.launch({ args: ['--profile', '1'] });
  await expect(opened.shown('Ville')).toHaveText('Nice');
  const [status, own] = [await opened.status(), await bob.status()];
  expect(status.id).not.toBe(own.id);
  expect(status.peers).toEqual([]);
  await opened.kill();
  await closeAll(bob);
});

test('a backup that fails is seen, with what to do, until one succeeds', async () => {
  const folder = join(apps.home, 'elsewhere');
  await willChoose(bob, folder);
  await openBackups(bob);
  await bob.page.getByRole('button', { name: 'Choose folder…' }).click();
  await expect(dialog(bob, 'Backups')).toContainText(folder);
  await expect(dialog(bob, 'Backups')).toContainText('No backup yet.');
  // As if its drive was unplugged.
  await rm(folder, { recursive: true });
  await bob.page.getByRole('button', { name: 'Back up now' }).click();
  await expect(bob.page.getByTestId('backups-problem')).toContainText('choose another folder');
  await expect(dialog(bob, 'Backups')).toContainText(
    'The folder for backups cannot be read. Plug in its drive, or choose another one.',
  );
  await expectAccessible(bob.page);
  await closeAll(bob);
  await expect(bob.page.getByRole('button', { name: 'Backup failed' })).toBeVisible();
  await bob.activity.click();
  await expect(bob.eventsOf('backup-failed').first()).toBeVisible();
  await openBackups(bob);
  await bob.page.getByRole('button', { name: 'Use the usual folder' }).click();
  await expect(bob.page.getByTestId('backups-problem')).toHaveCount(0);
  await expect(backups(bob)).toHaveCount(2);
  await closeAll(bob);
});

test('a long backup shows how far it is, and can be cancelled', LONG, async () => {
  await ada.page.evaluate(async () => {
    const word = (): string => Math.random().toString(36).slice(2);
    for (let at = 0; at < 100; at += 1) {
      await window.byr.put(`large/${at}`, { text: Array.from({ length: 20_000 }, word).join('') });
    }
  });
  const before = await readdir(folderOf('ada'));
  await openBackups(ada);
  for (const width of [520, 1180]) {
    await resizeWindow(ada, width, 760);
    const place = await ada.page.getByTestId('backups').boundingBox();
    await ada.page.getByRole('button', { name: 'Back up now' }).click();
    await expect(ada.page.getByRole('progressbar', { name: 'Backing up…' })).toBeVisible();
    expect(await ada.page.getByTestId('backups').boundingBox(), 'no other backup comes under the pointer').toEqual(
      place,
    );
    await ada.page.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog(ada, 'Backups')).toContainText('Cancelled: no backup was made.');
    await expect(ada.page.getByTestId('backup-work')).toHaveCount(0);
    await expect(ada.page.getByRole('button', { name: 'Back up now' })).toBeFocused();
  }
  expect(await readdir(folderOf('ada'))).toEqual(before);
});

test('the backups are in French, in the dark and in the smallest window, which cuts nothing off', LONG, async () => {
  await ada.page.evaluate(() => window.byr.setLanguage('fr'));
  await expect(dialog(ada, 'Sauvegardes')).toContainText('dans 15\u00a0min, si quelque chose change');
  await ada.app.evaluate(({ nativeTheme }) => {
    nativeTheme.themeSource = 'dark';
  });
  await resizeWindow(ada, 480, 420);
  await expectAccessible(ada.page);
  await expectNoSidewaysScroll();
  await backups(ada).first().getByRole('button', { name: 'Restaurer la sauvegarde' }).click();
  await expect(dialog(ada, 'Restaurer une sauvegarde')).toContainText('il n’y a rien à restaurer');
  await expectAccessible(ada.page);
  await expectNoSidewaysScroll();
});

async function expectNoSidewaysScroll(): Promise<void> {
  const tooWide = await ada.page
    .locator('html, dialog')
    .evaluateAll((all) => all.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length);
  expect(tooWide).toBe(0);
}
