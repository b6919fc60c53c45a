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

/** Longer than a lesson. */
const AHEAD_MS = 2.5 * 3_600_000;
const apps = appsOfThisFile();
let ada: AppWindow;
let bob: AppWindow;

/** Writes a profile as the node of a machine would whose clock is ahead. */
async function fill(profile: string, entries: Readonly<Record<string, string>>): Promise<void> {
  const folder = join(apps.home, 'profiles', profile);
  mkdirSync(folder, { recursive: true });
  const disk = await LevelDisk.open(join(folder, 'db'));
  const id = '00000000000000aa' as NodeId;
  await disk.writeNote('id', id);
  const database = new Database('latest', new Clock(id, () => Date.now() + AHEAD_MS), sha256);
  for (const [key, value] of Object.entries(entries)) {
    await disk.write({ put: database.put(checkKey(key), textValue(value)).added, drop: [] });
  }
  await disk.close();
}

test.beforeAll(async () => {
  await fill('ahead', { Ville: 'Lyon', Fleuve: 'Rhône' });
  [ada, bob] = await Promise.all([
    apps.launch({ args: ['--profile', 'ahead', '--name', 'Ada'] }),
    apps.launch({ args: ['--name', 'Bob'] }),
  ]);
  await ada.set('Pays', 'France');
  await ada.dial(await bob.port());
});

test('what was set while the clock was ahead waits, and goes to a peer now when its user says so', async () => {
  await expect(bob.shown('Pays')).toHaveText('France');
  await expect(ada.peer('Bob')).toContainText('Entries stamped 2\u00a0h ahead');
  await expect(bob.peer('Ada')).toContainText('once somebody there presses ‘Send now’');
  await expect(bob.peer('Ada').getByRole('button', { name: /^Send now/ })).toHaveCount(0);
  await expect(bob.row('Ville')).toHaveCount(0);

  await ada.page.getByRole('button', { name: 'Send now to Bob' }).focus();
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.locator('.toast')).toContainText('2 entries have the present time now');
  await expect(bob.shown('Ville')).toHaveText('Lyon');
  await expect(bob.shown('Fleuve')).toHaveText('Rhône');
  await expect(ada.sync).toHaveText('In sync with 1 of 1');
  await expect(bob.sync).toHaveText('In sync with 1 of 1');
  await expect(ada.page.getByRole('button', { name: 'More about Bob' })).toBeFocused();
});
