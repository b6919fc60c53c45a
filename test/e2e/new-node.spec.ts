import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { LONG } from '../support/long';

const apps = appsOfThisFile();

/** By the application's menu. */
function chooseNewNode({ app }: AppWindow): Promise<void> {
  return app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []);
    items?.find(({ accelerator }) => accelerator === 'CmdOrCtrl+N')?.click();
  });
}

test(
  'New node in the menu opens a window with a profile of its own and the same rule, which outlives the first',
  LONG,
  async () => {
    const first = await apps.launch({ args: ['--profile', 'opener', '--rule', 'first'] });
    await chooseNewNode(first);
    await expect.poll(() => apps.listens('1')).toBe(true);
    // A window holds none of the sockets of the one that opened it: else the first one's helpers would not end here.
    await first.kill();
    expect(apps.holds('1')).toBe(true);

    const pid = apps.holder('1') ?? 0;
    process.kill(pid, 'SIGTERM');
    await expect.poll(() => apps.holds('1')).toBe(false);
    const again = await apps.launch();
    expect(await again.status()).toMatchObject({ rule: 'first', profile: `${apps.home}/profiles/1` });
  },
);

test('why no node opened is told in the window’s language', LONG, async () => {
  const moved = await apps.launch({ args: ['--profile', 'moved'] });
  await moved.app.evaluate(() => {
    process.execPath = '/nowhere/build-your-rating';
  });
  await chooseNewNode(moved);
  await expect(moved.page.locator('.toast.bad')).toContainText('The new window could not be opened');
  await moved.page.evaluate(() => window.byr.setLanguage('fr'));
  await expect(moved.page.locator('html')).toHaveAttribute('lang', 'fr');
  await chooseNewNode(moved);
  await expect(moved.page.locator('.toast.bad').last()).toContainText('La nouvelle fenêtre n’a pas pu s’ouvrir');
  await moved.kill();
});

test('the card of the first run and the ⋯ menu open a node, too', LONG, async () => {
  const first = await apps.launch({ args: ['--profile', 'other'] });
  await first.firstRun.getByRole('button', { name: 'Open a second node' }).click();
  // Its window takes seconds on a slow machine, in which nothing else says that the click was heard.
  await expect(first.page.locator('.toast')).toHaveText('A new node opens in its own window');
  await expect.poll(() => apps.holds('2')).toBe(true);
  // Asked for before the window can be there, it would be the same one.
  await first.app.evaluate(() => {
    const clock = performance;
    Object.assign(globalThis, { performance: { now: () => clock.now() + 3000 } });
  });
  await first.pick('More', 'New node');
  await expect.poll(() => apps.holds('3')).toBe(true);
});
