import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { expectAccessible } from '../support/axe';
import { failingCalls } from '../support/failing-calls';
import { liveness } from '../support/liveness';
import { LONG } from '../support/long';
import { typeAtOnce } from '../support/type-at-once';

const apps = appsOfThisFile();

/** A window of a profile, on a disk whose syncs fail while there is a file `sync`. */
async function launchOnFailingDisk(profile: string): Promise<{ window: AppWindow; sync: string }> {
  const faults = join(apps.home, 'tmp');
  const preload = failingCalls(faults);
  test.skip(preload === null, 'needs Linux and a C compiler');
  const env = { LD_PRELOAD: preload ?? '', BYR_FAULTS: faults };
  return { window: await apps.launch({ args: ['--profile', profile], env }), sync: join(faults, 'sync') };
}

test('when a value counts as saved is chosen by keyboard, and kept', LONG, async () => {
  const window = await apps.launch();
  await window.pick('More', 'About this node');
  const early = window.page.getByRole('radio', { name: 'at once' });
  await expect(window.page.getByRole('radio', { name: 'once the disk has it' })).toBeChecked();
  await expect(early).toHaveAccessibleName(/a power cut may take the last second of what was set here/);
  await window.page.getByRole('radio', { name: 'once the disk has it' }).focus();
  await window.page.keyboard.press('ArrowDown');
  await expect(early).toBeChecked();
  expect((await window.status()).disk).toEqual({ acknowledge: 'early', failure: null });
  await window.close();
  const again = await apps.launch();
  expect((await again.status()).disk.acknowledge).toBe('early');
  await again.close();
});

test('while the disk takes nothing the window says so, and no longer', async () => {
  const { window, sync } = await launchOnFailingDisk('failing');
  const warning = window.page.getByTestId('disk-warning');
  await expect(warning).toHaveCount(0);
  writeFileSync(sync, '');
  await window.set('Ville', 'Lyon');
  await expect(warning).toContainText('The disk takes no writes now. It lacks 1 entry');
  expect(await liveness(warning.getByText('The disk takes no writes'))).toBe('alert');
  // The number may grow many times a second.
  expect(await liveness(warning.getByText('It lacks 1 entry'))).toBe('off');
  await window.pick('More', 'Français');
  await expect(warning).toContainText('Le disque n’accepte plus rien. Il lui manque 1\u00a0entrée');
  rmSync(sync);
  await expect(warning).toHaveCount(0);
  await expect(window.shown('Ville')).toHaveText('Lyon');
  // What was refused stands in the form again, and so does the reason, until it is sent once more.
  await expect(window.value).toHaveValue('Lyon');
  await expect(window.setError).not.toHaveText('');
  await window.value.press('Enter');
  await expect(window.value).toHaveValue('');
  await expect(window.setError).toHaveText('');
  await window.close();
});

test('what the disk did not take while the next key was typed can be set again once it does', LONG, async () => {
  const { window, sync } = await launchOnFailingDisk('failing-again');
  writeFileSync(sync, '');
  await window.set('Ville', 'Lyon');
  await expect(window.page.getByTestId('disk-warning')).toBeVisible();
  await window.key.fill('Pays');
  await window.value.fill('France');
  await typeAtOnce(window.page, ['Enter', { text: 'Fleuve' }]);
  const refusal = window.page.locator('.toast.bad').filter({ hasText: '“Pays” was not set.' });
  const again = refusal.getByRole('button', { name: 'Set it again' });
  await expect(again).toBeVisible();
  await expect(window.key).toHaveValue('Fleuve');
  rmSync(sync);
  // Before the disk is looked at again, another try is refused like the first.
  await expect(async () => {
    if (await again.isVisible()) await again.click({ timeout: 1000 });
    await expect(window.shown('Pays')).toHaveText('France', { timeout: 1000 });
  }).toPass();
  await expect(refusal).toHaveCount(0);
  await expect(window.key).toHaveValue('Fleuve');
  await window.close();
});

test('a window whose database was damaged says what became of it, until that is dismissed', LONG, async () => {
  const damaged = { args: ['--profile', 'damaged'] };
  const window = await apps.launch(damaged);
  await window.set('Ville', 'Lyon');
  await expect(window.shown('Ville')).toHaveText('Lyon');
  const { id } = await window.status();
  await window.close();
  rmSync(join(apps.home, 'profiles', 'damaged', 'db', 'CURRENT'));
  const again = await apps.launch(damaged);
  const notice = again.page.getByTestId('rescue-notice');
  await expect(notice).toContainText('The database of this node was damaged. It was set aside as ');
  await expect(notice).toContainText('There was no good backup. Recovered from the damaged database: 1 entry.');
  await expect(again.shown('Ville')).toHaveText('Lyon');
  expect((await again.status()).id).toBe(id);
  await expectAccessible(again.page);
  await notice.getByRole('button', { name: 'Dismiss' }).press('Enter');
  await expect(notice).toHaveCount(0);
  await expect(again.search).toBeFocused();
  await again.close();
  const third = await apps.launch(damaged);
  await expect(third.page.getByTestId('rescue-notice')).toHaveCount(0);
  await third.close();
});
