import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, closeSync, constants, openSync, readdirSync } from 'node:fs';
import { devNull } from 'node:os';
import type { App } from 'electron';
import { Refused } from '../store/refusal';
import { program } from './single-file';

/**
 * Starts another instance of the app: a node in a window of its own. It goes on when this one ends.
 * @param options of its command line
 * @param env additions to this one's environment
 * @throws Refused `not-opened`
 */
export async function openNewNode(app: App, options: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const own = app.isPackaged ? [] : [app.getAppPath()];
  const sandbox = app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : [];
  const args = [...own, ...sandbox, ...options];
  try {
    accessSync(program(), constants.X_OK);
    await spawned(args, { ...process.env, ...env });
  } catch (cause) {
    throw new Refused('not-opened', `${program()} did not start: ${(cause as Error).message}`, { cause });
  }
}

async function spawned(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const nowhere = openSync(devNull, 'r+');
  const child = spawn(program(), args, { detached: true, stdio: everyDescriptor(nowhere), env });
  closeSync(nowhere);
  await once(child, 'spawn');
  child.unref();
}

/** About as long as a window takes to appear, ms. */
const APPEARS_MS = 3000;

/**
 * As `open`, but nothing within `APPEARS_MS` of the last time that this was asked for: who asks again before the window
 * is there was impatient, or holds the keys.
 * @param now ms, of a clock that nobody sets
 */
export function onceUntilItAppears(
  open: () => Promise<void>,
  now: () => number = () => performance.now(),
): () => Promise<void> {
  let lastAsked = Number.NEGATIVE_INFINITY;
  return async () => {
    const isUnderWay = now() - lastAsked < APPEARS_MS;
    lastAsked = now();
    if (isUnderWay) return;
    await open().catch((error: unknown) => {
      lastAsked = Number.NEGATIVE_INFINITY;
      throw error;
    });
  };
}

/**
 * On Linux Chromium leaves its sockets open over an exec. A window that inherited them would keep the helper processes
 * of the one that opened it, and whatever waits for its output, from ending. So all of them lead nowhere; libuv then
 * does not hear, over the one that it opens for that, that the program could not be started.
 */
function everyDescriptor(nowhere: number): number[] {
  const open = process.platform === 'linux' ? readdirSync('/proc/self/fd').map(Number) : [];
  return Array.from({ length: Math.max(2, ...open) + 1 }, () => nowhere);
}
