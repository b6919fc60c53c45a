import { expect, type Locator, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';

const apps = appsOfThisFile();
let ada: AppWindow;
let bob: AppWindow;

test.beforeAll(async () => {
  [ada, bob] = await Promise.all([apps.launch({ args: ['--name', 'Ada'] }), apps.launch({ args: ['--name', 'Bob'] })]);
  await ada.dial(await bob.port());
  await expect(ada.sync).toHaveText('In sync with 1 of 1');
});

const KIB = 1024;
/** 256 KiB of UTF-8, in one unit less of UTF-16. */
const LONG = `é${'x'.repeat(256 * KIB - 2)}`;

for (const [what, key, value] of [
  ['markup', '<img src=x onerror="document.title=1">', '<script>document.title=2</script><img src=x onerror=alert(1)>'],
  ['names of JavaScript', '__proto__', 'constructor'],
  ['leading zeros', '0007', '01000'],
  ['what looks like JSON', '{"a":1}', '"\\u0000" [1, 2] null'],
  ['emoji', '👩‍👩‍👧‍👦🏳️‍🌈', 'é 🇫🇷 ☃︎'],
  ['right-to-left text', 'مفتاح', 'قيمة ABC עברית \u202e reversed'],
  ['white space', ' key\twith  spaces ', '  two\n\nlines\t\n'],
  ['a key of 1,024 bytes', 'ключ'.repeat(128), 'long key'],
  ['a value of 256 KiB', 'long value', LONG],
] as const) {
  test(`${what} comes back byte for byte, here and in the other window`, async () => {
    await ada.set(key, value);
    await expect(ada.setError).toHaveText('');
    for (const window of [ada, bob]) await expect.poll(async () => (await window.text(key)) === value).toBe(true);
    for (const { page } of [ada, bob]) {
      await expect(page.locator('#root img, #root script')).toHaveCount(0);
      expect(await page.title()).not.toMatch(/^\d$/);
    }
  });
}

test('what is set is shown as the text that it is', async () => {
  await ada.set('shown', '<b>bold</b>\n&amp;');
  await expect(bob.shown('shown')).toHaveText('<b>bold</b>⏎&amp;');
  await bob.open('shown');
  await expect(bob.detailValue).toHaveValue('<b>bold</b>\n&amp;');
});

test('a value over 64 KB is loaded when it is asked for', async () => {
  await bob.search.fill('long value');
  await expect(bob.rows).toHaveCount(1);
  await bob.open('long value');
  await expect(bob.detail).toContainText('Value of 256 KB');
  await bob.detail.getByRole('button', { name: 'Load' }).click();
  await expect.poll(async () => (await bob.detailValue.inputValue()).length).toBe(LONG.length);
  await bob.search.fill('');
});

test('each line of a text has its own direction in a field, unless it is so long that typing would lag', async () => {
  const isByLine = (field: Locator): Promise<boolean> =>
    field.evaluate((element) => getComputedStyle(element).unicodeBidi === 'plaintext');
  for (const [length, byLine] of [
    [6, true],
    [33_000, false],
  ] as const) {
    const text = 'مدينة '.repeat(length / 6);
    await bob.value.fill(text);
    expect(await isByLine(bob.value)).toBe(byLine);
    await bob.value.fill('');
    await bob.page.evaluate((value) => window.byr.put('by line', { text: value }), text);
    await bob.search.fill('by line');
    // Until then its row may go from under the pointer.
    await expect(bob.rows).toHaveCount(1);
    await bob.open('by line');
    await expect(bob.detailValue).toHaveValue(text);
    expect(await isByLine(bob.detailValue)).toBe(byLine);
    await expect(bob.detailValue).toHaveCSS('direction', 'rtl');
    await bob.search.fill('');
  }
});

for (const [what, key, value, message] of [
  ['key', 'k'.repeat(KIB + 1), 'v', 'The key is too long: at most 1,024 bytes.'],
  ['key of many-byte letters', 'é'.repeat(KIB / 2 + 1), 'v', 'The key is too long: at most 1,024 bytes.'],
  ['value', 'too long', 'v'.repeat(256 * KIB + 1), 'The value is too long: at most 256 KB.'],
] as const) {
  test(`a ${what} longer than that is refused and sets nothing`, async () => {
    const { keys, fingerprint } = await ada.status();
    await ada.set(key, value);
    await expect(ada.setError).toHaveText(message);
    expect(await ada.status()).toMatchObject({ keys, fingerprint });
    // The node checks it again, whatever a window may send.
    const outcome = await ada.page.evaluate(([k, v]) => window.byr.put(k, { text: v }), [key, value] as const);
    expect(outcome).toMatchObject({ ok: false, refusal: { code: expect.stringMatching(/too-long$/) } });
    expect(await ada.status()).toMatchObject({ keys, fingerprint });
  });
}
