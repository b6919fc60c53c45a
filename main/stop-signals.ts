import { isatty } from 'node:tty';

const STANDARD_STREAMS = [0, 1, 2];

/** Of `process.send`, as `build/start.mjs` says it. */
const STOP = 'stop';

/**
 * Calls back whenever this process is asked to end: by Ctrl-C, by the system, or as its terminal closes. Who was started
 * without a terminal, as nohup and services do, stays when one closes; Node itself undoes what nohup asked for. On
 * Windows a signal from another process would end this one at once: who started it asks by its channel there.
 */
export function onStopSignal(stop: () => void): void {
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', STANDARD_STREAMS.some((stream) => isatty(stream)) ? stop : () => {});
  process.on('message', (message) => message === STOP && stop());
  // Who may yet say so is no reason to go on.
  process.channel?.unref();
}
