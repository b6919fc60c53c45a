import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Application } from 'spectron';

/** A window starts in less than a second; a machine that is busy with other tests may take much longer. */
const patience = 20_000;

/**
 * A window of the app under Spectron, by Chromium's DevTools protocol: the ChromeDriver that belongs to Spectron 19 knows
 * Chromium 98 alone, which is neither the oldest nor the newest that the app runs on.
 *
 * @param {{ electron: string, app: string, home: string, name: string, port: number }} launch the executable, the app's
 *   folder, a folder for the data of all windows, the node's name and its port
 * @returns {Application} not started yet
 */
export function windowOf({ electron, app, home, name, port }) {
  const folder = join(home, name);
  mkdirSync(folder, { recursive: true });
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const window = new Application({
    path: electron,
    waitTimeout: patience,
    startTimeout: patience,
    webdriverOptions: {
      automationProtocol: 'devtools',
      capabilities: {
        browserName: 'chrome',
        'goog:chromeOptions': {
          binary: electron,
          args: [`--app=${app}`, ...sandbox, `--name=${name}`, `--port=${port}`, `--user-data-dir=${folder}`],
        },
        'wdio:devtoolsOptions': {
          ignoreDefaultArgs: true,
          env: { ...process.env, BYR_HOME: home, BYR_NO_DIALOG: '1', LANG: 'en_GB.UTF-8', TMPDIR: folder },
        },
      },
    },
  });
  window.startChromeDriver = async () => {
    window.chromeDriver = { stop: () => {}, getLogs: () => [], clearLogs: () => {} };
  };
  window.stop = () => stop(window);
  return window;
}

/**
 * Closes the window as its user does, and waits until the app has ended: Spectron would ask for a tab in its place, which
 * Electron does not have, and not wait.
 *
 * @param {Application} window
 */
async function stop(window) {
  const browser = await window.client.getPuppeteer();
  const ended = new Promise((resolve) => browser.once('disconnected', resolve));
  await window.client.execute(() => globalThis.close());
  await ended;
  window.running = false;
}
