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
  await ada.set('city', 'Lyon');
  await expect(ada.shown('city')).toHaveText('Lyon');
  await bob.set('city', 'Nice');
  await expect(bob.shown('city')).toHaveText('Nice');
  await bob.page.evaluate(() => window.byr.remove('city'));
  for (const [writer, value] of [
    [ada, 'round'],
    [bob, ''],
  ] as const) {
    await writer.page.evaluate((text) => window.byr.put('shape', { text }), value);
    await expect(writer.shown('shape')).toBeVisible();
  }
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
  await expect(history.nth(0)).toContainText('without having seen \u2068Ada\u2069’s change');
  await expect(history.nth(1)).toContainText('red');
  await expect(history.nth(1)).toContainText('lost to a later stamp');

  await history.nth(1).getByRole('button', { name: 'Put back' }).click();
  for (const window of [ada, bob]) {
    await expect(window.shown('colour')).toHaveText('red');
    await expect(window.row('colour')).not.toContainText('2 values');
  }
});

test('the value that won is kept with one click, which settles the conflict everywhere', async () => {
  await expect(bob.row('shape')).toContainText('2 values');
  await ada.open('shape');
  await expect(ada.shown('shape')).toHaveText('(empty)');
  const keep = ada.detail.getByRole('button', { name: 'Keep the empty text' });
  await keep.focus();
  await ada.page.keyboard.press('Enter');
  for (const window of [ada, bob]) {
    await expect(window.row('shape')).not.toContainText('2 values');
    expect(await window.text('shape')).toBe('');
  }
  await expect(keep).toHaveCount(0);
  await expect(ada.detail.getByRole('button', { name: 'Put back the empty text' })).toBeVisible();
  // Not on what that button has become, which would do something else.
  await expect(ada.detailValue).toBeFocused();
  await expect(ada.detail.getByRole('button', { name: 'Put back “round”' })).toBeVisible();
  // Seen twice, as a mark and in words, and heard once.
  const told = await ada.detail.getByRole('list', { name: 'History' }).ariaSnapshot();
  expect(told.match(/(?<!just )\bnow\b/g)).toHaveLength(1);
});

test('the keys in conflict are a click away, also where a deletion won, and are all shown again when settled', async () => {
  const button = ada.page.getByTestId('conflicts-button');
  await expect(button).toHaveAccessibleName('1 conflict');
  await button.focus();
  await ada.page.keyboard.press('Enter');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect(ada.rows).toHaveCount(1);
  await expect(ada.shown('city')).toContainText('deleted');
  await ada.open('city');
  await ada.detail.getByRole('button', { name: 'Put back “Lyon”' }).click();
  await expect(bob.shown('city')).toHaveText('Lyon');
  await expect(ada.page.getByText('No key is in conflict')).toBeVisible();
  await ada.page.getByRole('button', { name: 'Show all keys' }).click();
  await expect(ada.shown('city')).toHaveText('Lyon');
  await expect(ada.shown('colour')).toHaveText('red');
  await expect(button).toHaveCount(0);
});

test('a value changed elsewhere while it is edited here takes nothing away', async () => {
  await ada.set('shared', 'old');
  await expect(bob.shown('shared')).toHaveText('old');
  await ada.open('shared');
  await ada.detailValue.fill('mine');
  // Screen readers read out what a status says anew, not what it says as it appears.
  const status = await ada.detail.getByRole('status').elementHandle();
  await bob.set('shared', 'theirs');

  await expect(ada.detail).toContainText('\u2068Bob\u2069 changed this meanwhile');
  expect(await status?.innerText()).toContain('\u2068Bob\u2069 changed this meanwhile');
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
