import { isatty } from 'node:tty';

const STANDARD_STREAMS = [0, 1, 2];

/** Message of `process.send`, as `build/start.mjs` sends it. */
const STOP = 'stop';

/**
 * Calls back whenever this process is asked to end: by Ctrl-C, by the system, or as its terminal closes. A process
 * started without a terminal, as by nohup or as a service, stays when one closes; Node itself undoes what nohup asked
 * for. On Windows a signal from another process would end this one at once: there its parent asks over its channel.
 */
export function onStopSignal(stop: () => void): void {
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', STANDARD_STREAMS.some((stream) => isatty(stream)) ? stop : () => {});
  process.on('message', (message) => message === STOP && stop());
  // The open channel alone must not keep this process running.
  process.channel?.unref();
}
