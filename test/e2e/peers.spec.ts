import type { TestContext } from 'node:test';
import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { cutOf } from '../support/boxes';
import { CourseNode } from '../support/course-node';
import { LONG } from '../support/long';
import { portApart } from '../support/ports';
import { wordsIn } from '../support/words-in';

const apps = appsOfThisFile();
const ends: (() => void | Promise<void>)[] = [];
let ada: AppWindow;
let bob: AppWindow;

test.beforeAll(async () => {
  [ada, bob] = await Promise.all([apps.launch({ args: ['--name', 'Ada'] }), apps.launch({ args: ['--name', 'Bob'] })]);
  await ada.set('written by', 'Ada');
  await ada.dial(await bob.port());
  await expect(ada.sync).toHaveText('In sync with 1 of 1');
});

test.afterAll(async () => {
  for (const end of ends) await end();
});

test('a peer has a name, an address, a state and how long an answer takes', async () => {
  const { port } = await bob.status();
  await expect(ada.peer('Bob')).toContainText(`localhost:${port}`);
  await expect(ada.peer('Bob')).toContainText(/In sync · \d+\u00a0ms/);
  await expect(bob.peer('Ada')).toContainText('In sync');
});

test('a card opens by keyboard and tells how its link does', async () => {
  const button = ada.page.getByRole('button', { name: 'Details of Bob', exact: true });
  await expect(button).toHaveAttribute('aria-expanded', 'false');
  await button.focus();
  await ada.page.keyboard.press('Enter');
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  const details = ada.peer('Bob').getByTestId('peer-details');
  await expect(button).toHaveAttribute('aria-controls', (await details.getAttribute('id')) ?? '');
  await expect(details).toContainText(/Latency\d+\u00a0ms/);
  await expect(details).toContainText('Clockas here');
  await expect(details).toContainText('Entries0 to receive, 0 to send');
  await expect(details).toContainText(/Received[\d.,]+\u00a0K?B in \d+ messages/);
  await expect(details).toContainText(/Sent[\d.,]+\u00a0K?B in \d+ messages/);
  await expect(details).not.toContainText('Last error');
  const fingerprint = details.getByTestId('peer-fingerprint');
  await expect(fingerprint).toContainText((await bob.fingerprint.textContent()) ?? '?');
  await expect(fingerprint).toContainText('as here');

  const before = (await ada.peerStatus('Bob'))?.traffic?.bytesIn ?? 0;
  await bob.set('long', 'x'.repeat(5000));
  await expect(ada.row('long')).toBeVisible();
  expect((await ada.peerStatus('Bob'))?.traffic?.bytesIn).toBeGreaterThan(before + 5000);
  // A row may come a moment before what a header says of it.
  const isAsBobs = async (): Promise<boolean | undefined> =>
    (await fingerprint.textContent())?.includes((await bob.fingerprint.textContent()) ?? '?');
  await expect.poll(isAsBobs).toBe(true);
  await ada.page.keyboard.press('Space');
  await expect(details).toHaveCount(0);
});

test('a new name is seen in the title and in the other window', async () => {
  await ada.name.click();
  const field = ada.page.getByLabel('Node name');
  await field.fill('x'.repeat(61));
  await field.press('Enter');
  await expect(ada.page.getByText('A name has 1 to 60 characters')).toBeVisible();
  // It would cover what else may be wanted.
  await ada.search.focus();
  await expect(ada.page.getByText('A name has 1 to 60 characters')).toBeHidden();
  await field.focus();
  await expect(ada.page.getByText('A name has 1 to 60 characters')).toBeVisible();
  await field.fill('Bob\u202e');
  const told = await wordsIn(ada.page.getByRole('banner').getByRole('alert'));
  await field.press('Enter');
  const refusal = expect.stringContaining('none of which ends a line or sets a direction');
  await expect.poll(() => told.jsonValue()).toEqual(['', refusal]);
  await field.fill('Countess');
  await field.press('Enter');
  await expect(ada.name).toHaveText('Countess');
  await expect.poll(() => ada.title()).toBe(`Countess · ${(await ada.status()).port} · Build Your Rating`);
  await expect(bob.peer('Countess')).toContainText('In sync');
  await expect(bob.row('written by')).toContainText('Countess');
});

test('a peer with a long name still shows its address', async () => {
  const { name } = await bob.status();
  const long = 'Maximilien-Alexandre de la Rochefoucauld-Montmorency';
  await bob.page.evaluate((wanted) => window.byr.rename(wanted), long);
  expect(await cutOf(ada.peer(long).locator('.address'))).toBeLessThanOrEqual(1);
  await bob.page.evaluate((wanted) => window.byr.rename(wanted), name);
  await expect(ada.peer(name)).toBeVisible();
});

test('a removed peer stays away on both sides, and Undo links it again', async () => {
  await ada.pick('More about Bob', 'Remove');
  await expect(ada.peers).toHaveCount(0);
  await expect(ada.sync).toHaveText('Alone: no peer yet');
  await expect(bob.sync).toHaveText('Alone: 1 peer unreachable');
  await expect(bob.peers).toContainText('Unreachable: it refused');
  await bob.set('while away', 'kept');

  const toast = ada.page.locator('.toast', { hasText: 'Removed Bob' });
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect(ada.peer('Bob')).toContainText('In sync');
  await expect(ada.shown('while away')).toHaveText('kept');
  await expect(await bob.details('Countess')).toContainText(/Last errorit refused, (just now|\d+\u00a0s ago)/);
  await expect(bob.sync).toHaveText('In sync with 1 of 1');
});

test('an absent peer says why, and Retry now links as soon as it is there', async () => {
  const port = await portApart();
  const cleo = await apps.launch({ args: ['--name', 'Cleo', '--peer', String(port)] });
  const card = cleo.peers.filter({ hasText: `localhost:${port}` });
  await expect(cleo.sync).toHaveText('Alone: 1 peer unreachable');
  await expect(card).toContainText('Unreachable: nobody answers at that address');
  await expect(card).toContainText('Never seen.');
  await expect(card).toContainText(/Next try in \d+\u00a0s\.|Trying now\./);

  const dora = await apps.launch({ args: ['--name', 'Dora', '--port', String(port)] });
  // By the next try it may have linked by itself; then there is nothing to press.
  await cleo.page
    .getByRole('button', { name: `Retry now: localhost:${port}` })
    .click({ timeout: 2000 })
    .catch(() => {});
  await expect(cleo.peer('Dora')).toContainText('In sync');
  await Promise.all([cleo.kill(), dora.kill()]);
});

test(
  'the menu of a peer closes when its list is scrolled, so that Remove never stands beside another one',
  LONG,
  async () => {
    const unreachable = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((port) => ['--peer', String(port)]);
    const many = await apps.launch({ args: ['--profile', 'many', ...unreachable] });
    await expect(many.peers).toHaveCount(8);
    const button = many.page.getByRole('button', { name: 'More about localhost:7', exact: true });
    const menu = many.page.getByRole('menu');
    await button.click();
    await expect(menu).toBeVisible();
    await many.page.locator('.peer-list').hover({ position: { x: 20, y: 200 } });
    await many.page.mouse.wheel(0, 120);
    await expect(menu).toHaveCount(0);
    await expect(button).toBeFocused();
    await many.kill();
  },
);

test(
  'peers whom others alone knew, and who are gone, are one line, which opens and goes by keyboard',
  LONG,
  async () => {
    const test = { after: (end: () => Promise<void>) => ends.push(end) } as unknown as TestContext;
    const course = await CourseNode.open(test);
    for (let port = 1; port <= 9; port++) course.addPeer(`localhost:${port}`);
    const eve = await apps.launch({ args: ['--name', 'Eve', '--profile', 'eve'] });
    await eve.dial(course.port);
    const away = eve.page.getByTestId('away');
    const line = away.getByRole('button', { name: '9 others, not seen lately' });
    await expect(line).toBeInViewport();
    await expect(eve.sync).toHaveText('1 course node');
    await expect(eve.peers.first()).toContainText('Course node');
    await expect(eve.peers.filter({ hasText: 'Unreachable' })).toHaveCount(0);
    await line.press('Enter');
    await expect(line).toHaveAttribute('aria-expanded', 'true');
    await expect(away.getByTestId('peer')).toHaveCount(9);
    await expect(away.getByTestId('peer').first()).toContainText('Never seen, learned from');

    await away.getByRole('button', { name: 'Forget all' }).press('Enter');
    await expect(away).toHaveCount(0);
    await expect(eve.address).toBeFocused();
    await eve.page.locator('.toast', { hasText: 'Forgot 9 peers' }).getByRole('button', { name: 'Undo' }).click();
    await expect(line).toBeVisible();

    await eve.page.getByRole('button', { name: 'More about all peers', exact: true }).click();
    await eve.page.getByRole('menuitem', { name: 'Pause all' }).click();
    await expect(eve.sync).toHaveText('Alone: the link is paused');
    await expect(line).toBeVisible();
    await away.getByRole('button', { name: 'Forget all' }).press('Enter');
    await expect(eve.peers).toHaveCount(1);
    await eve.kill();
  },
);

test('a course node is a peer like others, shown as what it is', async () => {
  const test = { after: (end: () => Promise<void>) => ends.push(end) } as unknown as TestContext;
  const course = await CourseNode.open(test, { values: { 'from the course': 7, 'too long': 'x'.repeat(300_000) } });
  await ada.dial(course.port);
  const card = ada.peers.filter({ hasText: course.address });
  await expect(card).toContainText('Course node');
  await expect(card).toContainText(
    'It has a key or a value that cannot be taken; Activity names it. The value is too long',
  );
  await expect(ada.sync).toHaveText('In sync with 1 of 1 · 1 course node');
  await expect(ada.shown('from the course')).toHaveText('number7');
  await expect(ada.row('from the course')).toContainText('script (');

  await bob.set('to the course', '007');
  await expect.poll(() => course.values['to the course']).toBe('007');
  await expect(bob.shown('from the course')).toHaveText('number7');
});
