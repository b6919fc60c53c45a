import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Locator, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { LONG } from '../support/long';

const apps = appsOfThisFile();

function preview({ page }: AppWindow): Locator {
  return page.getByRole('dialog', { name: 'Restore a backup' });
}

/** A backup with the key Ville, outside of any profile, and under a name that a user gave it. */
async function backup(): Promise<string> {
  const ada = await apps.launch({ args: ['--profile', 'ada', '--name', 'Ada'] });
  await ada.set('Ville', 'Lyon');
  const made = await ada.page.evaluate(() => window.byr.backUp());
  if (!made.ok || made.value.id === null) throw new Error('There is no backup.');
  const path = join(apps.home, 'my copy.byr');
  await copyFile(join(apps.home, 'profiles', 'ada', 'backups', made.value.id), path);
  await ada.close();
  return path;
}

test(
  'a backup that is opened is shown, in the window that is open, and restored once its user says so',
  LONG,
  async () => {
    const path = await backup();
    const bob = await apps.launch({ args: ['--profile', 'bob', '--name', 'Bob', path] });
    await expect(preview(bob).getByTestId('restore')).toHaveAttribute('data-step', 'preview');
    await expect(preview(bob)).toContainText('Ada');
    expect((await bob.status()).keys).toBe(0);
    await bob.page.keyboard.press('Escape');
    await expect(preview(bob)).toBeHidden();

    // As the desktops of Linux name it.
    await apps.run([pathToFileURL(path).href]);
    await preview(bob).getByRole('button', { name: 'Add what is missing' }).click();
    await expect(preview(bob)).toContainText('1 entry was new');
    await bob.page.keyboard.press('Escape');
    await expect(bob.shown('Ville')).toHaveText('Lyon');

    const other = join(apps.home, 'other.byr');
    await writeFile(other, 'no backup');
    await apps.run([other]);
    await expect(bob.page.locator('.toast.bad')).toContainText('This file is not a backup.');
  },
);
