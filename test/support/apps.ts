import { type ChildProcessByStdio, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { _electron, test } from '@playwright/test';
import electronPath from 'electron';
import type { Holder } from '../../main/disk/holder';
import { isRunning } from '../../main/is-running';
import { AppWindow } from './app';
import { portApart } from './ports';
import { until } from './until';

export const root = join(__dirname, '../..');
export const executable = electronPath as unknown as string;
const asRoot = process.getuid?.() === 0;
/** Behind a display in memory there is no GPU: Chromium looks for it with several processes, a quarter of a window's start. */
const WITHOUT_GPU = '--disable-gpu';

/** Of a window's log, said when a test fails. */
const LAST_LINES = 20;
/** As main/app/ipc.ts logs it. */
const FAILED_CALL = /\[error\] \w+ failed: /;

type Program = ChildProcessByStdio<null, Readable, Readable>;

export interface Launch {
  args?: string[];
  env?: Record<string, string>;
  /** Of the built app, in place of this checkout. */
  folder?: string;
  /** A program in Electron's place, which starts it. */
  executablePath?: string;
  sandbox?: boolean;
  /** Leaves the choice of a port to the app, where the arguments name none. */
  coursePorts?: boolean;
}

/** The windows of one test file. They share a home of their own, as the windows of one user do, and end with it. */
export class Apps {
  #home: string | null = null;
  readonly #windows: AppWindow[] = [];

  /** Made when it is first asked for: Playwright loads a test file also only to list its tests. */
  get home(): string {
    if (this.#home === null) {
      this.#home = realpathSync(mkdtempSync(join(tmpdir(), 'byr-e2e-')));
      mkdirSync(join(this.#home, 'tmp'));
    }
    return this.#home;
  }

  /**
   * Opens a window. It listens on a port of its own: one of the course's is free for everybody on this machine as soon
   * as a window leaves it, and the windows that know it would link to whoever comes next. Nobody on this network hears
   * of it, unless the arguments say otherwise.
   */
  async launch({
    args = [],
    env = {},
    folder = root,
    executablePath,
    sandbox,
    coursePorts,
  }: Launch = {}): Promise<AppWindow> {
    const port = coursePorts || args.includes('--port') ? [] : ['--port', String(await portApart())];
    const hidden = args.includes('--nearby') ? [] : ['--nearby', 'off'];
    const app = await _electron.launch({
      args: [folder, WITHOUT_GPU, ...args, ...port, ...hidden],
      env: sandbox ? without(this.environment(env), 'ELECTRON_DISABLE_SANDBOX') : this.environment(env),
      // The window's own colours and words: Playwright would otherwise put a light theme and en-US over them.
      colorScheme: null,
      chromiumSandbox: sandbox ?? false,
      artifactsDir: join(this.home, 'tmp'),
      ...(executablePath === undefined ? {} : { executablePath }),
    });
    const window = new AppWindow(app, await app.firstWindow());
    this.#windows.push(window);
    await window.sync.waitFor();
    return window;
  }

  /** Runs the app where it is to end by itself. */
  run(
    args: string[],
    env: Record<string, string> = {},
  ): Promise<{ code: number | null; stdout: string; stderr: string }> {
    return end(this.start(args, this.environment(env)));
  }

  /** Starts the app where it may open no window. @param env the whole environment */
  start(args: string[], env: Record<string, string>): Program {
    const own = asRoot ? ['--no-sandbox'] : [];
    return spawn(executable, [root, WITHOUT_GPU, ...own, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 20_000,
      killSignal: 'SIGKILL',
    });
  }

  /** English, unless a test says otherwise, on every machine. */
  environment(more: Record<string, string>): Record<string, string> {
    const inherited = Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !/^(?:LC_.*|LANG|LANGUAGE|BYR_.*)$/.test(entry[0]),
    );
    const tmp = join(this.home, 'tmp');
    // Windows asks for the second.
    const temporary = { TMPDIR: tmp, TEMP: tmp };
    const own = { LANG: 'en_GB.UTF-8', BYR_HOME: this.home, BYR_NO_DIALOG: '1' };
    return { ...Object.fromEntries(inherited), ...own, ...temporary, ...more };
  }

  /** The process that holds a profile, as the profile says. */
  holder(profile: string): number | null {
    return this.#holder(profile)?.pid ?? null;
  }

  /** Whether a process of this home holds a profile and its node listens: until then it may have no rule yet. */
  listens(profile: string): boolean {
    return this.holds(profile) && this.#holder(profile)?.port !== undefined;
  }

  /** Whether a process of this home holds a profile. */
  holds(profile: string): boolean {
    const pid = this.holder(profile);
    return pid !== null && belongsTo(this.home, pid);
  }

  #holder(profile: string): Holder | null {
    const file = join(this.home, 'profiles', profile, 'holder.json');
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Holder;
    } catch (error) {
      // Looked for first, it may be gone by the time that it is read.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /**
   * Keeps what the windows show as pictures, and says it and what they logged last: of a run elsewhere often only what
   * it wrote is left.
   */
  async tellOfFailure(): Promise<void> {
    for (const [at, { page }] of this.#windows.entries()) {
      if (page.isClosed()) continue;
      await page.screenshot({ path: test.info().outputPath(`failed-${at + 1}.png`) });
      console.log(`Window ${at + 1} of '${test.info().title}':\n${await page.locator('body').ariaSnapshot()}\n`);
    }
    for (const [profile, lines] of this.#logs()) console.log(`${profile}:\n${lines.slice(-LAST_LINES).join('\n')}\n`);
  }

  async end(): Promise<void> {
    if (this.#home === null) return;
    await Promise.all(this.#windows.map((window) => window.kill()));
    await this.#killHolders();
    // Helper processes end a moment after their window, and may still write.
    const home = this.#home;
    const faults = this.#faults();
    await until('the home of the windows to go', () => removed(home));
    this.#home = null;
    if (faults.length > 0) throw new Error(`Calls of a window failed:\n${faults.join('\n')}`);
  }

  /** What the windows logged of calls that failed for a reason of the app's own. */
  #faults(): string[] {
    return [...this.#logs().values()].flat().filter((line) => FAILED_CALL.test(line));
  }

  /** The lines that each profile's windows logged. */
  #logs(): Map<string, string[]> {
    const profiles = join(this.home, 'profiles');
    const logs = new Map<string, string[]>();
    for (const profile of existsSync(profiles) ? readdirSync(profiles) : []) {
      const log = join(profiles, profile, 'node.log');
      if (existsSync(log)) logs.set(profile, readFileSync(log, 'utf8').split('\n'));
    }
    return logs;
  }

  /** Windows that a window opened. A profile that was left by its process names one that is gone. */
  async #killHolders(): Promise<void> {
    const profiles = join(this.home, 'profiles');
    for (const profile of existsSync(profiles) ? readdirSync(profiles) : []) {
      const pid = this.holder(profile);
      if (pid === null || !this.holds(profile)) continue;
      process.kill(pid, 'SIGKILL');
      await until(`the window of profile ${profile} to end`, () => !this.holds(profile));
    }
  }
}

/** A file's windows, ended with it; of a test that fails, what they showed is kept and said. */
export function appsOfThisFile(): Apps {
  const apps = new Apps();
  test.afterEach(async () => {
    if (test.info().status !== test.info().expectedStatus) await apps.tellOfFailure();
  });
  test.afterAll(() => apps.end());
  return apps;
}

/**
 * Process numbers are used again: only one that has a file of this home open is ours to end. Windows and macOS do not say
 * which files those are: there, the number that a window noted some seconds ago has to do.
 */
function belongsTo(home: string, pid: number): boolean {
  if (!existsSync('/proc')) return isRunning(pid);
  const files = `/proc/${pid}/fd`;
  return existsSync(files) && readdirSync(files).some((file) => leadsTo(home, join(files, file)));
}

function leadsTo(home: string, link: string): boolean {
  try {
    return readlinkSync(link).startsWith(home);
  } catch {
    // Closed meanwhile.
    return false;
  }
}

/** What a program says until it ends. */
function end(child: Program): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...said }));
  });
}

export function without(env: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([other]) => other !== name));
}

function removed(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}
