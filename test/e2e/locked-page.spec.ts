import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile, root } from '../support/apps';

const apps = appsOfThisFile();
let ada: AppWindow;
/** A web server on this machine, and who came there: connections, as not each of them brings a request. */
let server: Server;
let elsewhere: string;
let visits = 0;
let page: string;

test.beforeAll(async () => {
  server = createServer((_, response) => response.end('elsewhere'));
  server.on('connection', () => {
    visits += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  ada = await apps.launch({ args: ['--name', 'Ada'] });
  page = ada.page.url();
});

test.afterEach('the window shows its own page, and nobody went elsewhere', async () => {
  expect(await shownPages()).toEqual([page]);
  // Playwright's own waiting would wait for the end of a navigation that was denied.
  expect(await ada.page.evaluate(() => document.querySelector('[data-testid="sync-state"]') !== null)).toBe(true);
  expect(visits).toBe(0);
});

test.afterAll(() => new Promise((resolve) => server.close(resolve)));

/** What Chromium's network did, as `--log-net-log` writes it. */
interface NetLog {
  constants: { logEventTypes: Record<string, number> };
  events: { type: number; params?: unknown }[];
}

/** The addresses of all that shows a page in the app: windows, webviews, views. */
function shownPages(): Promise<string[]> {
  return ada.app.evaluate(({ webContents }) => webContents.getAllWebContents().map((contents) => contents.getURL()));
}

for (const way of ['script', 'link', 'form', 'meta tag'] as const) {
  test(`the page goes nowhere by a ${way}, neither to another file`, async () => {
    const file = pathToFileURL(join(root, 'package.json')).href;
    for (const target of [`${elsewhere}/gone`, file, 'data:text/html,gone']) {
      await ada.page.evaluate(
        ([chosen, url]) => {
          const link = Object.assign(document.createElement('a'), { href: url });
          const form = Object.assign(document.createElement('form'), { action: url });
          const meta = Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0;url=${url}` });
          document.body.append(link, form);
          if (chosen === 'script') location.href = url;
          if (chosen === 'link') link.click();
          if (chosen === 'form') form.submit();
          if (chosen === 'meta tag') document.head.append(meta);
        },
        [way, target] as const,
      );
      expect(await shownPages()).toEqual([page]);
    }
  });
}

test('the page opens no window', async () => {
  const opened = await ada.page.evaluate(
    (url) => [url, 'about:blank', location.href].map((target) => window.open(target) === null),
    elsewhere,
  );
  expect(opened).toEqual([true, true, true]);
});

test('a link or a file dropped on the window is not opened', async () => {
  const session = await ada.page.context().newCDPSession(ada.page);
  const item = { mimeType: 'text/uri-list', data: `${elsewhere}/dropped` };
  const drop = { x: 300, y: 300, data: { items: [item], files: [join(root, 'package.json')], dragOperationsMask: 1 } };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...drop });
  }
  await session.detach();
});

test('a webview stays empty', async () => {
  const contents = await ada.page.evaluate((src) => {
    const view = Object.assign(document.createElement('webview'), { src });
    document.body.append(view);
    const has = 'getWebContentsId' in view;
    view.remove();
    return has;
  }, elsewhere);
  expect(contents).toBe(false);
});

test('the page loads nothing from elsewhere, nor other files of this machine', async () => {
  const loaded = await ada.page.evaluate(async (url) => {
    const tries: Record<string, () => Promise<unknown>> = {
      fetch: () => fetch(`${url}/fetch`),
      file: () => fetch('file:///etc/hostname'),
      module: () => import(/* @vite-ignore */ `${url}/module.js`),
      worker: async () => heard(new Worker(`${url}/worker.js`)),
      socket: async () => heard(new WebSocket(url.replace('http', 'ws'))),
      events: async () => heard(new EventSource(`${url}/events`)),
      image: () => heard(Object.assign(new Image(), { src: `${url}/image.png` })),
      script: async () => attached('script', { src: `${url}/script.js` }),
      style: () => attached('link', { rel: 'stylesheet', href: `${url}/style.css` }),
      prefetch: () => attached('link', { rel: 'prefetch', href: `${url}/prefetch` }),
    };
    function heard(target: EventTarget): Promise<unknown> {
      return new Promise((resolve, reject) => {
        for (const name of ['load', 'open', 'message']) target.addEventListener(name, resolve);
        target.addEventListener('error', reject);
      });
    }
    function attached(name: string, properties: object): Promise<unknown> {
      const element = Object.assign(document.createElement(name), properties);
      document.head.append(element);
      return heard(element).finally(() => element.remove());
    }
    const names: string[] = [];
    await Promise.all(
      Object.entries(tries).map(([name, load]) =>
        Promise.resolve()
          .then(load)
          .then(
            () => names.push(name),
            () => {},
          ),
      ),
    );
    // These two tell nobody whether they succeeded.
    navigator.sendBeacon(`${url}/beacon`);
    document.head.append(Object.assign(document.createElement('link'), { rel: 'preconnect', href: url }));
    return names;
  }, elsewhere);
  expect(loaded).toEqual([]);
});

test('the page takes no text for a script, for markup or for a style', async () => {
  const taken = await ada.page.evaluate(() => {
    const style = Object.assign(document.createElement('style'), { textContent: 'body { display: none }' });
    const tries: Record<string, () => void> = {
      timer: () => setTimeout('globalThis' as unknown as () => void),
      script: () => document.body.append(Object.assign(document.createElement('script'), { textContent: '1' })),
      markup: () => document.createElement('p').insertAdjacentHTML('beforeend', '<b>bold</b>'),
    };
    document.head.append(style);
    const rules = style.sheet?.cssRules.length ?? 0;
    style.remove();
    const names = Object.keys(tries).filter((name) => {
      try {
        tries[name]?.();
        return true;
      } catch {
        return false;
      }
    });
    return { names, rules };
  });
  expect(taken).toEqual({ names: [], rules: 0 });
});

test('the page reaches nobody by WebRTC', async () => {
  const candidates = await ada.page.evaluate(async (address) => {
    const turn = { username: 'ada', credential: 'secret', urls: [`turn:${address}`, `turn:${address}?transport=tcp`] };
    const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:${address}` }, turn] });
    const found: string[] = [];
    connection.addEventListener('icecandidate', ({ candidate }) => candidate && found.push(candidate.candidate));
    connection.createDataChannel('out');
    await connection.setLocalDescription();
    while (connection.iceGatheringState !== 'complete') {
      await new Promise((resolve) => connection.addEventListener('icegatheringstatechange', resolve, { once: true }));
    }
    connection.close();
    return found;
  }, new URL(elsewhere).host);
  expect(candidates).toEqual([]);
});

test('nothing is downloaded', async () => {
  const denied = await ada.app.evaluate(({ session, webContents }) => {
    const [contents] = webContents.getAllWebContents();
    return new Promise((resolve) => {
      session.defaultSession.once('will-download', (event) => resolve(event.defaultPrevented));
      contents?.downloadURL(contents.getURL());
    });
  });
  expect(denied).toBe(true);
});

test('permissions and devices are denied, also at a click', async () => {
  const asked = ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read', 'midi', 'screen-wake-lock'];
  const states = await ada.page.evaluate(
    (names) => Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state)),
    asked as PermissionName[],
  );
  expect(states).toEqual(asked.map(() => 'denied'));
  for (const request of [
    'navigator.mediaDevices.getUserMedia({ audio: true })',
    'navigator.mediaDevices.getDisplayMedia()',
    'navigator.clipboard.readText()',
    'navigator.usb.requestDevice({ filters: [] })',
    'navigator.serial.requestPort()',
    'navigator.bluetooth.requestDevice({ acceptAllDevices: true })',
    'navigator.hid.requestDevice({ filters: [] }).then((found) => found.length === 0 && Promise.reject())',
    'new Promise((_, deny) => navigator.geolocation.getCurrentPosition(() => {}, deny))',
    "Notification.requestPermission().then((state) => state === 'denied' && Promise.reject())",
  ]) {
    const answer = await ada.app.evaluate(({ webContents }, code) => {
      const [contents] = webContents.getAllWebContents();
      return contents?.executeJavaScript(`(async () => ${code})().then(() => 'granted', () => 'denied')`, true);
    }, request);
    expect(`${request}: ${answer}`).toBe(`${request}: denied`);
  }
});

test('any session that somebody makes is closed as well', async () => {
  const made = await ada.app.evaluate(async ({ BrowserWindow, session }, url) => {
    const other = session.fromPartition('other');
    const window = new BrowserWindow({ show: false, webPreferences: { session: other } });
    const failure = await window.loadURL(url).catch(String);
    const gone = new Promise((resolve) => window.webContents.once('destroyed', () => resolve(null)));
    window.destroy();
    await gone;
    return { failure, spelling: [other, session.defaultSession].map((each) => each.isSpellCheckerEnabled()) };
  }, elsewhere);
  expect(made.failure).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(made.spelling).toEqual([false, false]);
});

test('Chromium asks the network for nothing, from the start to the end', async () => {
  const file = join(apps.home, 'net-log.json');
  const window = await apps.launch({ args: [`--log-net-log=${file}`] });
  await window.set('Ville', 'Lyon');
  await expect(window.shown('Ville')).toHaveText('Lyon');
  await window.close();
  const log: NetLog = JSON.parse(readFileSync(file, 'utf8'));
  expect(log.events.map(({ type }) => type)).toContain(log.constants.logEventTypes.PROXY_CONFIG_CHANGED);
  const asked = ['URL_REQUEST_START_JOB', 'HOST_RESOLVER_MANAGER_REQUEST'].map(
    (name) => log.constants.logEventTypes[name],
  );
  expect(log.events.filter(({ type }) => asked.includes(type)).map(({ params }) => params)).toEqual([]);
});
