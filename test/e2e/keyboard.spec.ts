import { expect, type Locator, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { resizeWindow } from '../support/boxes';

// One story, told without a mouse.
test.describe.configure({ mode: 'serial' });

const apps = appsOfThisFile();
let ada: AppWindow;

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await ada.page.keyboard.press(key);
}

/** Goes on with Tab until the focus is there; everything on the way shows that it has the focus. */
async function tabTo(target: Locator): Promise<void> {
  for (let step = 0; step < 30; step += 1) {
    await press('Tab');
    const shows = await ada.page.evaluate(() => {
      const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement ?? document.body);
      return outlineStyle !== 'none' || boxShadow !== 'none';
    });
    expect(shows, 'the focus is visible').toBe(true);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error('Tab does not lead there.');
}

test.beforeAll(async () => {
  ada = await apps.launch({ args: ['--name', 'Ada'] });
});

test('Ctrl+K goes to the key, Enter to the value, and Enter sets', async () => {
  // With Caps Lock, too.
  for (const letter of ['k', 'K']) {
    await ada.search.focus();
    await press(`Control+${letter}`);
    await expect(ada.key).toBeFocused();
  }
  // As a Russian keyboard has it.
  await ada.search.focus();
  await ada.search.dispatchEvent('keydown', { key: 'л', code: 'KeyK', ctrlKey: true });
  await expect(ada.key).toBeFocused();
  for (const [key, value] of [
    ['one', '1'],
    ['two', '2'],
    ['three', '3'],
  ] as const) {
    await press('Control+a');
    await ada.page.keyboard.type(key);
    await press('Tab');
    await ada.page.keyboard.type(value);
    await press('Enter');
    await expect(ada.shown(key)).toHaveText(value);
    await expect(ada.key).toBeFocused();
  }
});

test('arrows move in the table, Enter opens a key, Ctrl+Enter saves it and Esc closes it', async () => {
  await tabTo(ada.table);
  await press('ArrowDown', 'ArrowDown');
  await expect(ada.row('three')).toHaveAttribute('aria-selected', 'true');
  await press('Enter');
  await expect(ada.detailValue).toBeFocused();
  await ada.page.keyboard.type('drei');
  await press('Control+Enter');
  await expect(ada.shown('three')).toHaveText('drei');
  await press('Escape');
  await expect(ada.detail).toHaveCount(0);
  await expect(ada.table).toBeFocused();
});

test('Home and End select the first and the last key, with Ctrl too', async () => {
  for (const modifier of ['', 'Control+']) {
    await press(`${modifier}End`);
    await expect(ada.row('two')).toHaveAttribute('aria-selected', 'true');
    await press(`${modifier}Home`);
    await expect(ada.row('one')).toHaveAttribute('aria-selected', 'true');
  }
});

test('F2 edits a value in its row', async () => {
  await press('Home', 'F2');
  await ada.page.keyboard.type('eins');
  await press('Enter');
  await expect(ada.shown('one')).toHaveText('eins');
  await expect(ada.table).toBeFocused();
});

test('the field of F2 is there before another key can be pressed', async () => {
  const isFocused = await ada.table.evaluate(async (table) => {
    table.dispatchEvent(new KeyboardEvent('keydown', { key: 'F2', bubbles: true }));
    await Promise.resolve();
    return document.activeElement?.matches('.inline-edit');
  });
  expect(isFocused).toBe(true);
  await press('Escape');
  await expect(ada.table).toBeFocused();
});

test('Delete deletes, and Undo is on the way of Tab', async () => {
  await press('End', 'Delete');
  await expect(ada.shown('two')).toContainText('deleted');
  await tabTo(ada.row('two').getByRole('button', { name: 'Undo' }));
  await press('Enter');
  await expect(ada.shown('two')).toHaveText('2');
  await expect(ada.table).toBeFocused();
});

test('Ctrl+Z undoes the last deletion, and leaves the form alone; in a text it undoes what was typed', async () => {
  await ada.key.focus();
  // One letter: another window that opens beside this one may part longer typing into two steps.
  await ada.page.keyboard.type('t');
  await ada.table.focus();
  await press('End', 'Delete', 'ArrowUp', 'Delete');
  for (const key of ['two', 'three']) await expect(ada.shown(key)).toContainText('deleted');
  await press('Control+z');
  await expect(ada.shown('three')).toHaveText('drei');
  await ada.key.focus();
  await press('Control+z');
  await expect(ada.key).toHaveValue('');
  await expect(ada.shown('two')).toContainText('deleted');
  await ada.table.focus();
  await press('Control+z');
  await expect(ada.shown('two')).toHaveText('2');
});

test('Ctrl+F searches, Esc empties the search, and the arrow down leads to the table', async () => {
  await press('Control+f');
  await expect(ada.search).toBeFocused();
  await ada.page.keyboard.type('eins');
  await expect(ada.rows).toHaveCount(1);
  await press('Escape');
  await expect(ada.rows).toHaveCount(3);
  await press('ArrowDown');
  await expect(ada.table).toBeFocused();
});

test('? lists the shortcuts, and Esc closes the list and gives the focus back', async () => {
  await press('?');
  const dialog = ada.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText('Go to the key field');
  // In a window of the usual size, all of it is in sight.
  const unseen = dialog
    .locator('.dialog-body')
    .evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
  expect(await unseen).toBe(0);
  await press('Escape');
  // Closed, it may still stand in the page for a moment, and hold the shortcuts off.
  await expect(ada.page.locator('dialog')).toHaveCount(0);
  await expect(ada.table).toBeFocused();
});

test('a question mark typed into a field is a letter', async () => {
  await press('Control+k', '?');
  await expect(ada.key).toHaveValue('?');
  await expect(ada.page.locator('dialog')).toHaveCount(0);
});

test('Esc closes the detail, not a drawer that is none in the window that was widened', async () => {
  await ada.open('one');
  await resizeWindow(ada, 700, 600);
  const button = ada.page.locator('#peers-button');
  await button.press('Enter');
  await expect(ada.address).toBeFocused();
  await resizeWindow(ada, 1180, 760);
  await press('Escape');
  await expect(ada.detail).toBeHidden();
  await resizeWindow(ada, 700, 600);
  await expect(button).toHaveAttribute('aria-expanded', 'false');
  await resizeWindow(ada, 1180, 760);
});

test('a peer is linked, its menu opened and the peer removed', async () => {
  const bob = await apps.launch({ args: ['--name', 'Bob'] });
  await tabTo(ada.address);
  await ada.page.keyboard.type(String(await bob.port()));
  await press('Enter');
  await expect(ada.peer('Bob')).toContainText('In sync');
  await tabTo(ada.page.getByRole('button', { name: 'More about Bob' }));
  await press('Enter');
  const items = ada.page.getByRole('menuitem');
  await expect(items.first()).toBeFocused();
  await press('End');
  await expect(items.filter({ hasText: 'Remove' })).toBeFocused();
  await press('Enter');
  await expect(ada.peers).toHaveCount(0);
  await tabTo(ada.page.getByRole('button', { name: 'Undo' }));
  await press('Enter');
  await expect(ada.peer('Bob')).toContainText('In sync');
});

test('the node is renamed and the language chosen', async () => {
  await tabTo(ada.name);
  // Its name says it all: a description would be read out after it.
  await expect(ada.name).toHaveAccessibleDescription('');
  await press('Enter');
  await ada.page.keyboard.type('Countess');
  await press('Enter');
  await expect(ada.name).toHaveText('Countess');
  await expect(ada.name).toBeFocused();
  await tabTo(ada.page.getByRole('button', { name: 'More', exact: true }));
  await press('ArrowDown', 'End', 'ArrowUp', 'ArrowUp', 'Enter');
  await expect(ada.page.locator('html')).toHaveAttribute('lang', 'fr');
});
