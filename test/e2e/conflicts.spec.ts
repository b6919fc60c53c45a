import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';

const apps = appsOfThisFile();
let ada: AppWindow;
let bob: AppWindow;

test.beforeAll(async () => {
  [ada, bob] = await Promise.all([apps.launch({ args: ['--name', 'Ada'] }), apps.launch({ args: ['--name', 'Bob'] })]);
  await ada.set('colour', 'red');
  await expect(ada.shown('colour')).toHaveText('red');
  // Set later, so that it wins.
  await bob.set('colour', 'blue');
  await expect(bob.shown('colour')).toHaveText('blue');
  await ada.dial(await bob.port());
  await expect(ada.sync).toHaveText('In sync with 1 of 1');
});

test('what two windows wrote apart is marked in both, told, and put back with one click', async () => {
  for (const window of [ada, bob]) {
    await expect(window.shown('colour')).toHaveText('blue');
    await expect(window.row('colour')).toContainText('2 values');
  }
  await ada.open('colour');
  const history = ada.detail.getByRole('list', { name: 'History' }).getByRole('listitem');
  await expect(history.nth(0)).toContainText('blue');
  await expect(history.nth(0)).toContainText('without having seen Ada’s value');
  await expect(history.nth(1)).toContainText('red');
  await expect(history.nth(1)).toContainText('lost to a later stamp');

  await history.nth(1).getByRole('button', { name: 'Put back' }).click();
  for (const window of [ada, bob]) {
    await expect(window.shown('colour')).toHaveText('red');
    await expect(window.row('colour')).not.toContainText('2 values');
  }
});

test('a value changed elsewhere while it is edited here takes nothing away', async () => {
  await ada.set('shared', 'old');
  await expect(bob.shown('shared')).toHaveText('old');
  await ada.open('shared');
  await ada.detailValue.fill('mine');
  await bob.set('shared', 'theirs');

  await expect(ada.detail).toContainText('Bob changed this meanwhile');
  await expect(ada.detailValue).toHaveValue('mine');
  await expect(ada.shown('shared')).toHaveText('theirs');
  await ada.detail.getByRole('button', { name: 'Keep mine' }).click();
  await ada.detail.getByRole('button', { name: 'Save' }).click();
  await expect(bob.shown('shared')).toHaveText('mine');

  await ada.detailValue.fill('mine again');
  await bob.set('shared', 'theirs again');
  await ada.detail.getByRole('button', { name: 'Take theirs' }).click();
  await expect(ada.detailValue).toHaveValue('theirs again');
});
