import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile, executable } from '../support/apps';
import { expectAccessible } from '../support/axe';
import { liveness } from '../support/liveness';
import { LONG } from '../support/long';
import { fill, smallDisk } from '../support/small-disk';

test.skip(process.platform !== 'linux', 'the package that is put in place here is an AppImage');

const apps = appsOfThisFile();
/** What the update server has, by path, and the paths that it was asked for. */
const files = new Map<string, string | Buffer>();
const asked: string[] = [];
/** What each of these requests told of who asked. */
const told: unknown[] = [];
/** Paths of which the server does not tell how much there is. */
const unmeasured = new Set<string>();
let server: Server;
let feed: string;

test.beforeAll(async () => {
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://localhost').pathname;
    asked.push(path);
    told.push([request.headers['user-agent'], request.headers['accept-language']]);
    const content = files.get(path);
    if (content === undefined) response.writeHead(404).end();
    else if (String(content).startsWith('-> ')) response.writeHead(302, { location: String(content).slice(3) }).end();
    else if (unmeasured.has(path)) response.writeHead(200, { 'transfer-encoding': 'chunked' }).end(content);
    else response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  feed = `http://localhost:${(server.address() as AddressInfo).port}/`;
});

test.beforeEach(() => {
  files.clear();
  unmeasured.clear();
  asked.length = 0;
  told.length = 0;
});

test.afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Puts a version on the server; `tampered` in place of what its feed promises. */
function release(version: string, content: string, tampered = content): void {
  const sha512 = createHash('sha512').update(content).digest('base64');
  const name = `build-your-rating-${version}.AppImage`;
  const notes = '<b>Faster</b> than ever';
  const size = content.length;
  files.set(`/${name}`, tampered);
  // JSON is YAML.
  files.set(
    '/latest-linux.yml',
    JSON.stringify({ version, releaseNotes: notes, files: [{ url: name, sha512, size }] }),
  );
}

async function openAbout(env: Record<string, string> = {}): Promise<AppWindow> {
  const window = await apps.launch({ env });
  await window.pick('More', 'About this node');
  return window;
}

async function check({ page }: AppWindow, address = feed): Promise<void> {
  await page.getByLabel('Look for newer versions at').fill(address);
  await page.getByTestId('updates').getByRole('button').first().click();
}

function state({ page }: AppWindow) {
  return page.getByTestId('update-state');
}

/** The code of the refusal that a check ends with. */
function answer({ page }: AppWindow, address: string): Promise<string> {
  return page.evaluate(async (given) => {
    const outcome = await window.byr.checkForUpdate(given);
    return outcome.ok ? 'none' : outcome.refusal.code;
  }, address);
}

/** The app as an AppImage runs it, and the file of that. */
function asAppImage(name: string, place = apps.home): { image: string; env: Record<string, string> } {
  const folder = join(place, name);
  mkdirSync(folder, { recursive: true });
  const image = join(folder, 'app.AppImage');
  writeFileSync(image, 'this version');
  return {
    image,
    env: { APPIMAGE: image, APPDIR: dirname(executable), XDG_CACHE_HOME: join(apps.home, name, 'cache') },
  };
}

test(
  'updates are off at first, nobody is asked but by the button, nor told more than the version, and the address is kept',
  LONG,
  async () => {
    release('99.0.0', 'newer');
    const own = { BYR_HOME: join(apps.home, 'asks') };
    const window = await openAbout(own);
    await expect(state(window)).toHaveText('Off: no server is ever asked for a newer version.');
    await window.page.getByRole('button', { name: 'Check now' }).click();
    await expect(window.page.getByPlaceholder('https://…')).toBeFocused();
    await check(window, `https://${'x'.repeat(5000)}`);
    await expect(state(window)).toContainText('There is no update feed');
    await check(window);
    await expect(state(window)).toHaveText(
      `Version 99.0.0 is available. This build cannot replace itself: get the new one at ${feed}`,
    );
    await expect(window.page.getByLabel('Release notes')).toHaveValue('<b>Faster</b> than ever');
    await expect(window.page.getByRole('button', { name: 'Download' })).toHaveCount(0);
    await expectAccessible(window.page);
    await window.close();
    const again = await openAbout(own);
    await expect(state(again)).toHaveText('Not checked since the start.');
    expect(asked).toEqual(['/latest-linux.yml']);
    const version = await again.app.evaluate(({ app }) => app.getVersion());
    expect(told).toEqual([[`build-your-rating/${version}`, 'en']]);
    await check(again, '');
    await expect(state(again)).toHaveText('Off: no server is ever asked for a newer version.');
    await again.close();
  },
);

test('a check tells in words what is wrong with a feed, and in French', LONG, async () => {
  const window = await openAbout();
  const version = await window.app.evaluate(({ app }) => app.getVersion());
  release(version, 'this one');
  await check(window);
  await expect(state(window)).toHaveText('This is the newest version.');
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal);
  for (const [content, code] of [
    [undefined, 'no-feed'],
    // Nobody vouches for what comes over the network in the clear.
    [`-> http://${outside?.address ?? 'localhost'}:${new URL(feed).port}/elsewhere`, 'no-feed'],
    ['<html>Not found', 'bad-feed'],
    ['version: 99.0.0', 'bad-feed'],
    [JSON.stringify({ version: '99.0.0', files: [{ url: 'a.AppImage', sha512: '' }] }), 'bad-feed'],
    [`version: 99.0.0 # ${'x'.repeat(300_000)}`, 'bad-feed'],
  ] as const) {
    files.clear();
    if (content !== undefined) files.set('/latest-linux.yml', content);
    expect(`${content?.slice(0, 20)} ${await answer(window, feed)}`).toBe(`${content?.slice(0, 20)} ${code}`);
  }
  await expect(state(window)).toHaveText('What is at that address is not an update feed.');
  expect(new Set(asked)).toEqual(new Set(['/latest-linux.yml']));
  for (const address of ['http://example.org/', 'file:///tmp/', 'example.org', 'https://me:secret@example.org/']) {
    expect(await answer(window, address)).toBe('bad-feed-address');
  }
  await expect(state(window)).toHaveText('An update feed has an address that begins with https://.');
  expect((await window.status()).updates.address).toBe(feed);
  await window.close();
  const french = await apps.launch({ env: { LANG: 'fr_FR.UTF-8', LANGUAGE: 'fr' } });
  await french.pick('Plus', 'À propos de ce nœud');
  await expect(state(french)).toHaveText('Pas encore vérifié depuis le démarrage.');
  await french.close();
});

test('that a download begins is read out, and not each percent of it', LONG, async () => {
  const window = await openAbout();
  const status = await window.status();
  const is = (percent: number): Promise<void> => {
    const updates = { ...status.updates, state: { at: 'downloading', version: '99.0.0', percent } };
    return window.app.evaluate(
      ({ BrowserWindow }, change) => {
        BrowserWindow.getAllWindows()[0]?.webContents.send('byr:change', change);
      },
      { kind: 'status', status: { ...status, updates } },
    );
  };
  for (const [percent, expected] of [
    [0, 'status'],
    [37, 'off'],
  ] as const) {
    await is(percent);
    const words = window.page.getByText(`Downloading version 99.0.0: ${percent}%`);
    await expect(words).toBeVisible();
    expect(await liveness(words)).toBe(expected);
  }
  await window.close();
});

test('a feed need not tell its size, but a package must, whatever its name', LONG, async () => {
  release('99.0.0-a.yml', 'newer');
  unmeasured.add('/latest-linux.yml').add('/build-your-rating-99.0.0-a.yml.AppImage');
  const window = await openAbout(asAppImage('unmeasured').env);
  await check(window);
  await expect(state(window)).toHaveText('Version 99.0.0-a.yml is available.');
  await window.page.getByRole('button', { name: 'Download' }).click();
  await expect(state(window)).toHaveText(
    'The new version could not be downloaded. Check the network and free disk space, then check again. This version stays.',
  );
  expect(told.at(-1)).toEqual(['electron-builder', 'en']);
  await window.close();
});

test('a package for which there is no room changes nothing', LONG, async () => {
  const undo: (() => unknown)[] = [];
  const disk = await smallDisk({ after: (done) => undo.unshift(done) }, 1);
  try {
    test.skip(disk === null, 'only root on Linux may mount a small disk');
    const { image, env } = asAppImage('full', disk as string);
    release('99.0.0', 'newer');
    const window = await openAbout(env);
    await check(window);
    await window.page.getByRole('button', { name: 'Download' }).click();
    await expect(state(window)).toContainText('Version 99.0.0 is here');
    fill(disk as string);
    await window.page.getByRole('button', { name: 'Restart to install' }).click();
    await expect(state(window)).toContainText('This version’s file cannot be replaced.');
    await window.page.keyboard.press('Escape');
    await window.set('Ville', 'Lyon');
    await expect(window.shown('Ville')).toHaveText('Lyon');
    expect(readFileSync(image, 'utf8')).toBe('this version');
    await window.close();
  } finally {
    for (const done of undo) await done();
  }
});

test('an app whose file was moved away is told that it cannot be replaced', LONG, async () => {
  const { image, env } = asAppImage('moved');
  release('99.0.0', 'newer');
  const window = await openAbout(env);
  await check(window);
  await window.page.getByRole('button', { name: 'Download' }).click();
  await expect(state(window)).toContainText('Version 99.0.0 is here');
  rmSync(image);
  await window.page.getByRole('button', { name: 'Restart to install' }).click();
  await expect(state(window)).toContainText('This version’s file cannot be replaced.');
  await window.close();
});

test(
  'a package that is not what its feed promises is refused, and the right one starts in place of this one',
  LONG,
  async () => {
    const { image, env } = asAppImage('replaced');
    const newer = '#!/bin/sh\necho started > "$(dirname "$0")/started"\n';
    release('99.0.0', newer, newer.replace('started', 'stolen!'));
    const window = await openAbout(env);
    await check(window);
    await expect(state(window)).toHaveText('Version 99.0.0 is available.');
    await window.page.getByRole('button', { name: 'Download' }).click();
    await expect(state(window)).toHaveText(
      'The new version was refused: what came is not what the feed promises. This version stays.',
    );
    await expect(window.page.getByRole('button', { name: 'Restart to install' })).toHaveCount(0);
    release('99.0.0', newer);
    await check(window);
    await window.page.getByRole('button', { name: 'Download' }).click();
    await expect(state(window)).toContainText('Version 99.0.0 is here, and is what the feed promised.');
    await expectAccessible(window.page);
    expect(readFileSync(image, 'utf8')).toBe('this version');
    await window.page.getByRole('button', { name: 'Restart to install' }).click();
    await window.ended;
    await expect.poll(() => existsSync(join(dirname(image), 'started'))).toBe(true);
    expect(readFileSync(image, 'utf8')).toBe(newer);
  },
);
