import { expect, type Page, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';

// One story: a network where a key is set only once refuses its second value.
test.describe.configure({ mode: 'serial' });

const apps = appsOfThisFile();
let once: AppWindow;

/** Types before any answer of the node can come in: those of another process wait for the end of the page's task. */
function typeAtOnce(page: Page, keys: readonly ('Enter' | { text: string })[]): Promise<void> {
  return page.evaluate(async (all) => {
    for (const key of all) {
      if (key === 'Enter') {
        const init = { key, bubbles: true, cancelable: true };
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', init));
      } else document.execCommand('insertText', false, key.text);
      // React draws what came of it.
      await Promise.resolve();
    }
  }, keys);
}

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

test('a value that is refused stands in the form again', async () => {
  await once.set('slow', 'another');
  await expect(once.setError).toContainText('already');
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
  await refusal.getByRole('button', { name: 'Set it again' }).click();
  await expect(refusal).toContainText('“slow” was not set.');
  expect(await once.text('slow')).toBe('once');
});
