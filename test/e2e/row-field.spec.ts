import { expect, type Locator, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { holdAnswers } from '../support/held-answer';
import { fieldOf, put, startAnew, twoWriters } from '../support/two-writers';
import { wordsIn } from '../support/words-in';

const apps = appsOfThisFile();
let ada: AppWindow;
let bob: AppWindow;

function field(key: string): Locator {
  return fieldOf(ada, key);
}

test.beforeAll(async () => {
  ({ ada, bob } = await twoWriters(apps));
});

test.beforeEach(() => startAnew(ada));

test('a field keeps what is typed, and its caret, while others set keys above it', async () => {
  await ada.shown('m').dblclick();
  await expect(field('m')).toBeFocused();
  await ada.page.keyboard.type('beg');
  for (const key of ['a1', 'a2', 'a3']) await put(bob, key, 'x');
  await expect(ada.row('a3')).toBeVisible();
  await ada.page.keyboard.type('un');
  await expect(field('m')).toHaveValue('begun');
  await field('m').press('Escape');
});

test('the row that becomes a field stays the one that a screen reader is at', async () => {
  const row = await ada.row('m').elementHandle();
  await ada.shown('m').dblclick();
  await expect(field('m')).toBeFocused();
  expect(await row?.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await field('m').press('Escape');
});

test('a value that is refused again is told again', async () => {
  await ada.page.evaluate(() => window.byr.put('list', { json: '[]' }));
  await ada.shown('list').dblclick();
  await field('list').fill('[');
  await field('list').press('Enter');
  const alert = ada.row('list').getByRole('alert');
  await expect(alert).toHaveText('This is not JSON.');
  const told = await wordsIn(alert);
  await field('list').press('Enter');
  await expect.poll(() => told.jsonValue()).toEqual(['', 'This is not JSON.']);
  await field('list').press('Escape');
});

test('what is typed into a field goes on in the detail when others take its row away', async () => {
  await ada.search.fill('value of');
  await expect(ada.page.locator('.found')).toHaveText('4 found');
  await ada.shown('m').dblclick();
  await ada.page.keyboard.type('beg');
  await put(bob, 'm', 'other');
  await expect(ada.detailValue).toBeFocused();
  await ada.page.keyboard.type('un');
  await expect(ada.detailValue).toHaveValue('begun');
  await expect(ada.detail).toContainText('\u2068Bob\u2069 changed this meanwhile');
  await ada.detail.getByRole('button', { name: 'Take theirs' }).click();
});

test('Enter in a field saves nothing over what another wrote meanwhile, and shows it', async () => {
  await ada.shown('m').dblclick();
  await ada.page.keyboard.type('mine');
  await put(bob, 'm', 'theirs');
  await expect(ada.row('m')).toContainText('Bob');
  await ada.page.keyboard.press('Enter');
  await expect(ada.detail).toContainText('\u2068Bob\u2069 changed this meanwhile');
  await expect(ada.detailValue).toHaveValue('mine');
  expect(await ada.text('m')).toBe('theirs');
  await ada.detail.getByRole('button', { name: 'Take theirs' }).click();
});

test('a field that is left for another one keeps its text as a draft, which F2 and a double click lead to', async () => {
  await ada.shown('m').dblclick();
  await ada.page.keyboard.type('left');
  await ada.shown('k').dblclick();
  await expect(field('k')).toBeFocused();
  await expect(ada.row('m').getByText('not saved yet')).toBeAttached();
  await field('k').press('Escape');
  await ada.shown('m').dblclick();
  await expect(ada.detailValue).toHaveValue('left');
  await ada.detailValue.press('Control+Enter');
  await expect(ada.shown('m')).toHaveText('left');
});

test('what is typed on while the disk takes its time stays in the field', async () => {
  const told = await ada.listen();
  const answer = await holdAnswers(ada, 'put');
  await ada.shown('k').dblclick();
  await field('k').fill('new');
  await field('k').press('Enter');
  await field('k').fill('newer');
  await answer();
  await expect.poll(() => told.jsonValue()).toContain('Saved “k”');
  await expect(field('k')).toHaveValue('newer');
  await field('k').press('Enter');
  await expect(ada.shown('k')).toHaveText('newer');
});

test('what is typed into a field goes on in the detail of its key when that is gone to: there is one text, not two', async () => {
  await ada.open('k');
  await ada.shown('k').dblclick();
  await field('k').fill('in the row');
  await ada.detailValue.click();
  await expect(field('k')).toHaveCount(0);
  await expect(ada.detailValue).toHaveValue('in the row');
  await ada.detailValue.fill('in the detail');
  await ada.shown('m').dblclick();
  await expect(field('m')).toBeFocused();
  await field('m').press('Escape');
  await ada.open('k');
  await expect(ada.detailValue).toHaveValue('in the detail');
  await ada.detailValue.press('Control+Enter');
  await expect(ada.shown('k')).toHaveText('in the detail');
});

test('a field that is left while it is saved is no draft once it is', async () => {
  const told = await ada.listen();
  const answer = await holdAnswers(ada, 'put');
  await ada.shown('k').dblclick();
  await field('k').fill('new');
  await field('k').press('Enter');
  await ada.shown('m').dblclick();
  await expect(field('m')).toBeFocused();
  await answer();
  await expect.poll(() => told.jsonValue()).toContain('Saved “k”');
  await expect(ada.row('k').getByText('not saved yet')).toHaveCount(0);
  await field('m').press('Escape');
});

test('a second Enter while the disk takes its time is one too many', async () => {
  const answer = await holdAnswers(ada, 'put');
  await ada.shown('k').dblclick();
  await field('k').fill('new');
  await field('k').press('Enter');
  await expect.poll(() => ada.text('k')).toBe('new');
  await field('k').press('Enter');
  await answer();
  await expect(field('k')).toHaveCount(0);
  await expect(ada.table).toBeFocused();
  await expect(ada.detail).toHaveCount(0);
});

test('a saved field closes no other one that was opened meanwhile', async () => {
  const told = await ada.listen();
  const answer = await holdAnswers(ada, 'put');
  await ada.shown('k').dblclick();
  await field('k').fill('new');
  await field('k').press('Enter');
  await field('k').press('Escape');
  await ada.shown('m').dblclick();
  await field('m').fill('mine');
  await answer();
  await expect.poll(() => told.jsonValue()).toContain('Saved “k”');
  await expect(field('m')).toHaveValue('mine');
  await field('m').press('Escape');
});
