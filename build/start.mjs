import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { startDisplay, withoutDisplay } from './display.mjs';
import { root } from './setup/run.mjs';
import { script, setUpWindow } from './setup.mjs';

/** Two Ctrl-C closer than this, in ms, are one: npm passes on the one that the terminal already sent to everybody. */
const sameKeyPress = 1000;

/** What Chromium says of a missing message bus and GPU, which a machine without a display has not either. */
const noDesktop = /:ERROR:(?:\w+\/)*(?:bus|object_proxy|viz_main_impl|gpu_\w+)\.cc/;

await script(async () => {
  const env = await setUpWindow();
  const display = withoutDisplay() ? await startDisplay({ untilLastWindow: true }) : null;
  const { default: electron } = await electronPackage(env);
  const app = spawn(electron, [root, ...process.argv.slice(2)], {
    stdio: ['inherit', 'pipe', display ? 'pipe' : 'inherit'],
    env: { ...env, BYR_ANNOUNCE: '1', ...(display && { DISPLAY: display.name }) },
    // In a process group of its own, so that Ctrl-C reaches it once, from here: Chromium takes a second one for a kill.
    detached: process.platform !== 'win32',
  });
  let stopped = 0;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (stopped === 0) app.kill(signal);
      else if (Date.now() - stopped > sameKeyPress) app.kill('SIGKILL');
      stopped ||= Date.now();
      // Without this first window the display would wait for the others that it opened.
      app.once('close', () => display?.stop());
    });
  }
  const stdout = /** @type {import('node:stream').Readable} */ (app.stdout);
  createInterface({ input: stdout }).on('line', (line) => tell(line, display?.name));
  if (app.stderr) createInterface({ input: app.stderr }).on('line', (line) => noDesktop.test(line) || console.error(line));
  /** @type {[number | null, NodeJS.Signals | null]} */
  const [code, signal] = await new Promise((resolve, reject) => {
    app.once('error', reject);
    app.once('close', (...how) => resolve(how));
  });
  await display?.ended;
  process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0));
});

/** @param {NodeJS.ProcessEnv} env */
async function electronPackage(env) {
  Object.assign(process.env, env);
  // Its default export is the executable's path; the type is that of the module inside Electron.
  return /** @type {{ default: string }} */ (/** @type {unknown} */ (await import('electron')));
}

/**
 * Passes on what the app writes; its announcement of where it listens becomes a text for people.
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
