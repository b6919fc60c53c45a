import { expect, type Locator, test } from '@playwright/test';
import { formatInvitation, parseInvitation } from '../../main/net/invitation';
import type { NetworkKey } from '../../main/net/network-key';
import type { NodeId } from '../../main/store/stamp';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { expectAccessible } from '../support/axe';
import { boxOf } from '../support/boxes';
import { LONG } from '../support/long';
import { portApart } from '../support/ports';
import { shownQr } from '../support/window-qr';

const ZOE = { id: '0123456789abcdef' as NodeId, rule: 'latest', name: 'Zoé', key: null } as const;
const apps = appsOfThisFile();
let ada: AppWindow;
let bob: AppWindow;
let dora: AppWindow;

function question({ page }: AppWindow): Locator {
  return page.getByRole('dialog', { name: 'Join a network?' });
}

async function invitationOf({ page }: AppWindow): Promise<string> {
  const answer = await page.evaluate(() => window.byr.invite(null));
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value;
}

/** Clicks a link, as far as this app is concerned; the process that the system starts for it ends again. */
async function follow(link: string): Promise<void> {
  expect(await apps.run([link])).toMatchObject({ code: 0 });
}

test('a link opens a window where none is open, and does nothing before its user has agreed', async () => {
  const addresses = [`localhost:${await portApart()}`];
  const link = formatInvitation({ ...ZOE, addresses });
  ada = await apps.launch({ args: ['--name', 'Ada', '--profile', 'ada', link] });
  await expect(question(ada)).toContainText('An invitation to \u2068Zoé\u2069’s network.');
  await expect(question(ada)).toContainText(addresses[0] as string);
  // A screen reader reads the question out with its title, not only the first of its buttons.
  await expect(question(ada)).toHaveAccessibleDescription(
    new RegExp(
      `^An invitation to \u2068Zoé\u2069’s network\\..* ${addresses[0]} .* This node will hold what that network holds\\.`,
    ),
  );
  expect((await ada.status()).peers).toEqual([]);
  await question(ada).getByRole('button', { name: 'Join', exact: true }).click();
  await expect(ada.page.getByTestId('join-error')).toContainText('Nobody answers on that port.');
  await question(ada).getByRole('button', { name: 'Do not join' }).click();
  await expect(question(ada)).toBeHidden();
  expect(await ada.status()).toMatchObject({ invitation: null, peers: [] });
});

test(
  'where joining failed, no other answer has come under the pointer, though its words are the longer ones',
  LONG,
  async () => {
    await ada.page.evaluate(() => window.byr.setLanguage('fr'));
    await follow(formatInvitation({ ...ZOE, addresses: ['localhost:1'] }));
    const answers = ada.page.getByRole('dialog', { name: 'Rejoindre un réseau' }).locator('.dialog-actions button');
    const join = answers.last();
    await expect(join).toHaveText('Rejoindre');
    const { left, right, top, bottom } = await boxOf(join);
    await join.click();
    await expect(ada.page.getByTestId('join-error')).toContainText('Personne ne répond sur ce port.');
    for (const other of (await answers.all()).slice(0, -1)) {
      const box = await boxOf(other);
      const apart = box.right < left || box.left > right || box.bottom < top || box.top > bottom;
      expect(apart).toBe(true);
    }
    await answers.first().click();
    await expect(answers).toHaveCount(0);
    await ada.page.evaluate(() => window.byr.setLanguage('en'));
  },
);

test('the dialog shows the invitation as a text and as a QR code that says the same', async () => {
  await ada.set('Ville', 'Lyon');
  await ada.page.keyboard.press('Control+i');
  const dialog = ada.page.getByRole('dialog', { name: 'Invite a friend' });
  const shown = ada.page.getByTestId('invitation');
  const { id, port } = await ada.status();
  await expect(shown).toHaveText(/^byr:v=1\//);
  expect(parseInvitation(await shown.innerText())).toMatchObject({ id, rule: 'latest', name: 'Ada' });
  expect(await shownQr(ada)).toBe(await shown.innerText());
  await expectAccessible(ada.page);
  for (const radio of await dialog.getByRole('radio').all()) {
    await radio.check();
    const address = await dialog
      .locator('label', { has: ada.page.locator(':checked') })
      .locator('.mono')
      .innerText();
    await expect.poll(async () => parseInvitation(await shown.innerText()).addresses[0]).toBe(address);
  }
  expect(parseInvitation(await shown.innerText()).addresses[0]).toMatch(new RegExp(`:${port}$`));
  await ada.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('the header, the menu and the first run lead to it, in French too', async () => {
  bob = await apps.launch({ args: ['--name', 'Bob', '--profile', 'bob'] });
  await bob.firstRun.getByRole('button', { name: 'Invite' }).click();
  await expect(bob.page.getByTestId('qr-code')).toBeVisible();
  await bob.page.keyboard.press('Escape');
  await bob.page.evaluate(() => window.byr.setLanguage('fr'));
  await bob.pick('Plus', 'Inviter un ami');
  await expect(bob.page.getByRole('dialog', { name: 'Inviter un ami' })).toContainText('Votre ami scanne le code');
  await expectAccessible(bob.page);
  await bob.page.keyboard.press('Escape');
  await bob.page.evaluate(() => window.byr.setLanguage('en'));
});

test('a pasted invitation is told whose it is, and Enter joins', async () => {
  const link = await invitationOf(ada);
  const hint = bob.page.getByTestId('peer-invitation');
  await bob.address.fill(link.slice(0, 30));
  await expect(bob.peerError).toHaveText('This invitation is incomplete. Copy all of it again.');
  await bob.address.fill(link);
  await expect(hint).toHaveText('An invitation to \u2068Ada\u2069’s network');
  await expect(bob.peerError).toHaveText('');
  await bob.address.press('Enter');
  await expect(bob.shown('Ville')).toHaveText('Lyon');
  await expect(bob.address).toHaveValue('');
  await expect(hint).toHaveText('');
  await bob.dial(link);
  await expect(bob.peerError).toHaveText('That node is linked already.');
  await bob.address.fill('');
});

test('a link goes to a window that is open, which joins once its user has agreed', async () => {
  const chloe = await apps.launch({ args: ['--name', 'Chloé', '--profile', 'chloe'] });
  await chloe.set('chien', 'oui');
  const link = await invitationOf(bob);
  await follow(link);
  await expect(question(chloe)).toContainText('\u2068Bob\u2069’s network');
  await expect(question(chloe)).toContainText('the key here goes to that network for good');
  await expectAccessible(chloe.page);
  await chloe.page.keyboard.press('Escape');
  await expect(question(chloe)).toBeHidden();
  expect((await chloe.status()).peers).toEqual([]);
  await follow(link);
  await question(chloe).getByRole('button', { name: 'Join', exact: true }).click();
  await expect(question(chloe)).toBeHidden();
  await expect(chloe.sync).toHaveText('In sync with 2 of 2');
  await expect(ada.shown('chien')).toHaveText('oui');
  await chloe.close();
});

test('what is wrong with a link is told in place of the question', LONG, async () => {
  await follow('byr:v=1/at=localhost:3000');
  await expect(question(bob)).toContainText('This invitation is incomplete.');
  await follow(await invitationOf(bob));
  await expect(question(bob)).toContainText('That is this node itself.');
  await bob.page.keyboard.press('Escape');
  await expect(question(bob)).toBeHidden();
});

test('a link that comes as the question about another one is dismissed is asked about', async () => {
  const [first, second] = ['Zoé', 'Tom'].map((name) =>
    formatInvitation({
      addresses: ['localhost:1'],
      ...{ id: '0123456789abcdef' as NodeId, rule: 'latest', name },
      key: 'ABCDEFGHJKMNPQRSTVWX' as NetworkKey,
    }),
  );
  await bob.page.evaluate((link) => window.byr.addPeer(link), first ?? '');
  await expect(question(bob)).toContainText('\u2068Zoé\u2069’s network');
  // The window has not heard yet that the first one is answered.
  await question(bob).evaluate(async (dialog, link) => {
    (dialog as HTMLDialogElement).close();
    await new Promise((heard) => dialog.addEventListener('close', heard));
    await window.byr.addPeer(link);
  }, second ?? '');
  await expect(question(bob)).toContainText('\u2068Tom\u2069’s network');
  await question(bob).getByRole('button', { name: 'Do not join' }).click();
  await expect(question(bob)).toBeHidden();
});

test('an invitation to a network of another rule, or whoever wants it, gets a node of its own', LONG, async () => {
  const once = formatInvitation({
    ...parseInvitation(await invitationOf(bob)),
    ...{ id: '0123456789abcdef' as NodeId, rule: 'first' },
  });
  await follow(once);
  await expect(question(bob)).toContainText('This node has the rule ‘latest’, so it cannot join.');
  await expect(question(bob).getByRole('button', { name: 'Join', exact: true })).toHaveCount(0);
  // A second click, on a dialog that has not heard yet that its question is answered, is not refused.
  await question(bob)
    .getByRole('button', { name: 'Join with a new node' })
    .evaluate(async (button) => {
      const { click } = button as HTMLButtonElement;
      click.call(button);
      while ((await window.byr.status()).invitation !== null);
      click.call(button);
      await window.byr.status();
    });
  await expect(question(bob)).toBeHidden();
  expect(await bob.page.locator('.toast').count()).toBe(0);
  await expect.poll(() => apps.listens('1')).toBe(true);
  process.kill(apps.holder('1') ?? 0, 'SIGTERM');
  await expect.poll(() => apps.holds('1')).toBe(false);
  // The window that it opened is nobody's to look into: this one opens in the same way.
  const again = await apps.launch({ args: ['--profile', '1'], env: { BYR_INVITATION: once } });
  await expect(question(again)).toContainText('\u2068Bob\u2069’s network');
  expect((await again.status()).rule).toBe('first');
  expect((await bob.status()).invitation).toBeNull();
});

test(
  'a node that holds something takes the network key of an invitation only once its user has agreed',
  LONG,
  async () => {
    dora = await apps.launch({
      args: ['--name', 'Dora', '--profile', 'dora'],
      env: { BYR_NETWORK_KEY: 'une phrase que la classe connaît' },
    });
    const eve = await apps.launch({ args: ['--name', 'Eve', '--profile', 'eve'] });
    await dora.set('secret', 'oui');
    await eve.set('chat', 'non');
    await dora.page.keyboard.press('Control+i');
    await expect(dora.page.getByRole('dialog', { name: 'Invite a friend' })).toContainText('It holds the network key');
    const link = await dora.page.getByTestId('invitation').innerText();
    expect(await shownQr(dora)).toBe(link);
    await eve.dial(link);
    await expect(question(eve)).toContainText('Private: the invitation holds its network key');
    await expect(question(eve)).toContainText('This node becomes private, with that network key.');
    await expectAccessible(eve.page);
    await question(eve).getByRole('button', { name: 'Do not join' }).click();
    await expect(question(eve)).toBeHidden();
    expect(await eve.status()).toMatchObject({ private: false, peers: [] });
    await eve.dial(link);
    await question(eve).getByRole('button', { name: 'Join', exact: true }).click();
    await expect(eve.shown('secret')).toHaveText('oui');
    await expect(dora.shown('chat')).toHaveText('non');
    expect(await eve.status()).toMatchObject({ private: true, invitation: null });
  },
);

test(
  'an invitation that is pasted and sent at once is read out as whose it is, not as a text with the network key',
  LONG,
  async () => {
    const finn = await apps.launch({ args: ['--name', 'Finn', '--profile', 'finn'] });
    const said = await finn.listen();
    await finn.dial(await invitationOf(dora));
    await expect(finn.shown('secret')).toHaveText('oui');
    await expect.poll(() => said.jsonValue()).toContainEqual(expect.stringContaining('Linked with'));
    expect((await said.jsonValue()).filter((text) => text.startsWith('Linked with'))).toEqual(['Linked with Dora']);
  },
);
