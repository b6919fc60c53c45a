import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';

// One story: each chapter goes on where the one before ended.
test.describe.configure({ mode: 'serial' });

const apps = appsOfThisFile();
let ada: AppWindow;
let bob: AppWindow;

/** Without the signs that hold a text from right to left together, which nobody sees. */
async function said(window: AppWindow): Promise<string[]> {
  const texts = await window.events.locator('.event-text').allTextContents();
  return texts.map((text) => text.replace(/[\u2068\u2069]/g, ''));
}

test.beforeAll(async () => {
  [ada, bob] = await Promise.all([apps.launch({ args: ['--name', 'Ada'] }), apps.launch({ args: ['--name', 'Bob'] })]);
});

test('the list opens by keyboard, and is empty at first', async () => {
  await expect(ada.activity).toHaveAttribute('aria-expanded', 'false');
  await expect(ada.page.getByTestId('events')).toHaveCount(0);
  await ada.activity.focus();
  await ada.page.keyboard.press('Enter');
  await expect(ada.activity).toHaveAttribute('aria-expanded', 'true');
  const list = ada.page.getByTestId('events');
  await expect(list).toHaveText('Nothing yet');
  await expect(ada.activity).toHaveAttribute('aria-controls', (await list.getAttribute('id')) ?? '');
});

test('what is set, sent, received, merged and in conflict appears as it happens', async () => {
  await ada.set('colour', 'red');
  await expect.poll(() => said(ada)).toEqual(['Set “colour”']);
  await bob.set('colour', 'blue');
  await expect(bob.shown('colour')).toHaveText('blue');
  await ada.dial(await bob.port());
  await expect(ada.sync).toHaveText('In sync with 1 of 1');
  await expect
    // Either side may send again what it got from the other.
    .poll(async () =>
      (await said(ada)).map((line) => line.replace('2 entries', '“colour”').replace(/ after .*/, '')).sort(),
    )
    .toEqual([
      'Conflict with Bob in “colour”',
      'In sync with Bob',
      'Linked with Bob',
      'Merged “colour” from Bob',
      'Received “colour” from Bob',
      'Sent “colour” to Bob',
      'Set “colour”',
    ]);
});

test('the list is one tab stop, and arrow keys walk through its events', async () => {
  const list = ada.page.getByTestId('events');
  await ada.activity.focus();
  await ada.page.keyboard.press('Tab');
  await expect(list).toBeFocused();
  const buttons = list.getByRole('button');
  await ada.page.keyboard.press('ArrowDown');
  await expect(buttons.first()).toBeFocused();
  await ada.page.keyboard.press('End');
  await expect(buttons.last()).toBeFocused();
  await ada.page.keyboard.press('ArrowUp');
  await expect(buttons.nth(-2)).toBeFocused();
  await ada.page.keyboard.press('Tab');
  await expect(ada.page.locator('.events :focus')).toHaveCount(0);
  await expect(list).not.toBeFocused();
});

test('an event with a key opens the key', async () => {
  await ada.eventsOf('conflict').getByRole('button').click();
  await expect(ada.detail.getByRole('heading', { name: 'colour', exact: true })).toBeVisible();
  await expect(ada.detailValue).toBeFocused();
  await ada.detail.getByRole('button', { name: 'Put back' }).click();
  await expect(bob.shown('colour')).toHaveText('red');
  await expect(bob.row('colour')).not.toContainText('2 values');
});

test('thousands of entries are a few lines', async () => {
  await bob.page.evaluate(async () => {
    const all = Array.from({ length: 3000 }, (_, i) => window.byr.put(`many/${i}`, { text: `${i}` }));
    await Promise.all(all);
  });
  await expect.poll(async () => (await ada.status()).keys).toBe(3001);
  await expect(ada.sync).toHaveText('In sync with 1 of 1');
  const events = await ada.page.evaluate(() => window.byr.events(500));
  expect(events.length).toBeLessThan(100);
  const received = events.filter(({ kind }) => kind === 'received').reduce((sum, { count }) => sum + count, 0);
  expect(received).toBeGreaterThanOrEqual(3001);
});

test('why a link ended is told, in the language of the window', async () => {
  await ada.pick('More', 'Français');
  await bob.pick('More about Ada', 'Remove');
  await expect.poll(async () => (await said(ada))[0]).toBe('Lien avec Bob terminé\u202f: il a refusé');
  // A screen reader says what stands there, and neither that twice nor the reason in English.
  await expect(ada.events.first()).toHaveAccessibleName('');
  await bob.activity.click();
  // Ada dials again, and that is refused: an event of its own, which may come first.
  await expect.poll(() => said(bob)).toContain('Link with Ada closed');
});
