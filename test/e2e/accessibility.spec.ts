import type { TestContext } from 'node:test';
import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { expectAccessible } from '../support/axe';
import { CourseNode } from '../support/course-node';
import { LONG } from '../support/long';

const apps = appsOfThisFile();
const ends: (() => unknown)[] = [];
let ada: AppWindow;

async function showIn(theme: 'light' | 'dark'): Promise<void> {
  await ada.app.evaluate(({ nativeTheme }, source) => {
    nativeTheme.themeSource = source;
  }, theme);
  const dark = (): Promise<boolean> => ada.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await expect.poll(dark).toBe(theme === 'dark');
}

/** Of the content, in px. */
async function resize(width: number, height: number): Promise<void> {
  await ada.app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [
    width,
    height,
  ] as const);
  await expect.poll(() => ada.page.evaluate(() => innerWidth)).toBe(width);
}

/** The view in both themes and both languages: their colours and words differ. */
async function expectAccessibleEverywhere(): Promise<void> {
  for (const language of ['fr', 'en'] as const) {
    await ada.page.evaluate((chosen) => window.byr.setLanguage(chosen), language);
    await expect(ada.page.locator('html')).toHaveAttribute('lang', language);
    await showIn(language === 'fr' ? 'dark' : 'light');
    await expectAccessible(ada.page);
  }
}

test.beforeAll(async () => {
  // Nobody listens there, nor will: a port that is free might be a window's of another test soon.
  ada = await apps.launch({ args: ['--name', 'Ada', '--peer', '1'] });
  // Colours are judged as they are, not on their way.
  await ada.page.emulateMedia({ reducedMotion: 'reduce' });
});

test.afterAll(async () => {
  for (const end of ends) await end();
});

test('the first run', async () => {
  await expect(ada.firstRun).toBeVisible();
  // A screen reader says that these are items, and reads no dot before each.
  await expect(ada.firstRun.getByRole('list')).toMatchAriaSnapshot(`
    - list:
      - listitem: or paste theirs in Peers
      - listitem: or set a first value above`);
  await expectAccessibleEverywhere();
});

test('the fingerprint, which is read once', async () => {
  const digits = (await ada.fingerprint.textContent()) ?? '';
  expect(digits).toMatch(/^[0-9a-f]{8}$/);
  const banner = ada.page.getByRole('banner');
  await expect(banner.getByRole('img')).toHaveAccessibleName(`Fingerprint ${digits}`);
  await expect(banner.getByRole('img')).toHaveAccessibleDescription(
    'Two windows with the same tiles hold the same database',
  );
  const read = await banner.ariaSnapshot();
  expect(read.match(new RegExp(digits, 'g'))).toHaveLength(1);
});

test('messages of the forms', async () => {
  await ada.set('', 'value');
  await expect(ada.key).toHaveAccessibleErrorMessage('A key has at least one character.');
  await ada.address.fill('nowhere');
  await expect(ada.peerError).not.toHaveText('');
  await expect(ada.address).toHaveAccessibleErrorMessage((await ada.peerError.textContent()) ?? '');
  // A description that changes is read out, too: what is an alert already would be heard twice, with the system's words.
  for (const field of [ada.key, ada.value, ada.address]) await expect(field).toHaveAccessibleDescription('');
  await expectAccessibleEverywhere();
  await ada.address.fill('');
});

test('peers in several states', async () => {
  const test = { after: (end: () => unknown) => ends.push(end) } as unknown as TestContext;
  const course = await CourseNode.open(test, { values: { number: 7, list: [1, 2] } });
  await ada.set('colour', 'red');
  await expect(ada.row('colour')).toBeVisible();
  const [bob, once] = await Promise.all([
    apps.launch({ args: ['--profile', 'bob', '--name', 'Bob'] }),
    apps.launch({ args: ['--profile', 'once', '--name', 'Once', '--rule', 'first'] }),
  ]);
  await bob.set('colour', 'blue');
  await expect(bob.row('colour')).toBeVisible();
  await ada.dial(await once.port());
  await expect(ada.peer('Once')).toContainText('Other rule');
  await ada.dial(course.port);
  await expect(ada.peers.filter({ hasText: 'Course node' })).toHaveCount(1);
  await ada.dial(await bob.port());
  await expect(ada.peer('Bob')).toContainText('In sync');
  await expect(ada.peers.filter({ hasText: 'Unreachable' })).toHaveCount(1);
  await expect(await ada.details('Bob')).toBeVisible();
  await expect(await ada.details('Once')).toBeVisible();
  await expectAccessibleEverywhere();
  await Promise.all([bob.kill(), once.kill()]);
});

test('a table with a conflict, a deleted row, other kinds of value and a field', async () => {
  await expect(ada.row('colour')).toContainText('2 values');
  await expect(ada.shown('number')).toContainText('number');
  await ada.set('gone', 'soon');
  await ada.page.evaluate(() => window.byr.remove('gone'));
  await expect(ada.shown('gone')).toContainText('deleted');
  await expectAccessible(ada.page);
  const conflicts = ada.page.getByTestId('conflicts-button');
  await conflicts.click();
  await expect(ada.rows).toHaveCount(1);
  await expectAccessibleEverywhere();
  await conflicts.click();
  await ada.shown('colour').dblclick();
  await expect(ada.page.locator('.inline-edit')).toBeFocused();
  await expectAccessibleEverywhere();
  await ada.page.keyboard.press('Escape');
});

test('times, of which a screen reader is told no seconds', async () => {
  await ada.set('now', 'set');
  const at = ada.row('now').getByRole('time');
  await expect(at).toContainText(/[1-9]\ss ago/);
  await expect(ada.row('now')).toMatchAriaSnapshot(`
    - row:
      - gridcell "now"
      - gridcell "set"
      - gridcell "Ada"
      - gridcell "just now"`);
});

test('the detail with its history and a conflict', async () => {
  await ada.open('colour');
  await expect(ada.detail.getByRole('listitem')).toHaveCount(2);
  // Its heading and the list say what it is; a region around them would say it again.
  await expect(ada.detail.getByRole('region')).toHaveCount(0);
  await ada.detailValue.fill('a draft');
  await expect(ada.detailValue).toHaveAccessibleDescription('Not saved yet');
  await expectAccessibleEverywhere();
});

test('what the node did and met', async () => {
  await ada.activity.click();
  for (const kind of ['set', 'deleted', 'conflict', 'refused', 'link-up', 'link-down'] as const) {
    await expect(ada.eventsOf(kind).first()).toBeAttached();
  }
  await expectAccessibleEverywhere();
});

test('no match', LONG, async () => {
  await ada.search.fill('nothing like that');
  await expect(ada.page.getByText('No key or value contains')).toBeVisible();
  await expectAccessibleEverywhere();
  await ada.search.fill('');
});

test('menus, dialogs and a message with Undo', async () => {
  for (const menu of ['More', 'More about Bob']) {
    await ada.page.getByRole('button', { name: menu, exact: true }).click();
    await expect(ada.page.getByRole('menu')).toBeVisible();
    await expectAccessible(ada.page);
    await ada.page.keyboard.press('Escape');
  }
  for (const dialog of ['Keyboard shortcuts', 'About this node']) {
    await ada.pick('More', dialog);
    await expect(ada.page.getByRole('dialog', { name: dialog })).toBeVisible();
    await expectAccessibleEverywhere();
    await ada.page.keyboard.press('Escape');
  }
  await ada.pick('More about Once', 'Remove');
  await expect(ada.page.locator('.toast').filter({ hasText: 'Removed Once' })).toBeVisible();
  await expectAccessible(ada.page);
});

test('a small window, whose peers are a drawer', LONG, async () => {
  await resize(800, 600);
  await expect(ada.address).toBeHidden();
  await expectAccessibleEverywhere();
  await ada.page.getByRole('button', { name: 'Peers' }).click();
  await expect(ada.address).toBeFocused();
  await expectAccessibleEverywhere();
  await ada.page.keyboard.press('Escape');
  await expect(ada.address).toBeHidden();
  await expect(ada.detailValue).toHaveValue('a draft');
  // It does not hide what the keyboard goes on to.
  await expect(ada.page.locator('#peers-button')).toBeFocused();
  await ada.page.keyboard.press('Enter');
  await expect(ada.address).toBeFocused();
  await ada.page.getByRole('button', { name: 'More', exact: true }).focus();
  await expect(ada.address).toBeVisible();
  await ada.page.keyboard.press('Tab');
  await expect(ada.search).toBeFocused();
  await expect(ada.address).toBeHidden();
});

test('the smallest window, which cuts nothing off', LONG, async () => {
  await resize(480, 420);
  const menu = ada.page.getByRole('button', { name: 'More', exact: true });
  for (const part of [ada.name, ada.sync, menu]) await expect(part).toBeInViewport({ ratio: 1 });
  const [state, peers] = [await ada.sync.boundingBox(), await ada.page.locator('#peers-button').boundingBox()];
  expect((state?.x ?? 0) + (state?.width ?? 0)).toBeLessThanOrEqual(peers?.x ?? 0);
  await expectAccessibleEverywhere();
});
