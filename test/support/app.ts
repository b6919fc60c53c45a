import type { ChildProcess } from 'node:child_process';
import { type ElectronApplication, expect, type JSHandle, type Locator, type Page } from '@playwright/test';
import type { NodeEvent } from '../../preload/contract/events';
import type { KeyDetail } from '../../preload/contract/keys';
import type { PeerStatus } from '../../preload/contract/peers';
import type { Status } from '../../preload/contract/status';

/** A window of the app, as a user sees it, and the node behind it. */
export class AppWindow {
  readonly process: ChildProcess;
  /** Resolves once the process has ended. */
  readonly ended: Promise<unknown>;
  readonly key: Locator;
  readonly value: Locator;
  readonly setError: Locator;
  readonly search: Locator;
  readonly table: Locator;
  readonly rows: Locator;
  readonly detail: Locator;
  readonly detailValue: Locator;
  readonly sync: Locator;
  readonly fingerprint: Locator;
  readonly name: Locator;
  readonly address: Locator;
  readonly peerError: Locator;
  readonly peers: Locator;
  readonly firstRun: Locator;
  readonly activity: Locator;
  readonly events: Locator;

  constructor(
    readonly app: ElectronApplication,
    readonly page: Page,
  ) {
    this.process = app.process();
    this.ended = new Promise((resolve) => app.once('close', () => resolve(null)));
    this.key = page.getByTestId('key-input');
    this.value = page.getByTestId('value-input');
    this.setError = page.getByTestId('set-error');
    this.search = page.getByTestId('search');
    this.table = page.getByTestId('key-table');
    this.rows = page.getByTestId('row');
    this.detail = page.getByTestId('detail');
    this.detailValue = page.getByTestId('detail-value');
    this.sync = page.getByTestId('sync-state');
    this.fingerprint = page.getByTestId('fingerprint');
    this.name = page.getByTestId('node-name');
    this.address = page.getByTestId('peer-address-input');
    this.peerError = page.getByTestId('peer-error');
    this.peers = page.getByTestId('peer');
    this.firstRun = page.getByTestId('first-run');
    this.activity = page.getByTestId('activity-button');
    this.events = page.getByTestId('event');
  }

  row(key: string): Locator {
    return this.page.locator(`[data-testid="row"][data-key=${JSON.stringify(key)}]`);
  }

  /** The value that a row shows. */
  shown(key: string): Locator {
    return this.row(key).locator('.cell-value');
  }

  /** Events of a kind that the list shows. */
  eventsOf(kind: NodeEvent['kind']): Locator {
    return this.page.locator(`[data-testid="event"][data-kind="${kind}"]`);
  }

  peer(name: string): Locator {
    return this.peers.filter({ has: this.page.locator(`b:text-is(${JSON.stringify(name)})`) });
  }

  /** Types a key and a value, and sets them with Enter. */
  async set(key: string, value: string): Promise<void> {
    await this.key.fill(key);
    await this.value.fill(value);
    await this.value.press('Enter');
  }

  /** Types an address into the form for peers, and sends it. */
  async dial(address: string | number): Promise<void> {
    await this.address.fill(String(address));
    await this.address.press('Enter');
  }

  /** Opens the detail of a key by its row. */
  async open(key: string): Promise<void> {
    await this.row(key).click();
    await expect(this.detail.getByRole('heading', { name: key, exact: true })).toBeVisible();
  }

  /** Opens the details of a peer's card, and hands them over. */
  async details(name: string): Promise<Locator> {
    await this.page.getByRole('button', { name: `Details of ${name}`, exact: true }).click();
    return this.peer(name).getByTestId('peer-details');
  }

  /** Opens a menu by its button, and picks an item. */
  async pick(menu: string, item: string): Promise<void> {
    await this.page.getByRole('button', { name: menu, exact: true }).click();
    await this.page.getByRole('menu').locator('[role^="menuitem"]', { hasText: item }).click();
  }

  /** What a screen reader was told in the last seconds. */
  async announced(): Promise<string> {
    return (await this.page.getByTestId('announcements').innerText()).trim();
  }

  /** What a screen reader is told from now on, one by one, until a dialog opens or closes. */
  listen(): Promise<JSHandle<string[]>> {
    return this.page.getByTestId('announcements').evaluateHandle((regions) => {
      const said: string[] = [];
      const note = (records: MutationRecord[]): void => {
        for (const { addedNodes } of records) for (const node of addedNodes) said.push(node.textContent ?? '');
      };
      new MutationObserver(note).observe(regions, { childList: true, subtree: true });
      return said;
    });
  }

  status(): Promise<Status> {
    return this.page.evaluate(() => window.byr.status());
  }

  async port(): Promise<number> {
    const { port } = await this.status();
    if (port === null) throw new Error('This window does not listen.');
    return port;
  }

  async peerStatus(name: string): Promise<PeerStatus | undefined> {
    return (await this.status()).peers.find((peer) => peer.name === name);
  }

  entry(key: string): Promise<KeyDetail | null> {
    return this.page.evaluate((asked) => window.byr.entry(asked, true), key);
  }

  /** The text that the node keeps for a key, byte for byte; `undefined` where it keeps no text. */
  async text(key: string): Promise<string | undefined> {
    const json = (await this.entry(key))?.json ?? 'null';
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : undefined;
  }

  /** The title of the window, which the taskbar shows. */
  async title(): Promise<string> {
    return this.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle() ?? '');
  }

  /** Closes the window as its user does. */
  async close(): Promise<void> {
    // The answer may be lost, because the process that is asked ends.
    await this.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => {});
    await this.ended;
  }

  /** Ends its processes in the middle of whatever they do, unless they have ended. */
  async kill(): Promise<void> {
    const { pid } = this.process;
    // Playwright gives each app a process group of its own, which Windows does not have.
    if (pid === undefined || process.platform === 'win32') this.process.kill('SIGKILL');
    else if (this.process.exitCode === null && this.process.signalCode === null) process.kill(-pid, 'SIGKILL');
    await this.ended;
  }
}
