import * as v from 'valibot';
import { type RefusalCode, Refused } from '../store/refusal';
import { checkKey, jsonValue } from '../store/text';
import type { Logger } from './logger';
import type { EntryView, Service } from './service';
import type { Socket } from './socket-link';

/** How a request of a native client is answered. */
export type Reply<T = unknown> = { ok: true; value: T } | { ok: false; code: RefusalCode; message: string };

/** Entries in one `change` event; a watcher of more hears how many it missed. */
const MAX_WATCHED = 500;

const text = v.string();
const key = v.tuple([text]);
const keyAndText = v.tuple([text, text]);
const nothing = v.tuple([]);

/**
 * The requests of our own clients (command line, scripts, tests), beside those of the course protocol, which they may
 * use as well: `put`, `delete`, `putBack`, `entry`, `history`, `conflicts`, `status`, `link`, `removePeer`, `watch`.
 */
export function serveClient(socket: Socket, host: string, service: Service, logger: Logger): void {
  function on<T extends v.GenericSchema<unknown, unknown[]>>(
    event: string,
    schema: T,
    answer: (...args: Extract<v.InferOutput<T>, unknown[]>) => unknown,
  ): void {
    socket.on(event, async (...given) => {
      const callback = given.pop();
      if (typeof callback !== 'function') return;
      callback(await reply(schema, given, answer as (...args: unknown[]) => unknown, logger));
    });
  }

  on('put', keyAndText, (name, json) => service.put(checkKey(name), jsonValue(json)));
  on('delete', key, (name) => service.put(checkKey(name), null));
  on('putBack', keyAndText, (name, stamp) => service.putBack(checkKey(name), stamp));
  on('entry', key, (name) => service.entry(checkKey(name)));
  on('history', key, (name) => service.history(checkKey(name)));
  on('conflicts', nothing, () => service.conflicts());
  on('status', nothing, () => service.status());
  on('link', key, (address) => service.addPeer(address, host));
  on('removePeer', key, (handle) => service.removePeer(handle));
  on('watch', nothing, () => watch(socket, service));
}

async function reply(
  schema: v.GenericSchema<unknown, unknown[]>,
  given: unknown[],
  answer: (...args: unknown[]) => unknown,
  logger: Logger,
): Promise<Reply> {
  const args = v.safeParse(schema, given);
  if (!args.success) return { ok: false, code: 'bad-request', message: `Bad request: ${args.issues[0].message}` };
  try {
    return { ok: true, value: (await answer(...args.output)) ?? null };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, code: error.code, message: error.message };
    logger.error(`Request of a client: ${String(error)}`);
    return { ok: false, code: 'disk', message: 'The node failed; its log says why.' };
  }
}

function watch(socket: Socket, service: Service): void {
  const stop = service.watch((entries: EntryView[]) => {
    const missed = Math.max(0, entries.length - MAX_WATCHED);
    socket.emit('change', { entries: entries.slice(0, MAX_WATCHED), missed });
  });
  socket.on('disconnect', stop);
}
