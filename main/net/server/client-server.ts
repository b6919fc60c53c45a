import * as v from 'valibot';
import { type Reason, Refused } from '../../store/refusal';
import { checkKey, jsonValue } from '../../store/text';
import type { Events, NodeEvent } from '../events';
import type { Logger } from '../logger';
import { few, MAX_KNOWN } from '../protocol';
import type { EntryView, Service } from '../service';
import type { LinkSocket, Socket } from '../wire/socket-link';
import { valveOf } from '../wire/valve';
import { listText, Written } from '../wire/written';
import { askedDials } from './asked-dials';
import { type On, serveBackups } from './backup-server';
import { inTurn } from './in-turn';
import { serveOwner } from './owner-server';

/** How a request of a native client is answered. */
export type Reply<T = unknown> = { ok: true; value: T } | ({ ok: false } & Reason);

/** Entries in one `change` event; a watcher of more hears how many it missed. */
const MAX_WATCHED = 500;
/** Four messages of events a second read as at once. */
const TELL_EVENTS_MS = 250;

/** What an `events` message holds: each event once, when it grows no more, and how many were too old to be kept. */
export interface ToldEvents {
  readonly events: NodeEvent[];
  readonly missed: number;
}

const text = v.string();
const key = v.tuple([text]);
const keyAndText = v.tuple([text, text]);
const handles = v.tuple([few(text, MAX_KNOWN)]);
const nothing = v.tuple([]);

/**
 * The requests of our own clients (command line, scripts, tests), beside those of the course protocol, which they may
 * use as well: `put`, `delete`, `putBack`, `restamp`, `entry`, `history`, `conflicts`, `deleted`, `status`, `dismissRescue`,
 * `link`, `invite`, `join`, `removePeer`, `forgetPeers`, `setPaused`, `watch`, `events`, and those of `serveBackups` and, for the
 * node's owner, of `serveOwner`. After `watch` and `events` the node goes on telling, until the socket closes, by the
 * messages `change` and `events`. Any other request, as a newer client may make, is refused.
 */
export function serveClient(
  socket: LinkSocket,
  { host, isOwners }: { host: string; isOwners: boolean },
  service: Service,
  logger: Logger,
): void {
  const on: On = (event, schema, answer) => {
    socket.on(event, (...given) => {
      const callback = given.pop();
      if (typeof callback !== 'function') return;
      void valveOf(socket).during(async () => {
        callback(await reply(schema, given, answer as (...args: unknown[]) => unknown, logger));
      });
    });
  };

  on('put', keyAndText, (name, json) => service.put(checkKey(name), jsonValue(json)));
  on('delete', key, (name) => service.put(checkKey(name), null));
  on('putBack', keyAndText, (name, stamp) => service.putBack(checkKey(name), stamp));
  on('restamp', nothing, () => service.restamp());
  on('entry', key, (name) => service.entries.one(checkKey(name)));
  on('history', key, (name) => service.entries.history(checkKey(name)));
  on('conflicts', nothing, () => inTurn.write(socket, listText(service.entries.conflicts())));
  on('deleted', nothing, () => inTurn.write(socket, listText(service.entries.deleted())));
  on('status', nothing, () => service.status());
  on('dismissRescue', nothing, () => service.dismissRescue());
  on('link', key, (address) => askedDials.run(host, () => service.peers.add(address, host)));
  on('invite', v.tuple([v.nullable(text)]), (first) => service.peers.invite(first));
  on('join', key, (invitation) => askedDials.run(host, () => service.peers.join(invitation)));
  on('removePeer', key, (handle) => service.peers.remove(handle));
  on('forgetPeers', handles, (handles) => service.peers.forget(handles));
  on('setPaused', v.tuple([v.nullable(text), v.boolean()]), (handle, isPaused) =>
    service.peers.setPaused(handle, isPaused),
  );
  serveBackups(socket, service, on);
  serveOwner(service.privacy, isOwners, on);
  on(
    'watch',
    nothing,
    once(() => watch(socket, service)),
  );
  const watchEvents = once((told: number) => tellEvents(socket, service.events, told));
  on('events', nothing, () => {
    const { events } = service.events.settled(0);
    watchEvents(events.at(-1)?.seq ?? 0);
    return events;
  });
  socket.onAny((event, ...given) => {
    const callback = given.pop();
    if (typeof callback !== 'function' || socket.listeners(event).length > 0) return;
    void valveOf(socket).during(async () => callback(unknown(service.status().version)));
  });
}

function unknown(version: string): Reply {
  const what = `The node does not know this request: it is of version ${version} of Build Your Rating`;
  return { ok: false, code: 'older-node', message: `${what}; install the newer one there, and open it again.` };
}

async function reply(
  schema: v.GenericSchema<unknown, unknown[]>,
  given: unknown[],
  answer: (...args: unknown[]) => unknown,
  logger: Logger,
): Promise<Reply | Written> {
  const args = v.safeParse(schema, given, { abortEarly: true });
  if (!args.success) return { ok: false, code: 'bad-request', message: `Bad request: ${args.issues[0].message}` };
  try {
    const value = (await answer(...args.output)) ?? null;
    return value instanceof Written ? new Written(`{"ok":true,"value":${value.json}}`) : { ok: true, value };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, code: error.code, message: error.message };
    logger.error(`Request of a client: ${String(error)}`);
    return { ok: false, code: 'disk', message: 'The node failed; its log says why.' };
  }
}

function watch(socket: Socket, service: Service): void {
  let missed = 0;
  const stop = service.entries.watch((entries: EntryView[]) => {
    // Who does not read what it was told hears later how much there was.
    const told = valveOf(socket).isBackedUp ? [] : entries.slice(0, MAX_WATCHED);
    missed += entries.length - told.length;
    if (told.length === 0) return;
    socket.emit('change', { entries: told, missed });
    missed = 0;
  });
  socket.on('disconnect', stop);
}

/** Tells every event after number `told`, in order, at most a second after it began to grow. */
function tellEvents(socket: Socket, events: Events, told: number): void {
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    timer ??= setTimeout(tell, TELL_EVENTS_MS);
  };
  const tell = (): void => {
    timer = undefined;
    const news: ToldEvents = events.settled(told);
    told = news.events.at(-1)?.seq ?? told;
    if (news.events.length > 0) socket.emit('events', news);
    if (told < events.head) later();
  };
  const stop = events.listen(later);
  socket.on('disconnect', () => {
    stop();
    clearTimeout(timer);
  });
  later();
}

/** A client that asks again and again must not be told everything as often. */
function once<T extends unknown[]>(work: (...args: T) => void): (...args: T) => void {
  let done = false;
  return (...args) => {
    if (!done) work(...args);
    done = true;
  };
}
