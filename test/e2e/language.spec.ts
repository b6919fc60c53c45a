import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { LONG } from '../support/long';

const apps = appsOfThisFile();

async function speaks(window: AppWindow, language: 'en' | 'fr'): Promise<void> {
  const french = language === 'fr';
  await expect(window.page.locator('html')).toHaveAttribute('lang', language);
  await expect(window.firstRun).toContainText(french ? 'Votre nœud est en marche' : 'Your node is running');
  await expect(window.sync).toHaveText(french ? 'Seul\u202f: pas encore de pair' : 'Alone: no peer yet');
  await expect.poll(() => menuOf(window)).toBe(french ? 'Nœud' : 'Node');
}

/** The label of the application menu that the main process made. */
function menuOf(window: AppWindow): Promise<string | undefined> {
  const first = process.platform === 'darwin' ? 1 : 0;
  return window.app.evaluate(({ Menu }, at) => Menu.getApplicationMenu()?.items[at]?.label, first);
}

test('a window speaks French where --lang says so, and English where it names another language', LONG, async () => {
  const [french, german] = await Promise.all([
    apps.launch({ args: ['--lang=fr'] }),
    apps.launch({ args: ['--lang=de'] }),
  ]);
  await speaks(french, 'fr');
  await speaks(german, 'en');
  await french.address.fill('no where');
  await expect(french.peerError).toContainText('Ce n’est pas l’adresse d’une machine.');
  await Promise.all([french.close(), german.close()]);
});

test('a window speaks the language of the system', LONG, async () => {
  test.skip(process.platform !== 'linux', 'Only Linux tells an app its language by the environment.');
  const window = await apps.launch({ env: { LANG: 'fr_FR.UTF-8', LANGUAGE: 'fr' } });
  await speaks(window, 'fr');
  await window.close();
});

test('a French window has a French menu, whose every item is French', async () => {
  const window = await apps.launch({ args: ['--lang=fr'] });
  const menus = await window.app.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).map(({ label, submenu }) => [
      label,
      ...(submenu?.items ?? [])
        .filter(({ type, role }) => type !== 'separator' && String(role) !== 'toggledevtools')
        .map((item) => item.label),
    ]),
  );
  const first = process.platform === 'darwin' ? 1 : 0;
  const close = process.platform === 'darwin' ? 'Fermer la fenêtre' : 'Quitter';
  expect(menus.slice(first, first + 3)).toEqual([
    ['Nœud', 'Nouveau nœud', 'Inviter un ami', 'Sauvegardes', 'Importer des clés…', 'Exporter les clés…', close],
    ['Édition', 'Annuler', 'Rétablir', 'Couper', 'Copier', 'Coller', 'Tout sélectionner', 'Chercher une clé'],
    ['Affichage', 'Taille réelle', 'Zoom avant', 'Zoom arrière', 'Plein écran'],
  ]);
  await window.close();
});

test('why something was refused is told in the language that is chosen while it stands there', LONG, async () => {
  const ada = await apps.launch();
  const { page } = ada;
  await page.evaluate(() => window.byr.put('list', { json: '[]' }));
  await ada.row('list').click();
  await ada.table.press('F2');
  await page.getByLabel('New value of “list”').fill('[');
  await page.keyboard.press('Enter');
  await expect(ada.row('list').getByRole('alert')).toHaveText('This is not JSON.');
  await ada.name.click();
  await page.getByLabel('Node name').fill('');
  await page.keyboard.press('Enter');
  const unnamed = page.getByRole('banner').getByRole('alert');
  await expect(unnamed).toContainText('A name has 1 to 60');
  await ada.pick('More', 'Français');
  await page.getByLabel('Nom du nœud').focus();
  await expect(unnamed).toContainText('Un nom a de 1 à 60');
  await expect(ada.row('list').getByRole('alert')).toHaveText('Ce n’est pas du JSON.');
  await ada.close();
});

test(
  'the language chosen in the menu holds over the next start, until the system’s is chosen again',
  LONG,
  async () => {
    const window = await apps.launch({ args: ['--profile', 'chosen'] });
    await speaks(window, 'en');
    await window.pick('More', 'Français');
    await speaks(window, 'fr');
    await window.close();

    const again = await apps.launch({ args: ['--profile', 'chosen'] });
    await speaks(again, 'fr');
    await again.pick('Plus', 'Système');
    await speaks(again, 'en');
    await again.close();
  },
);
