import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { appsOfThisFile } from '../support/apps';
import { expectAccessible } from '../support/axe';
import { spawnByr } from '../support/byr';
import { CourseNode } from '../support/course-node';
import { holdAnswers } from '../support/held-answer';
import { LONG } from '../support/long';
import { portApart } from '../support/ports';

const apps = appsOfThisFile();

test('two windows and a node without one are private together, and say so to whom they do not take', LONG, async () => {
  const ada = await apps.launch({ args: ['--profile', 'ada', '--name', 'Ada'] });
  const bob = await apps.launch({ args: ['--profile', 'bob', '--name', 'Bob'] });
  await bob.dial(await ada.port());
  await expect(bob.sync).toContainText('In sync');
  await ada.set('Ville', 'Lyon');

  await ada.page.getByTestId('network-button').click();
  const dialog = ada.page.getByTestId('network');
  await expect(dialog).toContainText('Open: anyone on this LAN can read and write.');
  // A screen reader reads out with the title who can read now, and what a key changes.
  await expect(ada.page.getByRole('dialog')).toHaveAccessibleDescription(
    /^Open: anyone on this LAN can read and write\. .*until they have the same key/,
  );
  await dialog.getByLabel(/^Network key/).fill('short');
  await dialog.getByRole('button', { name: 'Make private' }).click();
  await expect(dialog.getByRole('alert')).toContainText('16 to 200');
  await dialog.getByLabel(/^Network key/).fill('long'.repeat(2000));
  await expect(dialog.getByRole('alert')).toHaveText('');
  await dialog.getByRole('button', { name: 'Make private' }).click();
  await expect(dialog.getByRole('alert')).toContainText('16 to 200');
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await expect.poll(() => ada.announced()).toContain('Generated a network key');
  await expectAccessible(ada.page);
  await dialog.getByRole('button', { name: 'Make private' }).click();
  await expect(dialog).toContainText('Private:');
  // Who hears the window, or sees what a button says of itself, is not told the key unasked.
  await expect(dialog.getByRole('button', { name: 'Copy the network key', exact: true })).toHaveAccessibleDescription(
    '',
  );
  await expect(dialog.getByTestId('network-key')).toHaveAttribute('aria-hidden', 'true');
  await dialog.getByRole('button', { name: 'Show the network key', exact: true }).click();
  await expect(dialog.getByTestId('network-key')).toHaveAttribute('aria-hidden', 'false');
  const key = (await dialog.getByTestId('network-key').textContent()) ?? '';
  expect(key).toMatch(/^(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}$/);
  await expectAccessible(ada.page);
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByTestId('network-button')).toHaveText('Private');
  await expect(bob.peer('Ada')).toContainText('its network is private');

  const port = String(await portApart());
  const env = { BYR_NETWORK_KEY: key };
  const { child, stderr } = spawnByr(['serve', '--port', port, '--profile', 'chloe', '--name', 'Chloé'], apps.home, {
    env,
  });
  await expect.poll(stderr).toContain('listens');
  await ada.dial(port);
  await expect(ada.peer('Chloé')).toContainText('In sync');

  await bob.peer('Ada').getByRole('button', { name: 'Network key: Ada' }).click();
  await bob.page
    .getByTestId('network')
    .getByLabel(/^Network key/)
    .fill(key.toLowerCase().replaceAll('-', ' '));
  await bob.page.keyboard.press('Enter');
  await expect(bob.page.getByTestId('network')).toContainText('Private:');
  await bob.page.keyboard.press('Escape');
  await expect(bob.sync).toContainText('In sync with 2 of 2');
  await expect(bob.shown('Ville')).toHaveText('Lyon');

  // Without a keyring the key is in a file of its user alone; with one, not even there.
  const kept = readFileSync(join(apps.home, 'profiles', 'ada', 'network-key.json'), 'utf8');
  expect(kept).toMatch(/^\{"(?:key|encrypted)":"/);
  child.kill();
  await once(child, 'close');
});

test('a course node that is to join a private network is refused with the reason', LONG, async () => {
  const ends: (() => unknown)[] = [];
  const course = await CourseNode.open({ after: (end: () => unknown) => void ends.push(end) } as never);
  const ada = await apps.launch({ args: ['--profile', 'course'] });
  await ada.page.evaluate(() => window.byr.setNetworkKey('a key that nobody in the course has'));
  await ada.dial(course.port);
  await expect(ada.peerError).toContainText('course node');
  for (const end of ends) await end();
});

test('a key that is set elsewhere meanwhile is in what is shown and copied, and in the invitation', async () => {
  const { page } = await apps.launch({ args: ['--profile', 'meanwhile'] });
  const set = async (key: string): Promise<string> => {
    await page.evaluate((text) => window.byr.setNetworkKey(text), key);
    const answer = await page.evaluate(() => window.byr.networkKey());
    return (answer.ok && answer.value) || '';
  };
  await page.keyboard.press('Control+i');
  const invitation = page.getByTestId('invitation');
  await expect(invitation).not.toContainText('key=');
  const first = await set('the first key that this node has');
  await expect(invitation).toContainText(`key=${first}`);
  await page.keyboard.press('Escape');
  await page.getByTestId('network-button').click();
  await page.getByRole('button', { name: 'Show the network key' }).click();
  await expect(page.getByTestId('network-key')).toHaveText(first);
  await expect(page.getByTestId('network-key')).toHaveText(await set('the second key that this node has'));
});

test('no other key is drawn in the place of one that is being set', LONG, async () => {
  const window = await apps.launch({ args: ['--profile', 'drawn'] });
  await window.page.getByTestId('network-button').click();
  const key = window.page.locator('#network-key');
  await key.fill('a key that takes its time');
  const answer = await holdAnswers(window, 'setNetworkKey');
  await key.press('Enter');
  await expect(window.page.getByRole('button', { name: 'Working…' })).toBeVisible();
  await window.page.getByRole('button', { name: 'Generate' }).dispatchEvent('click');
  await window.status();
  await expect(key).toHaveValue('a key that takes its time');
  await answer();
  await expect(key).toHaveValue('');
});

test('a new node of a private window is of the same private network', LONG, async () => {
  const ada = await apps.launch({ args: ['--profile', 'first', '--name', 'Ada'] });
  await ada.page.evaluate(() => window.byr.setNetworkKey('a key that the new node is to have'));
  await ada.page.evaluate(() => window.byr.newNode());
  await expect.poll(() => apps.holder('1')).not.toBeNull();
  await expect.poll(() => existsSync(join(apps.home, 'profiles', '1', 'network-key.json'))).toBe(true);
});
