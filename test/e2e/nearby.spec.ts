import { expect, test } from '@playwright/test';
import { appsOfThisFile } from '../support/apps';
import { expectAccessible } from '../support/axe';
import { LONG } from '../support/long';
import { noMulticast } from '../support/nearby';

const apps = appsOfThisFile();

test('nodes on one network are listed, linked with a click, and hidden where their user says so', LONG, async () => {
  const why = await noMulticast();
  test.skip(why !== false, String(why));
  // Other nodes of this network may be listed, too.
  const [adaName, bobName] = [`Ada ${process.pid}`, `Bob ${process.pid}`];
  const ada = await apps.launch({ args: ['--profile', 'ada', '--name', adaName, '--nearby', 'on'] });
  const bob = await apps.launch({ args: ['--profile', 'bob', '--name', bobName, '--nearby', 'on'] });
  const nearby = bob.page.getByTestId('nearby-node').filter({ hasText: adaName });
  await expect(nearby).toContainText(`localhost:${await ada.port()}`);
  await expect(bob.firstRun).toContainText('nearby, in Peers');
  await expectAccessible(bob.page);

  await nearby.getByRole('button', { name: `Link: ${adaName}` }).focus();
  await bob.page.keyboard.press('Enter');
  await expect(bob.peer(adaName)).toContainText('In sync');
  await expect(nearby).toHaveCount(0);
  await expect(bob.address).toBeFocused();
  await bob.pick(`More about ${adaName}`, 'Remove');
  await expect(nearby).toBeVisible();

  await ada.page.getByTestId('network-button').click();
  const choice = ada.page.getByTestId('network').getByRole('checkbox');
  await expect(choice).toBeChecked();
  await expectAccessible(ada.page);
  await choice.press('Space');
  await expect(choice).not.toBeChecked();
  await expect(nearby).toHaveCount(0);
  expect((await ada.status()).nearby).toEqual({ on: false, nodes: [] });
  await choice.press('Space');
  await expect(nearby).toBeVisible();

  await ada.page.evaluate(() => window.byr.setNetworkKey('a key that Bob does not have'));
  await expect(choice).toBeDisabled();
  await expect(ada.page.getByTestId('network')).toContainText('shown to nobody');
  await expect(nearby).toHaveCount(0);
});
