/// <reference lib="dom" />
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDisplay, withoutDisplay } from './display.mjs';
import { root } from './setup/run.mjs';
import { script, setUpWindow } from './setup.mjs';

/**
 * Takes the README's picture: three real windows, linked through their forms, with values set in them.
 *
 * @typedef {import('@playwright/test').ElectronApplication} App
 * @typedef {import('@playwright/test').Page} Page
 */

const picture = join(root, 'docs', 'pictures', 'three-windows.png');
const names = ['Amélie', 'Bob', 'Chloé'];
const size = { width: 1000, height: 660 };
/** Where each window is in the picture, and the picture's size. */
const places = [
  { left: 40, top: 40 },
  { left: 360, top: 250 },
  { left: 680, top: 460 },
];
const canvas = { width: 1720, height: 1160 };

await script(async () => {
  const env = await setUpWindow();
  const display = withoutDisplay() ? await startDisplay({ untilLastWindow: false }) : null;
  const home = await mkdtemp(join(tmpdir(), 'byr-picture-'));
  /** @type {App[]} */
  const apps = [];
  try {
    for (const name of names)
      apps.push(await launch(name, { ...env, ...(display && { DISPLAY: display.name }) }, home));
    const pages = await Promise.all(apps.map((app) => app.firstWindow()));
    await tell(pages);
    const shots = await Promise.all(pages.map((page) => page.screenshot()));
    await writeFile(picture, await compose(/** @type {App} */ (apps[0]), shots));
    console.log(`Wrote ${picture}`);
  } finally {
    await Promise.all(apps.map((app) => app.close()));
    await rm(home, { recursive: true, force: true });
    display?.stop();
  }
});

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home
 * @returns {Promise<App>}
 */
async function launch(name, env, home) {
  Object.assign(process.env, env);
  const { _electron } = await import('@playwright/test');
  const electron = /** @type {unknown} */ (await import('electron'));
  const app = await _electron.launch({
    executablePath: /** @type {{ default: string }} */ (electron).default,
    args: [root, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--lang=en', '--name', name, '--nearby', 'off'],
    env: /** @type {Record<string, string>} */ ({ ...env, BYR_HOME: home }),
  });
  const page = await app.firstWindow();
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  await page.waitForFunction(({ width }) => window.innerWidth === width, size);
  return app;
}

/**
 * A class's afternoon: three friends link, and set what they know.
 *
 * @param {Page[]} pages
 */
async function tell(pages) {
  const [amelie, bob, chloe] = /** @type {[Page, Page, Page]} */ (pages);
  await set(bob, 'code/postal', '01000');
  await set(bob, 'casque', 'quest2');
  await set(chloe, 'مدينة', 'ليون');
  await set(chloe, 'statut/alice-bob', 'c’est compliqué');
  await set(amelie, 'jeu', 'beatsaber');
  await set(amelie, 'statut/alice-bob', 'en couple');
  await link(amelie, bob);
  await link(chloe, bob);
  for (const page of pages) await page.getByTestId('sync-state').getByText('2 of 2').waitFor();
  await set(amelie, 'Ville', 'Lyon');
  await set(bob, 'note/film/0042', '★★★★ à revoir');
  await bob.getByTestId('row').filter({ hasText: 'Ville' }).waitFor();
  await bob.getByTestId('row').filter({ hasText: 'statut' }).click();
  await chloe.getByTestId('row').filter({ hasText: 'statut' }).click();
  await chloe.getByTestId('detail').waitFor();
  await chloe.getByTestId('activity-button').click();
  await chloe.getByTestId('event').first().waitFor();
  await chloe.mouse.move(0, 0);
  for (const page of pages) await page.getByTestId('sync-state').getByText('2 of 2').waitFor();
  for (const page of pages) await page.waitForFunction(isAtRest);
}

/** The glow of changed rows and the mark of a successful set vanish after a while. */
function isAtRest() {
  return document.getAnimations().length === 0 && document.querySelector('.set-button .icon') === null;
}

/**
 * @param {Page} page
 * @param {string} key
 * @param {string} value
 */
async function set(page, key, value) {
  await page.getByTestId('key-input').fill(key);
  await page.getByTestId('value-input').fill(value);
  await page.getByTestId('value-input').press('Enter');
  await page.getByTestId('row').filter({ hasText: value }).waitFor();
}

/**
 * @param {Page} page
 * @param {Page} other
 */
async function link(page, other) {
  const title = (await other.getByText('node on port').textContent()) ?? '';
  await page.getByTestId('peer-address-input').fill(title.replace(/\D/g, ''));
  await page.getByTestId('peer-link-button').click();
  await page.getByTestId('peer').first().waitFor();
}

/**
 * Lays the pictures over each other like windows on a desktop.
 *
 * @param {App} app whose Chromium draws
 * @param {Buffer[]} shots
 * @returns {Promise<Buffer>} a PNG
 */
async function compose(app, shots) {
  const images = shots.map((shot, at) => {
    const { left, top } = /** @type {{ left: number, top: number }} */ (places[at]);
    return `<img style="left:${left}px;top:${top}px" src="data:image/png;base64,${shot.toString('base64')}">`;
  });
  const style = `body{margin:0;background:#dcd8cf}img{position:absolute;width:${size.width}px;border-radius:10px;
    box-shadow:0 2px 6px #0003,0 18px 50px #0005}`;
  const html = `<!doctype html><style>${style}</style>${images.join('')}`;
  const file = join(tmpdir(), `byr-picture-${process.pid}.html`);
  await writeFile(file, html);
  const png = await app.evaluate(
    async ({ BrowserWindow }, { file, canvas, drawn }) => {
      const window = new BrowserWindow({ ...canvas, useContentSize: true, frame: false });
      // The app loads nothing that is not its own.
      window.webContents.session.webRequest.onBeforeRequest(null);
      await window.loadFile(file);
      await window.webContents.executeJavaScript(`(${drawn})()`);
      const image = await window.webContents.capturePage();
      window.destroy();
      return image.toPNG().toString('base64');
    },
    { file, canvas, drawn: String(drawn) },
  );
  await rm(file);
  return Buffer.from(png, 'base64');
}

/** Runs in the page: what was loaded may yet have to be decoded, and then drawn. */
async function drawn() {
  for (const image of document.images) await image.decode();
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
}
