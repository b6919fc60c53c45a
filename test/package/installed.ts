import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Browser, chromium, type Page } from '@playwright/test';
import { kill } from '../support/byr';
import { until } from '../support/until';

/** 'nobody', whom every Linux knows by this number. */
const NOBODY = 65_534;

/** An ordinary user of this machine, who has an empty home and nothing of this checkout. */
export class OrdinaryUser {
  readonly home = mkdtempSync(join(tmpdir(), 'byr-user-'));
  readonly #as: readonly string[];
  readonly #env: NodeJS.ProcessEnv;

  constructor(readonly test: TestContext) {
    const { PATH, DISPLAY, WAYLAND_DISPLAY } = process.env;
    this.#env = { PATH, DISPLAY, WAYLAND_DISPLAY, HOME: this.home, TMPDIR: this.temporary, LANG: 'C.UTF-8' };
    this.#as = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'];
    mkdirSync(this.temporary);
    for (const folder of [this.home, this.temporary]) chownSync(folder, NOBODY, NOBODY);
    chmodSync(this.home, 0o755);
    test.after(() => rmSync(this.home, { recursive: true, force: true, maxRetries: 5 }));
  }

  get temporary(): string {
    return join(this.home, 'tmp');
  }

  /** Runs a program to its end. @returns what it wrote */
  run(program: string, ...args: string[]): string {
    return execFileSync('setpriv', [...this.#as, program, ...args], { env: this.#env, encoding: 'utf8' });
  }

  start(program: string, ...args: string[]): ChildProcess {
    const child = spawn('setpriv', [...this.#as, program, ...args], {
      env: this.#env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.test.after(() => kill(child));
    return child;
  }
}

/** A window of a packaged app. Its fuses let no debugger of Node in, so it is reached as a browser. */
export class PackagedWindow {
  private constructor(
    readonly process: ChildProcess,
    readonly browser: Browser,
    readonly page: Page,
  ) {}

  static async open(user: Pick<OrdinaryUser, 'start'>, program: string, ...args: string[]): Promise<PackagedWindow> {
    const child = user.start(program, '--remote-debugging-port=0', '--nearby', 'off', ...args);
    const address = await debugAddress(child);
    // Playwright finds the windows that are there when it comes, and in Electron not always later ones.
    await until('a window', () => hasPage(address));
    const browser = await chromium.connectOverCDP(address, { noDefaults: true });
    const page = await until('Playwright to find the window', () => browser.contexts()[0]?.pages()[0]);
    await page.getByTestId('sync-state').waitFor();
    return new PackagedWindow(child, browser, page);
  }

  async set(key: string, value: string): Promise<void> {
    await this.page.getByTestId('key-input').fill(key);
    await this.page.getByTestId('value-input').fill(value);
    await this.page.getByTestId('value-input').press('Enter');
    await this.shows(key, value);
  }

  async shows(key: string, value: string): Promise<void> {
    const row = this.page.locator(`[data-testid="row"][data-key=${JSON.stringify(key)}]`);
    await row.getByText(value, { exact: true }).waitFor();
  }

  /** What proc(5) says of the process that draws this window. */
  rendererStatus(): string {
    const renderer = descendants(this.process.pid).find((pid) => read(pid, 'cmdline').includes('--type=renderer'));
    return read(renderer, 'status');
  }

  /** As a user's session does at its end. */
  async close(): Promise<void> {
    await kill(this.process, 'SIGTERM');
  }
}

async function debugAddress(child: ChildProcess): Promise<string> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return until('the app to say where it can be reached', () => {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${said}`);
    return /DevTools listening on (ws:\S+)/.exec(said)?.[1];
  });
}

async function hasPage(address: string): Promise<boolean> {
  const targets = await (await fetch(new URL('/json/list', address.replace('ws:', 'http:')))).json();
  return (targets as { type: string; url: string }[]).some(
    ({ type, url }) => type === 'page' && url.startsWith('file:'),
  );
}

function descendants(of: number | undefined): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const children = pids.filter((pid) => read(pid, 'status').includes(`\nPPid:\t${of}\n`));
  return children.flatMap((pid) => [pid, ...descendants(Number(pid))]);
}

/** What proc(5) tells of a process; '' when it is gone. */
function read(pid: string | undefined, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
