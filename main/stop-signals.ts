import { isatty } from 'node:tty';

const STANDARD_STREAMS = [0, 1, 2];

/**
 * Calls back whenever this process is asked to end: by Ctrl-C, by the system, or as its terminal closes. Who was started
 * without a terminal, as nohup and services do, stays when one closes; Node itself undoes what nohup asked for.
 */
export function onStopSignal(stop: () => void): void {
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', STANDARD_STREAMS.some((stream) => isatty(stream)) ? stop : () => {});
}
