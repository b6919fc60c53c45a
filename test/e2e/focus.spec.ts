import { expect, type Locator, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { framesGone } from '../support/frames';
import { holdAnswers } from '../support/held-answer';
import { portApart } from '../support/ports';

const apps = appsOfThisFile();
let ada: AppWindow;

/** Presses a button as the keyboard does: with the focus on it. */
async function press(button: Locator): Promise<void> {
  await button.focus();
  await ada.page.keyboard.press('Enter');
}

function button(name: string | RegExp): Locator {
  return ada.page.getByRole('button', { name, exact: true });
}

test.beforeAll(async () => {
  ada = await apps.launch({ args: ['--name', 'Ada', '--peer', '1', '--peer', '2', '--peer', '3'] });
  await ada.set('shape', 'round');
  await ada.set('colour', 'red');
  await expect(ada.shown('colour')).toHaveText('red');
});

test('Save keeps the focus, and Delete in the detail gives it to the table', async () => {
  await ada.open('colour');
  await ada.detailValue.fill('green');
  await press(button('Save'));
  await expect(ada.shown('colour')).toHaveText('green');
  await expect(button('Save')).toBeFocused();
  await press(button('Delete'));
  await expect(ada.shown('colour')).toContainText('deleted');
  await expect(ada.table).toBeFocused();
});

test('who closes a detail and goes on at once to the form keeps the focus there: Delete is for what they type', async () => {
  await ada.open('colour');
  const seen = await ada.page.evaluate(async () => {
    const [table, value] = ['key-table', 'value-input'].map((id) => document.getElementById(id));
    table?.focus();
    table?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    value?.focus();
    for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
    return document.activeElement?.id;
  });
  expect(seen).toBe('value-input');
  await expect(ada.detail).toHaveCount(0);
});

test('who leaves the untouched name for the form keeps the focus there', async () => {
  await ada.name.click();
  await ada.key.click();
  await framesGone(ada.page);
  await expect(ada.key).toBeFocused();
});

test('what is typed on in the name while it is saved stays to be saved, too', async () => {
  const answer = await holdAnswers(ada, 'rename');
  await ada.name.click();
  await ada.page.keyboard.type('Ada L');
  await ada.page.keyboard.press('Enter');
  await ada.page.keyboard.type('ovelace');
  await answer();
  await expect.poll(() => ada.announced()).toContain('Ada L');
  const field = ada.page.getByRole('textbox', { name: 'Node name' });
  await expect(field).toHaveValue('Ada Lovelace');
  await expect(field).toBeFocused();
  await ada.page.keyboard.press('Enter');
  await expect(ada.name).toHaveText('Ada Lovelace');
});

test('who goes on to the form while the node is still at work keeps the focus there', async () => {
  const name = await holdAnswers(ada, 'rename');
  await ada.name.click();
  await ada.page.keyboard.type('Countess');
  await ada.page.keyboard.press('Enter');
  await ada.key.click();
  await name();
  await expect(ada.name).toHaveText('Countess');
  await framesGone(ada.page);
  await expect(ada.key).toBeFocused();

  const value = await holdAnswers(ada, 'put');
  await ada.row('shape').locator('.cell-value').dblclick();
  await ada.page.keyboard.type('square');
  await ada.page.keyboard.press('Enter');
  await ada.key.click();
  await value();
  await expect(ada.shown('shape')).toHaveText('square');
  await framesGone(ada.page);
  await expect(ada.key).toBeFocused();

  const removed = await holdAnswers(ada, 'removePeer');
  await ada.pick('More about localhost:3', 'Remove');
  await ada.key.click();
  await removed();
  const message = ada.page.locator('.toast').filter({ hasText: 'Removed localhost:3' });
  await expect(message).toBeVisible();
  await framesGone(ada.page);
  await expect(ada.key).toBeFocused();
  await message.getByRole('button', { name: 'Dismiss' }).click();
});

test('Esc in a detail gives it to the search where that found nothing, and so no table is shown', async () => {
  await ada.open('shape');
  await ada.search.fill('nothing has this');
  await expect(ada.table).toHaveCount(0);
  await ada.detailValue.focus();
  await ada.page.keyboard.press('Escape');
  await expect(ada.detail).toHaveCount(0);
  await expect(ada.search).toBeFocused();
  await ada.page.keyboard.press('Escape');
  await expect(ada.table).toBeVisible();
});

test('Load gives it to the long value that it loads', async () => {
  await ada.page.evaluate(() => window.byr.put('long', { text: 'x'.repeat(100_000) }));
  await ada.row('long').click();
  await press(button('Load'));
  await expect(ada.detailValue).toBeFocused();
  await ada.page.keyboard.press('Escape');
});

test('Link keeps it, also where the link fails', async () => {
  await ada.address.fill(String(await portApart()));
  await press(ada.page.getByTestId('peer-link-button'));
  await expect(ada.peerError).toContainText('Nobody answers on that port.');
  await expect(ada.page.getByTestId('peer-link-button')).toBeFocused();
  await ada.address.fill('');
});

test('a peer that is removed gives it to the address of the next one, and so does Undo', async () => {
  await button('More about localhost:2').click();
  await ada.page.keyboard.press('End');
  await ada.page.keyboard.press('Enter');
  await expect(ada.peers).toHaveCount(1);
  await expect(ada.address).toBeFocused();
  await press(button('Undo'));
  await expect(ada.peers).toHaveCount(2);
  await expect(ada.page.locator('.toast').filter({ hasText: 'Removed' })).toHaveCount(0);
  await expect(ada.address).toBeFocused();
});

test('Network keeps it through every answer', async () => {
  await ada.page.getByTestId('network-button').click();
  const key = ada.page.getByLabel(/network key/i).first();
  await key.fill('short');
  await press(button('Make private'));
  await expect(ada.page.getByTestId('network').getByRole('alert')).toContainText('16 to 200');
  await expect(button('Make private')).toBeFocused();
  await key.fill('a key of sixteen letters');
  await press(button('Make private'));
  await expect(button('Change key')).toBeFocused();
  await press(button('Make open…'));
  await expect(button('Stay private')).toBeFocused();
  await press(button('Stay private'));
  await expect(button('Make open…')).toBeFocused();
  await press(button('Make open…'));
  await expect(button('Stay private')).toBeFocused();
  await press(button('Make open'));
  await expect(button('Make private')).toBeVisible();
  await expect(key).toBeFocused();
  await ada.page.keyboard.press('Escape');
});

/** As in another window, or on the command line. */
async function removeElsewhere(): Promise<void> {
  await ada.page.evaluate(async () => {
    await window.byr.put('colour', { text: 'blue' });
    await window.byr.remove('colour');
  });
  await expect(button('1 deleted')).toBeVisible();
}

async function putBackElsewhere(): Promise<void> {
  await ada.page.evaluate(async () => {
    const before = (await window.byr.entry('colour', false))?.history.find(({ deleted }) => !deleted);
    await window.byr.putBack('colour', before?.stamp ?? '');
  });
  await expect(button('1 deleted')).toHaveCount(0);
}

test('what others do takes the focus from nobody: the part of the page around it has it, and Tab goes on from there', async () => {
  await removeElsewhere();
  await button('1 deleted').focus();
  await putBackElsewhere();
  await expect(ada.page.getByRole('region', { name: 'Database' })).toBeFocused();
  await ada.page.keyboard.press('Tab');
  await expect(ada.search).toBeFocused();

  const peer = (await ada.status()).peers.find(({ address }) => address === 'localhost:2');
  await button('More about localhost:2').focus();
  await ada.page.evaluate((id) => window.byr.removePeer(id), peer?.id ?? '');
  const peers = ada.page.getByRole('complementary', { name: 'Peers' });
  await expect(peers).toBeFocused();
  // As Chromium does when the window is left.
  await peers.dispatchEvent('blur');
  await peers.dispatchEvent('focusout');
  await framesGone(ada.page);
  await expect(peers).toBeFocused();
});

test('what is disabled or hidden leaves it to the part of the page around it, too', async () => {
  await ada.page.getByTestId('network-button').click();
  const network = ada.page.getByRole('dialog', { name: 'Network' });
  await network.getByRole('checkbox').focus();
  await ada.page.evaluate(() => window.byr.setNetworkKey('a key of sixteen letters'));
  await expect(network.getByRole('checkbox')).toBeDisabled();
  await expect(network).toBeFocused();
  await ada.page.evaluate(() => window.byr.setNetworkKey(null));
  await ada.page.keyboard.press('Escape');

  await ada.address.focus();
  const resize = (width: number): Promise<void> =>
    ada.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(to, 700), width);
  await resize(700);
  await expect(ada.address).toBeHidden();
  await expect(ada.page.getByRole('main')).toBeFocused();
  await resize(1200);
  await expect(ada.address).toBeVisible();
});

test('the focus stays nowhere for who put it there', async () => {
  await ada.page.clock.install();
  await removeElsewhere();
  await button('1 deleted').focus();
  await ada.page.getByRole('heading', { name: 'Peers' }).click();
  await putBackElsewhere();
  await ada.page.clock.fastForward('00:01');
  await expect(ada.page.locator('body')).toBeFocused();
});

test('a dialog that was opened with the focus nowhere leaves it there', async () => {
  await ada.page.getByRole('heading', { name: 'Peers' }).click();
  // Whether it leaves the page before Chromium has taken the focus from it is a matter of frames.
  for (let time = 0; time < 5; time++) {
    await ada.page.keyboard.press('?');
    await expect(ada.page.getByRole('dialog').locator(':focus')).toHaveCount(1);
    await ada.page.keyboard.press('Escape');
    await expect(ada.page.getByRole('dialog')).toHaveCount(0);
    // More than the 100 ms after which a lost focus is caught.
    await framesGone(ada.page, 15);
    await expect(ada.page.locator('body')).toBeFocused();
  }
});

test('so does one that the page takes its time to close', async () => {
  await ada.page.clock.install();
  await ada.page.getByRole('heading', { name: 'Peers' }).click();
  await ada.page.keyboard.press('?');
  await expect(ada.page.getByRole('dialog').locator(':focus')).toHaveCount(1);
  const close = await ada.page.evaluateHandle(async () => {
    const held = new Promise<Event>((resolve) => {
      const hold = (event: Event): void => {
        event.stopImmediatePropagation();
        resolve(event);
      };
      addEventListener('close', hold, { capture: true, once: true });
    });
    return { held };
  });
  await ada.page.keyboard.press('Escape');
  const dialog = await close.evaluateHandle(async ({ held }) => (await held).target as HTMLDialogElement);
  await ada.page.clock.fastForward('00:01');
  await dialog.evaluate((element) => element.dispatchEvent(new Event('close')));
  await expect(ada.page.getByRole('dialog')).toHaveCount(0);
  await ada.page.clock.fastForward('00:01');
  await expect(ada.page.locator('body')).toBeFocused();
});

test('a key pressed right after a click on a row has the last word', async () => {
  for (const key of ['k1', 'k2', 'k3']) await ada.page.evaluate((name) => window.byr.put(name, { text: name }), key);
  await expect(ada.row('k3')).toBeVisible();
  await ada.page.clock.install();
  await ada.page.clock.pauseAt(Date.now() + 3_600_000);
  await ada.row('k1').click();
  await ada.table.focus();
  for (const key of ['ArrowDown', 'ArrowDown']) await ada.page.keyboard.press(key);
  await ada.page.clock.fastForward(1_000);
  await expect(ada.row('k3')).toHaveAttribute('aria-selected', 'true');
  await expect(ada.detail).toHaveCount(0);
  await ada.row('k1').click();
  await ada.page.clock.fastForward(1_000);
  await expect(ada.detail).toHaveCount(1);
});

test('a dialog that takes the focus from a menu or a field, which go with it, gives it back to what was beside them', async () => {
  const more = ada.page.getByRole('button', { name: 'More', exact: true });
  for (const [opens, place] of [
    [more, more],
    [ada.name, ada.name],
  ] as const) {
    await opens.click();
    for (const key of ['Control+i', 'Escape']) await ada.page.keyboard.press(key);
    await expect(ada.page.getByRole('dialog')).toHaveCount(0);
    await expect(place).toBeFocused();
  }
});
