import { type Browser, expect, type Page, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { hasBrowser, openBrowser } from '../support/browser';

test.skip(!hasBrowser, 'There is no Chromium here; on Debian, apt-get install chromium as root.');

const EVIL = 'evil.example';
/** In which `attack` tries to reach a node. */
const WAYS = 7;
const apps = appsOfThisFile();
let ada: AppWindow;
let port: number;
let browser: Browser;

test.beforeAll(async () => {
  ada = await apps.launch({ args: ['--name', 'Ada'] });
  port = await ada.port();
  browser = await openBrowser([EVIL]);
});

test.afterAll(() => browser?.close());

/** A page of a web site: what is asked of its own address is answered in the test, not by any server. */
async function visit(address: string): Promise<Page> {
  const page = await browser.newPage();
  await page.route(`${address}/page`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>A game</title>' }),
  );
  await page.goto(`${address}/page`);
  return page;
}

/** What a page can try: each way with what came of it, once it is over. */
function attack(page: Page, node: string): Promise<Record<string, string>> {
  return page.evaluate(async (host) => {
    const polling = `http://${host}/byr/?EIO=4&transport=polling`;
    const loaded = (element: HTMLElement): Promise<string> =>
      new Promise((resolve) => {
        element.addEventListener('load', () => resolve('loaded'));
        element.addEventListener('error', () => resolve('error'));
        document.body.append(element);
      });
    const read = (url: string, init?: RequestInit): Promise<string> =>
      fetch(url, init).then(
        async (answer) => (answer.type === 'opaque' ? 'unread' : `${answer.status} ${await answer.text()}`),
        () => 'error',
      );
    const socket = new WebSocket(`ws://${host}/byr/?EIO=4&transport=websocket`);
    const websocket = new Promise<string>((resolve) => {
      socket.addEventListener('open', () => resolve('open'));
      socket.addEventListener('error', () => resolve('error'));
    });
    return {
      websocket: await websocket,
      fetch: await read(polling),
      post: await read(`${polling}&sid=x`, { method: 'POST', body: '40' }),
      blind: await read(polling, { mode: 'no-cors' }),
      blindPost: await read(`${polling}&sid=x`, { method: 'POST', body: '40', mode: 'no-cors' }),
      script: await loaded(Object.assign(document.createElement('script'), { src: `${polling}&j=0` })),
      image: await loaded(Object.assign(document.createElement('img'), { src: polling })),
      jsonp: JSON.stringify((globalThis as { ___eio?: unknown }).___eio ?? null),
    };
  }, node);
}

/** Nothing came of any of them; a request that reads nothing is let through by a browser, and met nobody. */
const NOTHING = { websocket: 'error', script: 'error', image: 'error', jsonp: 'null' };

for (const [who, site, node] of [
  ['a page of another site', `http://${EVIL}:1`, '127.0.0.1'],
  ['a page of another program on this machine', 'http://localhost:1', 'localhost'],
  ['a page whose name was pointed at this machine', `http://${EVIL}`, EVIL],
] as const) {
  test(`${who} reaches no node by WebSocket, polling, fetch, script or image, and is told of`, async () => {
    const { refused } = (await ada.status()).door;
    const page = await visit(node === EVIL ? `${site}:${port}` : site);
    const { fetch, post, blind, blindPost, ...rest } = await attack(page, `${node}:${port}`);
    await page.close();
    expect(rest).toEqual(NOTHING);
    for (const answer of [fetch, post, blind, blindPost]) expect(answer).toMatch(/^(?:error|unread|403 )/);
    const { door } = await ada.status();
    expect(door.refused - refused, 'each way was tried, and refused').toBe(WAYS);
    await expect(ada.page.getByTestId('door')).toContainText(
      `Refused ${door.refused} requests, the last one from localhost: `,
    );
  });
}

test('what was refused is among the events, and the window has no peer of it', async () => {
  await ada.activity.click();
  await expect(ada.eventsOf('refused').first()).toContainText(/a web page asked|another host/);
  expect(await ada.status()).toMatchObject({ peers: [], keys: 0 });
});
