import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { safeArguments, whyTaken } from './arguments.mjs';
import { startDisplay, withoutDisplay } from './display.mjs';
import { root } from './setup/run.mjs';
import { script, setUpWindow } from './setup.mjs';

/** Two Ctrl-C within this time, in ms, are one: npm passes on the one that the terminal already sent to all. */
const sameKeyPress = 1000;

const onWindows = process.platform === 'win32';

/** Chromium's messages about a missing message bus and GPU, which a machine without a display lacks too. */
const noDesktop = /:ERROR:(?:\w+\/)*(?:bus|object_proxy|viz_main_impl|command_buffer_proxy_impl|gpu_\w+)\.cc/;

/** Exit code, the same as the app's own. */
const USAGE = 2;

await script(async () => {
  const why = whyTaken(process.env);
  if (why !== null) {
    console.error(why);
    process.exit(USAGE);
  }
  const env = await setUpWindow();
  const display = withoutDisplay() ? await startDisplay({ untilLastWindow: true }) : null;
  const electron = await executable(env);
  const app = spawn(electron, [root, ...safeArguments(process.argv.slice(2))], {
    stdio: ['inherit', 'pipe', display ? 'pipe' : 'inherit', ...(onWindows ? [/** @type {const} */ ('ipc')] : [])],
    env: { ...env, BYR_ANNOUNCE: '1', ...(display && { DISPLAY: display.name, BYR_NO_DIALOG: '1' }) },
    // In a process group of its own, so that Ctrl-C reaches it once, from here: Chromium takes a second one as a kill.
    detached: !onWindows,
  });
  onLine(app.stdout, (line) => tell(line, display?.name));
  onLine(app.stderr, (line) => noDesktop.test(line) || console.error(line));
  const end = ending(app);
  endOnSignal(app, end, display);
  const code = await end;
  // Windows opened by this one may still be there.
  await display?.ended;
  process.exit(code);
});

/**
 * @param {NodeJS.ProcessEnv} env where set-up found Electron
 * @returns {Promise<string>} its path, which the package exports only outside Electron
 */
async function executable(env) {
  Object.assign(process.env, env);
  const electron = /** @type {unknown} */ (await import('electron'));
  return /** @type {{ default: string }} */ (electron).default;
}

/**
 * @param {import('node:child_process').ChildProcess} app
 * @returns {Promise<number>} its exit code
 */
function ending(app) {
  return new Promise((resolve, reject) => {
    app.once('error', reject);
    app.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

/**
 * Ends the window in order at the first Ctrl-C, and at once at the second; the display, and with it the windows that
 * this one opened, end after it.
 *
 * @param {import('node:child_process').ChildProcess} app
 * @param {Promise<number>} end
 * @param {import('./display.mjs').Display | null} display
 */
function endOnSignal(app, end, display) {
  let first = 0;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (first === 0) askToEnd(app, signal);
      else if (Date.now() - first > sameKeyPress) app.kill('SIGKILL');
      first ||= Date.now();
      void end.then(() => display?.stop());
    });
  }
}

/**
 * Windows ends a process at once when it is sent a signal: there the app is told over its channel, as
 * main/stop-signals.ts expects.
 *
 * @param {import('node:child_process').ChildProcess} app
 * @param {NodeJS.Signals} signal
 */
function askToEnd(app, signal) {
  if (!onWindows) app.kill(signal);
  else if (app.connected) app.send('stop');
}

/**
 * @param {import('node:stream').Readable | null} stream
 * @param {(line: string) => unknown} listener
 */
function onLine(stream, listener) {
  if (stream) createInterface({ input: stream }).on('line', listener);
}

/**
 * Passes on what the app writes; its announcement of where it listens becomes readable text.
 *
 * @param {string} line
 * @param {string | undefined} display
 */
function tell(line, display) {
  const said = announcement(line);
  if (!said) return console.log(line);
  console.log(`${said.name} listens on http://localhost:${said.port} (data in ${said.profile})`);
  if (display) console.log(`There is no display here: its window is on the in-memory display ${display}`);
  console.log(`By the command line: npx byr -p ${said.port} status   Ctrl-C ends it`);
}

/**
 * @param {string} line
 * @returns {{ port: number, name: string, profile: string } | null}
 */
function announcement(line) {
  if (!line.startsWith('{"byr":"listening"')) return null;
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
