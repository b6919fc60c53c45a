import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';

const apps = appsOfThisFile();
let ada: AppWindow;

test.beforeAll(async () => {
  ada = await apps.launch({ args: ['--name', 'Ada'] });
  await ada.set('kept', 'as it is');
  await expect(ada.shown('kept')).toHaveText('as it is');
});

test.afterEach('nothing was changed', async () => {
  expect(await ada.status()).toMatchObject({ name: 'Ada', keys: 1, peers: [], language: 'system' });
  expect(await ada.text('kept')).toBe('as it is');
});

test('the page has nothing of Node, and no more of Electron than the contract', async () => {
  const found = await ada.page.evaluate(() => {
    const names = [
      'require',
      'process',
      'module',
      'exports',
      'Buffer',
      'global',
      'electron',
      'ipcRenderer',
      'setImmediate',
    ];
    return { globals: names.filter((name) => name in globalThis), api: Object.keys(window.byr).sort() };
  });
  expect(found.globals).toEqual([]);
  expect(found.api).toEqual(
    [
      ...['addPeer', 'checkPeer', 'copy', 'entry', 'events', 'newNode', 'onChange', 'onCommand', 'page', 'put'],
      ...[
        'putBack',
        'remove',
        'removePeer',
        'rename',
        'restamp',
        'retryPeer',
        'forgetPeers',
        'keepPeer',
        'recallPeers',
        'setLanguage',
        'status',
      ],
      ...['drawNetworkKey', 'networkKey', 'openedBackup', 'setNetworkKey'],
      ...['backUp', 'backups', 'cancelWork', 'chooseBackup', 'chooseBackupFolder', 'openBackupFolder'],
      ...[
        'previewRestore',
        'putBackBackup',
        'resetBackupFolder',
        'restoreAsNew',
        'restoreBackup',
        'setBackupMinutes',
        'verifyBackup',
      ],
      ...['checkKeys', 'chooseKeys', 'exportKeys', 'importKeys'],
      ...['checkForUpdate', 'downloadUpdate', 'installUpdate'],
      ...['dismissRescue', 'setAcknowledge', 'setNearby', 'setPaused'],
      ...['acceptInNewNode', 'acceptInvitation', 'declineInvitation', 'invite'],
    ].sort(),
  );
  const preferences = await ada.app.evaluate(({ webContents }) => {
    const [contents] = webContents.getAllWebContents();
    // Electron has it, and leaves it out of its types.
    const { getLastWebPreferences } = contents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    return getLastWebPreferences.call(contents);
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });
});

for (const [method, args] of [
  ['put', []],
  ['put', ['key']],
  ['put', ['key', 'value']],
  ['put', ['key', { text: 1 }]],
  ['put', [{ toString: 'key' }, { text: 'value' }]],
  ['put', ['key', { text: 'value', more: true }]],
  ['put', ['key', null]],
  ['remove', [['kept']]],
  ['rename', [{}]],
  ['setLanguage', ['de']],
  ['addPeer', [4000]],
  ['checkForUpdate', [null]],
  ['checkForUpdate', [{}]],
  ['events', []],
  ['events', [0]],
  ['events', [1e9]],
  ['verifyBackup', ['../other.byr']],
  ['previewRestore', ['/tmp/2026-11-24T10-31-07Z-89abcdef.byr']],
  ['restoreBackup', []],
  ['putBackBackup', ['../other.byr']],
  ['restoreAsNew', [['2026-11-24T10-31-07Z-89abcdef.byr']]],
  ['setBackupMinutes', ['15']],
  ['page', [{ search: '', sort: 'key', descending: false, offset: 0, limit: 10 }]],
  ['page', [{ search: '', show: 'all', sort: 'size', descending: false, offset: 0, limit: 10 }]],
  ['page', [{ search: '', show: 'all', sort: 'key', descending: false, offset: 0, limit: 1e9 }]],
  ['page', [{ search: '', show: 'all', sort: 'key', descending: false, offset: -1, limit: 10 }]],
] as const) {
  test(`${method}(${JSON.stringify(args).slice(1, -1)}) is rejected`, async () => {
    const call = ada.page.evaluate(
      ([name, given]) => (window.byr as unknown as Record<string, (...all: unknown[]) => unknown>)[name]?.(...given),
      [method, args] as const,
    );
    await expect(call).rejects.toThrow(`${method}: `);
  });
}

/** What a page of another window, with the same preload script, is answered. */
function askElsewhere(url: string): Promise<string> {
  return ada.app.evaluate(async ({ BrowserWindow, app }, page) => {
    const preload = `${app.getAppPath()}/out/preload/index.js`;
    const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    const own =
      BrowserWindow.getAllWindows()
        .find((window) => window !== other)
        ?.webContents.getURL() ?? '';
    await other.loadURL(page === 'own' ? own : page);
    const asked = "window.byr.put('stolen', { text: 'x' }).then(() => 'done', String)";
    const answer = await other.webContents.executeJavaScript(asked);
    other.destroy();
    return answer;
  }, url);
}

test('another window is refused, with another page and with the very same', async () => {
  for (const url of ['about:blank', 'own']) {
    expect(await askElsewhere(url)).toContain('this frame may not call the node');
  }
});

test('a frame inside the page has no way to the node', async () => {
  const frames = await ada.page.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.src = 'data:text/html,<p>Frame';
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await loaded;
    return window.frames.length;
  });
  expect(frames).toBe(1);
  const inside = await ada.app.evaluate(({ webContents }) => {
    const [frame] = webContents.getAllWebContents()[0]?.mainFrame.frames ?? [];
    return frame?.executeJavaScript('typeof byr');
  });
  expect(inside).toBe('undefined');
  await ada.page.evaluate(() => document.querySelector('iframe')?.remove());
});

// The last, because it takes the window away from its page.
test('the window itself is refused once it shows another page', async () => {
  const answer = await ada.app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const own = window?.webContents.getURL() ?? '';
    await window?.loadURL('about:blank');
    const asked = "window.byr.put('stolen', { text: 'x' }).then(() => 'done', String)";
    const said: unknown = await window?.webContents.executeJavaScript(asked);
    await window?.loadURL(own);
    return said;
  });
  expect(answer).toContain('this frame may not call the node');
  await ada.sync.waitFor();
});
