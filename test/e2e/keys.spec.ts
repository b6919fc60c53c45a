import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { holdAnswers } from '../support/held-answer';
import { LONG } from '../support/long';

const apps = appsOfThisFile();
let ada: AppWindow;

test.beforeAll(async () => {
  ada = await apps.launch({ args: ['--name', 'Ada'] });
});

test('a new node shows its address and what to do first, until there is a key', async () => {
  const { port } = await ada.status();
  await expect(ada.firstRun).toContainText('Your node is running');
  await expect(ada.firstRun).toContainText(`:${port}`);
  await ada.set('first', 'value');
  await expect(ada.firstRun).toHaveCount(0);
  await expect(ada.shown('first')).toHaveText('value');
});

test('Enter sets a value and goes back to the key', async () => {
  await ada.key.fill('colour');
  await ada.key.press('Enter');
  await ada.value.fill('blue');
  await ada.value.press('Enter');
  await expect(ada.key).toBeFocused();
  await expect(ada.shown('colour')).toHaveText('blue');
  await expect(ada.row('colour')).toContainText('Ada');
});

test('after a set, Enter in the next key goes on to its value, which is not the last one', async () => {
  await ada.set('shape', 'round');
  await expect(ada.shown('shape')).toHaveText('round');
  await ada.key.fill('next');
  await ada.key.press('Enter');
  await expect(ada.value).toBeFocused();
  await expect(ada.value).toHaveValue('');
  await expect(ada.row('next')).toHaveCount(0);
});

test('after a set the form is empty: no Enter too many blanks a key, and a click begins the next one', async () => {
  const button = ada.page.getByTestId('set-button');
  const before = await button.boundingBox();
  await ada.set('Ville', 'Nice');
  // Before the form says anything new, as somebody in a hurry does.
  await ada.page.keyboard.press('Enter');
  await ada.page.keyboard.press('Enter');
  await expect(button.locator('.icon')).toBeVisible();
  expect(await button.boundingBox()).toEqual(before);
  await expect(ada.key).toBeFocused();
  await expect(ada.setError).toHaveText('');
  await ada.key.click();
  await ada.page.keyboard.type('bb');
  await expect(ada.key).toHaveValue('bb');
  expect(await ada.text('Ville')).toBe('Nice');
});

test('an empty text is set only by who says so', async () => {
  await ada.key.fill('Ville');
  for (const key of ['Enter', 'Enter', 'Enter']) await ada.page.keyboard.press(key);
  await expect(ada.setError).toContainText('The value is empty.');
  await expect(ada.value).toBeFocused();
  await ada.page.getByTestId('set-button').click();
  expect(await ada.text('Ville')).toBe('Nice');
  await ada.page.getByRole('button', { name: 'Set an empty text' }).click();
  await expect.poll(() => ada.text('Ville')).toBe('');
  await expect(ada.key).toBeFocused();
});

test('a key without a letter is refused with a reason', async () => {
  await ada.set('', 'value');
  await expect(ada.setError).toHaveText('A key has at least one character.');
});

test('a double click on Set sets once, and complains of nothing', async () => {
  await ada.key.fill('clicked');
  await ada.value.fill('twice');
  await ada.page.getByTestId('set-button').dblclick();
  await expect(ada.shown('clicked')).toHaveText('twice');
  await expect(ada.setError).toHaveText('');
  await expect(ada.key).toBeFocused();
});

test('a double click turns a value into a field; Enter saves it and Esc leaves it', async () => {
  await ada.set('inline', 'before');
  await ada.shown('inline').dblclick();
  const field = ada.page.getByLabel('New value of “inline”');
  await expect(field).toBeFocused();
  await field.fill('after');
  await field.press('Enter');
  await expect(ada.shown('inline')).toHaveText('after');
  expect(await ada.text('inline')).toBe('after');

  await ada.shown('inline').dblclick();
  await field.fill('never');
  await field.press('Escape');
  await expect(field).toHaveCount(0);
  expect(await ada.text('inline')).toBe('after');
});

test('a deleted key stays with Undo for a while, and then it goes', LONG, async () => {
  await ada.set('undone', 'back again');
  await ada.set('gone', 'for good');
  // A new row moves those below it, also away from under a pointer.
  await expect(ada.row('gone')).toBeVisible();
  for (const key of ['undone', 'gone']) {
    await ada.open(key);
    await ada.detail.getByRole('button', { name: 'Delete' }).click();
    await expect(ada.shown(key)).toHaveText('deleted · Undo');
    await expect(ada.detail).toContainText('deleted');
  }
  await ada.row('undone').getByRole('button', { name: 'Undo' }).click();
  await expect(ada.shown('undone')).toHaveText('back again');
  await expect(ada.row('gone')).toHaveCount(0, { timeout: 15_000 });
  expect(await ada.entry('gone')).toMatchObject({ deleted: true, json: null });
});

test('the detail edits a value and puts back an earlier one', async () => {
  await ada.set('story', 'one');
  await ada.open('story');
  await expect(ada.detailValue).toHaveValue('one');
  await ada.detailValue.fill('two\nlines');
  await expect(ada.detail).toContainText('Not saved yet');
  await ada.detail.getByRole('button', { name: 'Save' }).click();
  await expect(ada.shown('story')).toHaveText('two⏎lines');
  expect(await ada.text('story')).toBe('two\nlines');

  await ada.detail.getByRole('button', { name: 'Put back “one”' }).click();
  await expect(ada.detailValue).toHaveValue('one');
  await expect(ada.shown('story')).toHaveText('one');
  await ada.page.keyboard.press('Escape');
  await expect(ada.detail).toHaveCount(0);
});

test('a row tells of a draft that was left, until it is saved', async () => {
  await ada.set('drafted', 'before');
  await ada.open('drafted');
  await ada.detailValue.fill('after');
  await ada.open('story');
  const mark = ada.row('drafted').getByText('not saved yet');
  await expect(mark).toBeAttached();
  await ada.open('drafted');
  await expect(ada.detailValue).toHaveValue('after');
  await ada.detail.getByRole('button', { name: 'Save' }).click();
  await expect(mark).toHaveCount(0);
  await ada.page.keyboard.press('Escape');
});

test('a number that a script set is edited as JSON, and checked as it is typed', async () => {
  await ada.page.evaluate(() => window.byr.put('number', { json: '12345678901234567890' }));
  await expect(ada.shown('number')).toContainText('12345678901234567890');
  await ada.open('number');
  await ada.detailValue.fill('[1, ');
  await expect(ada.detail).toContainText('This is not JSON yet');
  await expect(ada.detail.getByRole('button', { name: 'Save' })).toBeDisabled();
  await ada.detailValue.fill('[1, 2]');
  await ada.detailValue.press('Control+Enter');
  await expect(ada.shown('number')).toHaveText('list[1,2]');
});

test('the search looks through keys and values, and says where nothing is', async () => {
  await ada.set('needle', 'in a key');
  await ada.set('haystack', 'with a NEEDLE in it');
  await ada.search.fill('needle');
  await expect(ada.rows).toHaveCount(2);
  await expect(ada.page.locator('.found')).toHaveText('2 found');
  await expect.poll(() => ada.announced()).toContain('2 found');
  await ada.page.evaluate(() => window.byr.put('straw', { text: 'needle' }));
  await expect(ada.page.locator('.found')).toHaveText('3 found');
  // During a long sync, a screen reader would have nothing else to say.
  expect(await ada.announced()).not.toContain('3 found');
  await expect(ada.page.locator('[role="status"] .found, [aria-live] .found, .found[role]')).toHaveCount(0);
  await ada.page.evaluate(() => window.byr.put('straw', { text: 'straw' }));
  await expect(ada.page.locator('.found')).toHaveText('2 found');
  await ada.search.fill('needles');
  await expect(ada.page.getByText('No key or value contains “needles”')).toBeVisible();
  await ada.page.getByRole('button', { name: 'Clear' }).click();
  await expect(ada.search).toBeFocused();
  await expect(ada.row('haystack')).toBeVisible();
});

test('a pasted text that is longer than a search can be is looked for by its beginning', async () => {
  const long = 'x'.repeat(6000);
  await ada.page.evaluate((text) => window.byr.put('long', { text }), long);
  await ada.search.fill(long);
  await expect(ada.page.locator('.found')).toHaveText('1 found');
  await ada.search.fill('');
  await expect(ada.page.locator('.found')).toHaveText('');
});

test('while a search takes its time, what was found before does not pass for its outcome', async () => {
  await ada.search.fill('needle');
  await expect(ada.page.locator('.found')).toHaveText('2 found');
  const goOn = await holdAnswers(ada, 'page');
  await ada.search.fill('haystack');
  await expect(ada.page.locator('.found')).toHaveText('Searching…');
  await expect(ada.table.locator('.table-body')).toHaveCSS('opacity', '0.45');
  await goOn();
  await expect(ada.page.locator('.found')).toHaveText('1 found');
  await expect(ada.table.locator('.table-body')).toHaveCSS('opacity', '1');
  await ada.search.fill('');
  await expect(ada.page.locator('.found')).toHaveText('');
});

test('while the node takes its time to sort or filter, or for the first rows of all, the window says so', async () => {
  const sorted = ada.table.getByRole('button');
  let goOn = await holdAnswers(ada, 'page');
  await sorted.filter({ hasText: 'When' }).click();
  await expect(ada.page.locator('.found')).toHaveText('Sorting…');
  await goOn();
  await expect(ada.page.locator('.found')).toHaveText('');
  goOn = await holdAnswers(ada, 'page');
  await ada.page.reload();
  await expect(ada.page.locator('.found')).toHaveText('Loading…');
  await goOn();
  await expect(ada.rows).not.toHaveCount(0);
  await expect(ada.page.locator('.found')).toHaveText('');
});

test('the table is sorted by key or by time, either way', async () => {
  const sorted = ada.table.getByRole('button');
  const order = (): Promise<(string | null)[]> =>
    ada.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-key')));
  await ada.set('zzz', 'oldest');
  await ada.set('aaa', 'newest');
  await ada.search.fill('est');
  await expect.poll(order).toEqual(['aaa', 'zzz']);
  await sorted.filter({ hasText: 'Key' }).click();
  await expect.poll(order).toEqual(['zzz', 'aaa']);
  await sorted.filter({ hasText: 'When' }).click();
  await expect.poll(order).toEqual(['aaa', 'zzz']);
  await sorted.filter({ hasText: 'When' }).click();
  await expect.poll(order).toEqual(['zzz', 'aaa']);
});
