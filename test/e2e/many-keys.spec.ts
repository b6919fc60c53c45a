import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { LevelDisk } from '../../main/disk/level';
import { sha256 } from '../../main/sha256';
import { Clock } from '../../main/store/clock';
import { Database } from '../../main/store/database';
import type { NodeId } from '../../main/store/stamp';
import { checkKey, textValue } from '../../main/store/text';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { LONG } from '../support/long';

const KEYS = 100_000;
const apps = appsOfThisFile();
let ada: AppWindow;

const keyOf = (index: number): string => `key ${String(index).padStart(6, '0')}`;

/** Writes a profile as a node would, without the 100,000 waits for its answers. */
async function fill(profile: string): Promise<void> {
  const folder = join(apps.home, 'profiles', profile);
  mkdirSync(folder, { recursive: true });
  const disk = await LevelDisk.open(join(folder, 'db'));
  const id = '00000000000000aa' as NodeId;
  await disk.writeNote('id', id);
  const database = new Database('latest', new Clock(id, Date.now), sha256);
  const writes: Promise<void>[] = [];
  for (let index = 0; index < KEYS; index += 1) {
    const { added, dropped } = database.put(checkKey(keyOf(index)), textValue(`value ${index}`));
    writes.push(disk.write({ put: added, drop: dropped }));
  }
  await Promise.all(writes);
  await disk.close();
}

test.beforeAll(async () => {
  test.setTimeout(120_000);
  await fill('full');
  ada = await apps.launch({ args: ['--profile', 'full'] });
});

test('100,000 keys are there, of which only what is in sight is drawn', LONG, async () => {
  await expect(ada.search).toHaveAttribute('placeholder', 'Search 100,000 keys');
  await expect(ada.shown(keyOf(0))).toHaveText('value 0');
  expect(await ada.rows.count()).toBeLessThan(100);
  expect((await ada.status()).keys).toBe(KEYS);
});

test('End goes to the last key, Home to the first, and Page Up and Page Down by a screen', LONG, async () => {
  await ada.table.focus();
  await ada.page.keyboard.press('End');
  await expect(ada.shown(keyOf(KEYS - 1))).toHaveText(`value ${KEYS - 1}`);
  await expect(ada.row(keyOf(KEYS - 1))).toBeInViewport();
  await ada.page.keyboard.press('PageUp');
  await expect(ada.row(keyOf(KEYS - 1))).toHaveAttribute('aria-selected', 'false');
  await ada.page.keyboard.press('PageDown');
  await expect(ada.row(keyOf(KEYS - 1))).toHaveAttribute('aria-selected', 'true');
  await ada.page.keyboard.press('Home');
  await expect(ada.row(keyOf(0))).toBeInViewport();
  await expect(ada.row(keyOf(0))).toHaveAttribute('aria-selected', 'true');
});

test(
  'at each moment the table names a row that is drawn: without one, a screen reader reads the whole table out',
  LONG,
  async () => {
    await ada.table.focus();
    await ada.page.keyboard.press('Home');
    await expect(ada.table).toHaveAttribute('aria-activedescendant', 'row-0');
    await ada.table.evaluate((table) => {
      const named: string[] = [];
      new MutationObserver(() => {
        const id = table.getAttribute('aria-activedescendant');
        named.push(id !== null && document.getElementById(id) ? id : 'nothing');
      }).observe(table, { subtree: true, childList: true, attributeFilter: ['aria-activedescendant'] });
      Object.assign(window, { named });
    });
    for (const [press, id] of [
      ['End', `row-${KEYS - 1}`],
      ['Home', 'row-0'],
    ] as const) {
      await ada.page.keyboard.press(press);
      await expect(ada.table).toHaveAttribute('aria-activedescendant', id);
    }
    const named = await ada.page.evaluate(() => (window as unknown as { named: string[] }).named);
    expect(new Set(named)).toEqual(new Set(['row-0', `row-${KEYS - 1}`]));
  },
);

test('the wheel reaches any place, and its rows come', LONG, async () => {
  await ada.table.hover();
  await ada.page.mouse.wheel(0, 32 * 50_000);
  await expect(ada.shown(keyOf(50_000))).toHaveText('value 50000');
  for (const step of [1, 2, 3, 4, 5]) {
    await ada.page.mouse.wheel(0, 32 * 5_000);
    await expect(ada.shown(keyOf(50_000 + step * 5_000))).toHaveText(`value ${50_000 + step * 5_000}`);
  }
  await ada.page.mouse.wheel(0, 32 * KEYS);
  await expect(ada.row(keyOf(KEYS - 1))).toBeInViewport();
  await ada.page.mouse.wheel(0, -32 * KEYS);
  await expect(ada.row(keyOf(0))).toBeInViewport();
});

test('the search finds in all of them, and the order turns round', LONG, async () => {
  await ada.search.fill('value 9999');
  await expect(ada.page.locator('.found')).toHaveText('11 found');
  await expect(ada.shown(keyOf(99_999))).toHaveText('value 99999');
  await ada.search.fill('');
  await ada.table.getByRole('button', { name: 'Key' }).click();
  await expect(ada.shown(keyOf(KEYS - 1))).toHaveText(`value ${KEYS - 1}`);
  await expect(ada.row(keyOf(KEYS - 1))).toBeInViewport();
});

test('a key set among them appears, and another window gets them all', LONG, async () => {
  await ada.set('key 050000 and a half', 'new');
  await ada.search.fill('and a half');
  await expect(ada.shown('key 050000 and a half')).toHaveText('new');
  const bob = await apps.launch({ args: ['--profile', 'empty'] });
  await bob.dial(await ada.port());
  await expect(bob.sync).toHaveText('In sync with 1 of 1', { timeout: 25_000 });
  expect((await bob.status()).keys).toBe(KEYS + 1);
  await expect(bob.fingerprint).toHaveText((await ada.fingerprint.textContent()) ?? '');
});
