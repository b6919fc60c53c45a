import { expect, type Locator, test } from '@playwright/test';
import { formatInvitation } from '../../main/net/invitation';
import { drawNetworkKey } from '../../main/net/network-key';
import type { NodeId } from '../../main/store/stamp';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { holdAnswers } from '../support/held-answer';
import { LONG } from '../support/long';
import { portApart } from '../support/ports';
import { fieldOf, put, startAnew, type TwoWriters, twoWriters } from '../support/two-writers';

const apps = appsOfThisFile();
let ada: AppWindow;
let bob: AppWindow;
let bobs: TwoWriters['bobs'];

function field(key: string): Locator {
  return fieldOf(ada, key);
}

/** A key that an input method takes part in. */
function compose(key: string): Promise<unknown> {
  return ada.page.evaluate((name) => {
    const init = { key: name, isComposing: true, bubbles: true, cancelable: true };
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', init));
  }, key);
}

test.beforeAll(async () => {
  ({ ada, bob, bobs } = await twoWriters(apps));
});

test.beforeEach(() => startAnew(ada));

test('Delete and F2 leave alone the row that took the place of the selected one, which is gone', async () => {
  await ada.search.fill('value of');
  // Not the rows, which are the same four before.
  await expect(ada.page.locator('.found')).toHaveText('4 found');
  await ada.table.focus();
  for (const key of ['Home', 'ArrowDown']) await ada.page.keyboard.press(key);
  await expect(ada.row('l')).toHaveAttribute('aria-selected', 'true');
  await put(bob, 'l', 'other');
  await expect(ada.row('l')).toHaveCount(0);
  for (const key of ['F2', 'Delete']) await ada.page.keyboard.press(key);
  await expect(field('m')).toHaveCount(0);
  expect(await ada.text('m')).toBe('value of m');
});

test('a click opens the key that was pressed, and a double click edits none but that, while rows move below it', async () => {
  await ada.row('m').hover();
  await ada.page.mouse.down();
  const { y = 0 } = (await ada.row('m').boundingBox()) ?? {};
  await put(bob, 'b1', 'x');
  await expect.poll(async () => (await ada.row('l').boundingBox())?.y).toBe(y);
  await ada.page.mouse.up();
  await expect(ada.detail.getByRole('heading', { name: 'm', exact: true })).toBeVisible();
  await ada.page.keyboard.press('Escape');

  await ada.row('m').hover();
  await ada.page.mouse.down();
  await ada.page.mouse.up();
  await put(bob, 'b2', 'x');
  await expect(ada.row('b2')).toBeVisible();
  await ada.page.mouse.down({ clickCount: 2 });
  await ada.page.mouse.up({ clickCount: 2 });
  await expect(ada.row('l')).toHaveAttribute('aria-selected', 'true');
  await expect(field('l')).toHaveCount(0);
});

test('what is typed on while a draft is saved is a draft over what was saved, which nobody else changed', async () => {
  await ada.open('k');
  const answer = await holdAnswers(ada, 'put');
  await ada.detailValue.fill('new');
  await ada.detailValue.press('Control+Enter');
  await ada.detailValue.fill('newer');
  await answer();
  await expect(ada.detail.getByRole('listitem').first()).toContainText('new');
  await expect(ada.detail).toContainText('Not saved yet');
  await expect(ada.detail).not.toContainText('meanwhile');
  await expect(ada.detailValue).toHaveValue('newer');
  await ada.detailValue.press('Control+Enter');
  await expect(ada.shown('k')).toHaveText('newer');
});

test('a draft does not go over a value that came a moment ago and is not shown yet', async () => {
  await ada.open('k');
  await ada.detailValue.fill('mine');
  await ada.page.evaluate(async () => {
    await window.byr.put('k', { text: 'theirs' });
    const save = { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true };
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', save));
  });
  await expect(ada.detail).toContainText('changed this meanwhile');
  expect(await ada.text('k')).toBe('theirs');
  await expect(ada.detailValue).toHaveValue('mine');
  await ada.detailValue.press('Control+Enter');
  await expect(ada.shown('k')).toHaveText('mine');
});

test('why a draft was not saved is told also to who has gone on to another key', LONG, async () => {
  await ada.page.evaluate(() => window.byr.put('l', { json: '[]' }));
  await ada.open('l');
  const answer = await holdAnswers(ada, 'put');
  await ada.detailValue.fill(`["${'x'.repeat(300_000)}"]`);
  await ada.detailValue.press('Control+Enter');
  await ada.open('k');
  await answer();
  const refusal = ada.page.locator('.toast.bad');
  await expect(refusal).toContainText('“l” was not set.');
  // Later tests are told of other refusals.
  await refusal.getByRole('button', { name: 'Dismiss' }).click();
  await ada.open('l');
  await ada.detail.getByRole('textbox').fill('[]');
});

test('Ctrl+Z undoes the last deletion, also before the disk is done with it', async () => {
  await ada.row('k').click();
  await ada.table.focus();
  await ada.page.keyboard.press('Delete');
  await expect(ada.shown('k')).toContainText('deleted');
  await ada.row('m').click();
  await ada.table.focus();
  const answer = await holdAnswers(ada, 'remove');
  for (const key of ['Delete', 'Control+z']) await ada.page.keyboard.press(key);
  await answer();
  await expect.poll(() => ada.text('m')).toBe('value of m');
  expect(await ada.text('k')).toBeUndefined();
});

test('a double click on Put back leaves alone the value that takes its place', async () => {
  for (const text of ['first', 'second']) await put(ada, 'm', text);
  await ada.open('m');
  const second = ada.detail.getByRole('listitem').nth(1);
  await expect(second).toContainText('first');
  await second.getByRole('button').hover();
  await ada.page.mouse.down();
  await ada.page.mouse.up();
  await expect(second).toContainText('second');
  await ada.page.mouse.down({ clickCount: 2 });
  await ada.page.mouse.up({ clickCount: 2 });
  await expect(ada.detailValue).toHaveValue('first');
  expect(await ada.text('m')).toBe('first');
});

test('Enter that is held presses a button once', async () => {
  const button = ada.page.getByTestId('activity-button');
  await button.focus();
  await ada.page.keyboard.down('Enter');
  await ada.page.keyboard.down('Enter');
  await ada.page.keyboard.up('Enter');
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  await button.press('Enter');
});

test('Enter that is held in the table opens a key and does not write into it', async () => {
  await ada.row('k').click();
  await ada.table.focus();
  await ada.page.keyboard.down('Enter');
  await expect(ada.detailValue).toBeFocused();
  await ada.page.keyboard.down('Enter');
  await ada.page.keyboard.up('Enter');
  await expect(ada.detailValue).toHaveValue('value of k');
  await expect(ada.detail).not.toContainText('Not saved yet');
});

test('the keys of an input method neither close the detail nor leave the search', async () => {
  await ada.open('k');
  await ada.detailValue.focus();
  await compose('Escape');
  await expect(ada.detailValue).toBeFocused();
  await ada.search.fill('va');
  for (const key of ['ArrowDown', 'Escape']) await compose(key);
  await expect(ada.search).toBeFocused();
  await expect(ada.search).toHaveValue('va');
});

test('keys pressed in a dialog that somebody else opened are for that dialog', async () => {
  await ada.open('k');
  const zoe = { addresses: [`localhost:${await portApart()}`], id: '0123456789abcdef' as NodeId, name: 'Zoé' };
  const link = formatInvitation({ ...zoe, rule: 'latest', key: drawNetworkKey() });
  await ada.page.evaluate((text) => window.byr.addPeer(text), link);
  const dialog = ada.page.getByRole('dialog', { name: 'Join a network?' });
  await expect(dialog).toBeVisible();
  await ada.page.keyboard.press('?');
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.locator('dialog')).toHaveCount(0);
  await expect(ada.detail).toHaveCount(1);
});

test('the application menu takes away no dialog in which something is typed', async () => {
  await ada.page.getByTestId('network-button').click();
  const key = ada.page.locator('#network-key');
  await key.fill('typed so far');
  await ada.app.evaluate(({ Menu }) => {
    const node = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'Node');
    for (const name of ['Backups', 'Invite a friend'])
      node?.submenu?.items.find(({ label }) => label === name)?.click();
  });
  await ada.page.evaluate(() => window.byr.status());
  await expect(key).toHaveValue('typed so far');
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.locator('dialog')).toHaveCount(0);
});

test('a dialog stays when text in it is selected and the pointer is let go beside it; a click there closes it', async () => {
  await ada.page.getByTestId('network-button').click();
  const dialog = ada.page.getByRole('dialog', { name: 'Network' });
  const key = ada.page.locator('#network-key');
  await key.fill('typed so far');
  await dialog.locator('p.quiet').first().hover();
  await ada.page.mouse.down();
  await ada.page.mouse.move(5, 5, { steps: 5 });
  await ada.page.mouse.up();
  await ada.page.evaluate(() => new Promise(requestAnimationFrame));
  await expect(key).toHaveValue('typed so far');
  await ada.page.mouse.click(5, 5);
  await expect(ada.page.locator('dialog')).toHaveCount(0);
});

test('a double click begins one piece of work with backups, and asks once which file it is', async () => {
  await ada.app.evaluate(({ dialog }) => {
    const asked = { times: 0 };
    Object.assign(globalThis, { asked });
    dialog.showOpenDialog = async () => {
      asked.times += 1;
      return { canceled: true, filePaths: [] };
    };
  });
  const answer = await holdAnswers(ada, 'chooseBackup');
  await ada.page.getByTestId('backups-button').click();
  await ada.page.getByRole('button', { name: 'Restore another file…' }).dblclick();
  await answer();
  expect(await ada.app.evaluate(() => (globalThis as unknown as { asked: { times: number } }).asked.times)).toBe(1);
  await ada.page.getByRole('button', { name: 'Back up now' }).dblclick();
  await expect(ada.page.locator('.toast').filter({ hasText: 'Backed up' })).toBeVisible();
  await expect(ada.page.locator('.toast.bad')).toHaveCount(0);
  await ada.page.keyboard.press('Escape');
});

test('each of two steps through the schedule of backups counts, however quickly they follow', async () => {
  await ada.page.getByTestId('backups-button').click();
  const schedule = ada.page.getByLabel('Schedule');
  await expect(schedule).toHaveValue('15');
  // As the arrow keys do where they do not open the list.
  const reached = await schedule.evaluate(async (element) => {
    const select = element as HTMLSelectElement;
    for (let step = 0; step < 2; step++) {
      select.selectedIndex += 1;
      select.dispatchEvent(new Event('change', { bubbles: true }));
      await Promise.resolve();
    }
    return select.value;
  });
  expect(reached).toBe('60');
  await expect.poll(async () => (await ada.status()).backups.minutes).toBe(60);
  await ada.page.evaluate(() => window.byr.setBackupMinutes(15));
  await expect(schedule).toHaveValue('15');
  await ada.page.keyboard.press('Escape');
});

test('as a preview ends, nothing else takes the place of Cancel under the pointer', async () => {
  await ada.page.emulateMedia({ reducedMotion: 'reduce' });
  await ada.page.evaluate(() => window.byr.backUp());
  await ada.page.getByTestId('backups-button').click();
  const backup = ada.page.getByTestId('backup').first();
  await expect(backup).toBeVisible();
  await ada.page.evaluate(() => window.byr.remove('n'));
  const answer = await holdAnswers(ada, 'previewRestore');
  await backup.getByRole('button', { name: 'Restore the backup' }).click();
  const restore = ada.page.getByRole('dialog', { name: 'Restore a backup' });
  const cancel = restore.getByRole('button', { name: 'Cancel' });
  const before = await cancel.boundingBox();
  const title = await restore.getByRole('heading').boundingBox();
  await answer();
  await expect(restore.getByTestId('restore')).toHaveAttribute('data-step', 'preview');
  const other = await restore.getByRole('button', { name: 'Put back its values' }).boundingBox();
  expect((await cancel.boundingBox())?.x).toBe(before?.x);
  expect(other?.x).toBeGreaterThanOrEqual((before?.x ?? 0) + (before?.width ?? 0));
  // A dialog grows downwards.
  expect(await restore.getByRole('heading').boundingBox()).toEqual(title);
  for (let open = 2; open > 0; open--) await ada.page.keyboard.press('Escape');
});

test('an open menu keeps its items as a peer comes back: Enter on Pause does not remove', LONG, async () => {
  await bob.close();
  await expect(ada.peer('Bob')).toHaveAttribute('data-state', 'unreachable');
  await ada.page.getByRole('button', { name: 'More about Bob' }).click();
  await ada.page.getByRole('menuitem', { name: 'Pause' }).focus();
  bob = await apps.launch(bobs);
  await expect(ada.peer('Bob')).toHaveAttribute('data-state', 'in-sync');
  await ada.page.keyboard.press('Enter');
  await expect(ada.peer('Bob')).toHaveAttribute('data-state', 'paused');
});
