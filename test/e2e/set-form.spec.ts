import { expect, type Locator, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { typeAtOnce } from '../support/type-at-once';

// One story: a network where a key is set only once refuses its second value.
test.describe.configure({ mode: 'serial' });

const apps = appsOfThisFile();
let once: AppWindow;

test.beforeAll(async () => {
  once = await apps.launch({ args: ['--rule', 'first'] });
});

test('what is typed while a value is still being saved is the next key, under which that value is not set', async () => {
  await once.key.fill('slow');
  await once.value.fill('once');
  await typeAtOnce(once.page, ['Enter', { text: 'quick' }, 'Enter', { text: 'twice' }, 'Enter']);
  await expect(once.shown('slow')).toHaveText('once');
  await expect(once.shown('quick')).toHaveText('twice');
  await expect(once.key).toBeFocused();
  await expect(once.value).toHaveValue('');
});

test('a value that is refused stands in the form again, and no mark of the one before says that it was set', async () => {
  await once.set('before', 'once');
  await once.set('slow', 'another');
  await expect(once.setError).toContainText('already');
  expect(await once.page.getByTestId('set-button').locator('.icon').count()).toBe(0);
  await expect(once.key).toBeFocused();
  await expect(once.value).toHaveValue('another');
});

test('a refusal that comes while the next key is typed says which key it means, and loses neither', async () => {
  await once.value.focus();
  await typeAtOnce(once.page, ['Enter', { text: 'next' }]);
  const refusal = once.page.locator('.toast.bad');
  await expect(refusal).toContainText('“slow” was not set.');
  await expect(once.key).toHaveValue('next');
  await expect(once.setError).toHaveText('');
  // Another try would be refused, too.
  await expect(refusal.getByRole('button', { name: 'Set it again' })).toHaveCount(0);
  expect(await once.text('slow')).toBe('once');
  await refusal.getByRole('button', { name: 'Dismiss' }).click();
});

/** Sets a key for the second time, and goes on to the next. */
async function refused(key: string): Promise<Locator> {
  await once.page.evaluate((name) => window.byr.put(name, { text: 'once' }), key);
  await once.key.fill(key);
  await once.value.fill('twice');
  await typeAtOnce(once.page, ['Enter', { text: 'next' }]);
  return once.page.locator('.toast.bad');
}

test('a refusal of a key of the other direction is still a sentence of this one', async () => {
  const refusal = await refused('שלום');
  await expect(refusal).toContainText('“שלום” was not set.');
  await expect(refusal.getByText('שלום')).toHaveCSS('direction', 'ltr');
  await refusal.getByRole('button', { name: 'Dismiss' }).click();
});

test('a refusal of a long key leaves room for others in the smallest window', async () => {
  const refusal = await refused('k'.repeat(1024));
  await expect(refusal).toContainText(/“k{60}…” was not set\./);
  await refusal.getByRole('button', { name: 'Dismiss' }).click();
});
