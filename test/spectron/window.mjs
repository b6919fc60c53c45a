import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Application } from 'spectron';

/** A window starts in less than a second; a machine that is busy with other tests may take much longer. */
const patience = 20_000;

/**
 * A window of the app under Spectron, by Chromium's DevTools protocol: the ChromeDriver that belongs to Spectron 19 knows
 * Chromium 98 alone, which is neither the oldest nor the newest that the app runs on. In the ChromeDriver's place the app
 * itself is started, and Spectron is let in once its page is there: while that loads, its Puppeteer may wait for ever.
 *
 * @param {{ electron: string, app: string, home: string, name: string, port: number }} launch the executable, the app's
 *   folder, a folder for the data of all windows, the node's name and its port
 * @returns {Application} not started yet
 */
export function windowOf({ electron, app, home, name, port }) {
  const folder = join(home, name);
  mkdirSync(folder, { recursive: true });
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const options = [...sandbox, `--name=${name}`, `--port=${port}`, `--user-data-dir=${folder}`];
  const env = { ...process.env, BYR_HOME: home, BYR_NO_DIALOG: '1', LANG: 'en_GB.UTF-8', TMPDIR: folder };
  const chrome = { debuggerAddress: '' };
  const capabilities = {
    browserName: 'chrome',
    'goog:chromeOptions': chrome,
    'wdio:devtoolsOptions': { defaultViewport: null },
  };
  const window = new Application({
    path: electron,
    waitTimeout: patience,
    startTimeout: patience,
    webdriverOptions: { automationProtocol: 'devtools', capabilities },
  });
  let running;
  window.startChromeDriver = async () => {
    const at = await freePort();
    running = spawn(electron, [app, `--remote-debugging-port=${at}`, '--nearby', 'off', ...options], {
      env,
      stdio: 'ignore',
    });
    chrome.debuggerAddress = `127.0.0.1:${at}`;
    await pageOf(chrome.debuggerAddress, name).catch((error) => {
      running.kill('SIGKILL');
      throw error;
    });
    window.chromeDriver = { stop: () => {}, getLogs: () => [], clearLogs: () => {} };
  };
  window.stop = async () => {
    const ended = once(running, 'exit');
    // Its answer may be lost, because the page that is asked ends.
    window.client.execute(() => globalThis.close()).catch(() => {});
    await ended;
    window.running = false;
  };
  return window;
}

/** Waits until the app shows its page, whose title says the node's name. */
async function pageOf(address, name) {
  const last = Date.now() + patience;
  while (!(await titles(address)).some((title) => title.startsWith(name))) {
    if (Date.now() > last) throw new Error(`The window of ${name} did not come up.`);
    await sleep(50);
  }
}

async function titles(address) {
  try {
    const targets = await (await fetch(`http://${address}/json`)).json();
    return targets.filter(({ type }) => type === 'page').map(({ title }) => title);
  } catch {
    // It does not listen yet.
    return [];
  }
}

/** A port that was free a moment ago. */
export function freePort() {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
