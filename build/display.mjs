import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parkPointer } from './park-pointer.mjs';

const [WIDTH, HEIGHT] = [1920, 1200];

/** Whether there is no display for windows: only X11 and Wayland can be absent. */
export const withoutDisplay = () =>
  process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;

/**
 * @typedef {object} Display
 * @property {string} name such as ':1', for DISPLAY
 * @property {Promise<unknown>} ended resolves when the display is gone
 * @property {() => void} stop
 */

/**
 * Starts a display in memory under the first free number, which Xvfb itself picks, so that two starts cannot collide.
 *
 * @param {{ untilLastWindow: boolean }} options whether it ends on its own with its last window
 * @returns {Promise<Display>}
 */
export async function startDisplay({ untilLastWindow }) {
  const args = ['-displayfd', '3', '-screen', '0', `${WIDTH}x${HEIGHT}x24`, '-nolisten', 'tcp'];
  const xvfb = spawn('Xvfb', [...args, untilLastWindow ? '-terminate' : '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    // In a process group of its own: Ctrl-C must reach the windows first, which need the display to end in order.
    detached: true,
  });
  const ended = new Promise((resolve) => xvfb.once('close', resolve));
  const failed = Promise.race([ended, once(xvfb, 'error')]).then(() => {
    throw new Error('Xvfb, the display for machines without one, did not start; is it installed?');
  });
  const said = /** @type {import('node:stream').Readable} */ (xvfb.stdio[3]);
  const [number] = await Promise.race([once(said, 'data'), failed]);
  failed.catch(() => {});
  const name = `:${String(number).trim()}`;
  // The first to leave would end the other kind. Who is not root may get no socket in a folder, where the pointer stays.
  if (!untilLastWindow) await parkPointer(name, { x: WIDTH - 1, y: HEIGHT - 1 }).catch(() => {});
  return { name, ended, stop: () => void xvfb.kill() };
}
