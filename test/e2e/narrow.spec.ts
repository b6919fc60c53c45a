import { expect, test } from '@playwright/test';
import { formatInvitation } from '../../main/net/invitation';
import { drawNetworkKey } from '../../main/net/network-key';
import type { NodeId } from '../../main/store/stamp';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { expectAccessible } from '../support/axe';
import { boxOf, cutOf, resizeWindow } from '../support/boxes';
import { LONG } from '../support/long';

const LONG_KEY = 'city of the north-western province, as of last year';
const apps = appsOfThisFile();
let ada: AppWindow;

function resize(width: number, height: number): Promise<void> {
  return resizeWindow(ada, width, height);
}

async function speak(language: 'en' | 'fr'): Promise<void> {
  await ada.page.evaluate((chosen) => window.byr.setLanguage(chosen), language);
  await expect(ada.page.locator('html')).toHaveAttribute('lang', language);
}

/** The parts of the header are all in the window, none over another, and the state has its words. */
async function expectWholeHeader(): Promise<void> {
  const parts = ada.page.locator('.header > :not(.grow)');
  const boxes = (await Promise.all((await parts.all()).map(boxOf))).filter(({ left, right }) => right > left);
  const { width, bottom } = await ada.page.locator('.header').evaluate((header) => {
    const box = header.getBoundingClientRect();
    return { width: innerWidth, bottom: box.bottom };
  });
  for (const [at, box] of boxes.entries()) {
    expect(box.left).toBeGreaterThanOrEqual(0);
    expect(box.right).toBeLessThanOrEqual(width);
    expect(box.bottom).toBeLessThanOrEqual(bottom);
    const before = boxes[at - 1];
    if (before && before.bottom > box.top) expect(box.left).toBeGreaterThanOrEqual(before.right);
  }
  expect(await cutOf(ada.page.locator('.state-text').first())).toBeLessThanOrEqual(1);
  // What paints beyond its box is as bad as a box beyond the window.
  const name = await boxOf(ada.page.locator('.node-name'));
  expect((await boxOf(ada.name)).right).toBeLessThanOrEqual(name.right + 6);
}

test.beforeAll(async () => {
  // 25 letters.
  ada = await apps.launch({ args: ['--name', 'Élisabeth-Charlotte Hardy', '--peer', '1', '--peer', '2'] });
  await ada.set('colour', 'red');
  await ada.set('city', 'Lyon');
  await ada.set(LONG_KEY, 'Dijon');
  await expect(ada.sync).toContainText('peers unreachable');
  await expect(ada.rows).toHaveCount(3);
});

for (const width of [320, 480, 560, 700, 800, 900, 1000, 1100, 1180, 1366]) {
  test(`the header is whole at ${width} px, in English and in French`, LONG, async () => {
    await resize(width, 600);
    for (const language of ['fr', 'en'] as const) {
      await speak(language);
      await expectWholeHeader();
    }
  });
}

test('a long name is whole where there is room', LONG, async () => {
  await resize(1366, 600);
  expect(await cutOf(ada.name.locator('.cut'))).toBe(0);
});

test('a short name is whole beside a state of many words', LONG, async () => {
  await resize(480, 420);
  await ada.page.evaluate(() => window.byr.rename('Zoé'));
  await expect(ada.name).toHaveText('Zoé');
  // Of a class with peers in every state, which would take as many nodes.
  const words = 'In sync with 1 of 7 · clock wrong · 12,412 entries to go · 1 not answering · 2 unreachable · 1 idle';
  await ada.page.locator('.state-text').evaluate((state, many) => {
    state.textContent = many;
  }, words);
  for (const width of [480, 481, 530, 700]) {
    await resize(width, 420);
    const { left, needed } = await ada.name.evaluate((button) => {
      const words = document.createRange();
      words.selectNodeContents(button.querySelector('span') as Element);
      const { paddingLeft, paddingRight } = getComputedStyle(button);
      const inside =
        button.getBoundingClientRect().width - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
      return { left: inside, needed: words.getBoundingClientRect().width };
    });
    expect(left).toBeGreaterThanOrEqual(needed);
  }
  await ada.page.evaluate(() => window.byr.rename('Élisabeth-Charlotte Hardy'));
  await expect(ada.name).toHaveText('Élisabeth-Charlotte Hardy');
});

test('the state has all the room beside a short name, and leaves no word alone on its last line', LONG, async () => {
  await resize(480, 420);
  await ada.page.evaluate(() => window.byr.rename('Zoé'));
  await expect(ada.name).toHaveText('Zoé');
  const { right } = await boxOf(ada.page.getByTestId('network-button'));
  expect((await boxOf(ada.sync)).left - right).toBeLessThan(11);
  const linesOf = (words: string): Promise<number[]> =>
    ada.page.locator('.state-text').evaluate((state, said) => {
      state.textContent = said;
      const range = document.createRange();
      range.selectNodeContents(state);
      return [...range.getClientRects()].map(({ width }) => width);
    }, words);
  let words = 'peer';
  while ((await linesOf(words)).length === 1) words += ' peer';
  const [first = 0, last = 0] = await linesOf(words);
  expect(last).toBeGreaterThan(first / 2);
  await ada.page.evaluate(() => window.byr.rename('Élisabeth-Charlotte Hardy'));
  await expect(ada.name).toHaveText('Élisabeth-Charlotte Hardy');
});

test('a long name is a name still while it is edited, in the smallest window', LONG, async () => {
  await resize(480, 420);
  await ada.name.click();
  const field = ada.page.getByLabel('Node name');
  expect(await field.evaluate(({ clientWidth }) => clientWidth)).toBeGreaterThan(140);
  await expectAccessible(ada.page);
  await field.press('Escape');
});

test('a long name from right to left is cut at its end, not at its beginning', LONG, async () => {
  await ada.page.evaluate(() => window.byr.rename('عبد الرحمن بن عبد الله الخوارزمي'));
  await expect(ada.name).toHaveText(/^عبد/);
  const first = await ada.name.evaluate((button) => {
    const letter = document.createRange();
    letter.setStart(button.querySelector('span')?.firstChild as Node, 0);
    letter.setEnd(letter.startContainer, 1);
    return letter.getBoundingClientRect().right;
  });
  expect(first).toBeLessThanOrEqual((await boxOf(ada.name)).right);
  await ada.page.evaluate(() => window.byr.rename('Élisabeth-Charlotte Hardy'));
  await expect(ada.name).toHaveText('Élisabeth-Charlotte Hardy');
});

for (const [width, height] of [
  [480, 420],
  [900, 420],
  [700, 500],
] as const) {
  test(`an opened key leaves the form and some of the table, at ${width} × ${height} px`, LONG, async () => {
    await resize(width, height);
    await ada.value.fill('1\n2\n3\n4\n5\n6\n7');
    await ada.open('city');
    const [set, head, detail] = await Promise.all([
      boxOf(ada.page.getByTestId('set-button')),
      boxOf(ada.page.locator('.table-head')),
      boxOf(ada.detail),
    ]);
    expect(set.bottom).toBeLessThanOrEqual(head.top);
    expect((await boxOf(ada.value)).bottom).toBeLessThanOrEqual(head.top);
    // The head, and most of a row.
    expect(detail.top - head.top).toBeGreaterThan(50);
    await ada.page.keyboard.press('Escape');
    await ada.value.fill('');
  });
}

test('what somebody else changed leaves room for the draft, in the smallest window', LONG, async () => {
  await resize(480, 420);
  await ada.open('colour');
  await ada.detailValue.fill('mine');
  const other = await apps.launch({ args: ['--profile', 'other', '--name', 'A machine with a very long name indeed'] });
  await ada.page.evaluate((port) => window.byr.addPeer(String(port)), await other.port());
  await expect(other.shown('colour')).toHaveText('red');
  await other.set('colour', 'theirs');
  await expect(ada.detail.getByRole('button', { name: 'Keep mine' })).toBeVisible();
  const draft = await boxOf(ada.detailValue);
  expect(draft.bottom - draft.top).toBeGreaterThan(30);
  await expect(ada.detail.getByRole('button', { name: 'Keep mine' })).toBeInViewport({ ratio: 1 });
  await expectAccessible(ada.page);
  // The longer words, on one line still.
  await speak('fr');
  const [theirs, mine] = await Promise.all(
    ['Prendre la sienne', 'Garder la mienne'].map((name) => boxOf(ada.detail.getByRole('button', { name }))),
  );
  expect(mine?.top).toBe(theirs?.top);
  await speak('en');
  await ada.detail.getByRole('button', { name: 'Take theirs' }).click();
  await ada.page.keyboard.press('Escape');
  await other.close();
});

for (const [width, height] of [
  [1180, 760],
  [960, 640],
  [480, 420],
  // 200 %, of a window of the usual size.
  [590, 380],
] as const) {
  test(`an opened key is whole above its value and its history, at ${width} × ${height} px`, LONG, async () => {
    await resize(width, height);
    await ada.open(LONG_KEY);
    const heading = ada.detail.getByRole('heading', { name: LONG_KEY, exact: true });
    expect(await cutOf(heading)).toBeLessThanOrEqual(1);
    const [key, value, history, close] = await Promise.all([
      boxOf(heading),
      boxOf(ada.detailValue),
      boxOf(ada.detail.getByRole('heading', { name: 'History' })),
      boxOf(ada.detail.getByRole('button', { name: 'Close' })),
    ]);
    expect(Math.max(key.bottom, close.bottom)).toBeLessThanOrEqual(value.top);
    expect(Math.abs(history.top - value.top)).toBeLessThanOrEqual(2);
    // At the end of the key's first line.
    expect(close.top).toBeLessThan(key.top + 8);
    expect(close.left).toBeGreaterThanOrEqual(key.right);
    await expect(ada.page.locator('.table-head')).toBeInViewport({ ratio: 0.9 });
    await ada.page.keyboard.press('Escape');
  });
}

test('a short key has its buttons beside it, in a narrow window too', LONG, async () => {
  await resize(480, 420);
  await ada.open('city');
  const key = await boxOf(ada.detail.getByRole('heading', { name: 'city', exact: true }));
  for (const name of ['Copy the value', 'Delete', 'Save', 'Close']) {
    expect((await boxOf(ada.detail.getByRole('button', { name }))).top).toBeLessThan(key.top + 8);
  }
  await ada.page.keyboard.press('Escape');
});

test('a message in a dialog hides no button of it in the smallest window', LONG, async () => {
  await resize(480, 420);
  const zoe = { addresses: ['localhost:1'], id: '0123456789abcdef' as NodeId, name: 'Zoé' };
  const link = formatInvitation({ ...zoe, rule: 'latest', key: drawNetworkKey() });
  await ada.page.getByTestId('backups-button').click();
  await ada.page.getByRole('button', { name: 'Back up now' }).click();
  await expect(ada.page.locator('.toast')).toContainText('Backed up');
  await ada.page.evaluate((text) => window.byr.addPeer(text), link);
  const dialog = ada.page.getByRole('dialog', { name: 'Join a network?' });
  await expect(dialog.locator('.toast')).toBeVisible();
  const buttons = dialog.locator('.dialog-actions button');
  const message = await boxOf(dialog.locator('.toasts'));
  for (const one of await buttons.all()) {
    await one.scrollIntoViewIfNeeded();
    expect((await boxOf(one)).bottom).toBeLessThanOrEqual(message.top);
  }
  await buttons.first().click();
  await expect(dialog).toHaveCount(0);
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.locator('dialog')).toHaveCount(0);
});

test('at 320 px nothing is lost but by scrolling down', LONG, async () => {
  await resize(320, 256);
  for (const part of [ada.search, ada.key, ada.value, ada.page.getByTestId('set-button'), ada.table]) {
    await part.scrollIntoViewIfNeeded();
    const { left, right } = await boxOf(part);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(320);
    if (part !== ada.page.getByTestId('set-button')) expect(right - left).toBeGreaterThan(70);
  }
  await ada.open('city');
  await expect(ada.detailValue).toBeInViewport({ ratio: 0.5 });
  await expectAccessible(ada.page);
  expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});
