import * as v from 'valibot';
import type { KeyValue } from '../../store/database';
import { MAX_ENTRIES, unpack } from '../../store/pack';
import { Refused } from '../../store/refusal';
import { RULES } from '../../store/rule';
import type { Snapshot } from '../../store/snapshot';
import { checkKey, checkValue, type JsonText, type Key } from '../../store/text';
import { few, fingerprint } from '../protocol';
import type { Service } from '../service';
import type { Socket } from '../wire/socket-link';
import { pageOf, type Row, rowsOf } from './export-page';

/** How often a client hears that its backup is still being made, and how far it is. */
const TELL_PROGRESS_MS = 250;
/** ms until the next page of an export: its user may be reading in a pager, but what changes meanwhile is copied. */
const NEXT_PAGE_MS = 10 * 60_000;

/** A key and what it is to have, as JSON text; `null` where it is to be deleted. */
export type ValueRow = readonly [key: string, json: string | null];
/** Registers an answer to a request whose arguments match a schema. */
export type On = <T extends v.GenericSchema<unknown, unknown[]>>(
  event: string,
  schema: T,
  answer: (...args: Extract<v.InferOutput<T>, unknown[]>) => unknown,
) => void;

/** Entries as `pack` makes them; `unpack` checks them. */
const packed = v.unknown();
const nothing = v.tuple([]);
const rule = v.picklist(RULES);
const first = v.boolean();
const rows = few(v.tuple([v.string(), v.string()]), MAX_ENTRIES);
const values = few(v.tuple([v.string(), v.nullable(v.string())]), MAX_ENTRIES);

/**
 * The requests of our own clients that move many entries at once: `backup`, `backups`, `holdBackup`, `preview`, `restore`
 * and `putBackValues` (the client reads the file and sends what it holds, as a node opens no path that came over a socket),
 * `export`, `import`.
 */
export function serveBackups(socket: Socket, service: Service, on: On): void {
  const gone = new AbortController();
  socket.on('disconnect', () => gone.abort());
  on('backup', nothing, () => backUp(socket, service, gone.signal));
  on('backups', nothing, () => service.backups.list());
  serveHold(socket, service, on);
  servePreview(service, on);
  on('restore', v.tuple([rule, packed]), (rule, packed) => service.backups.restoreEntries(rule, unpack(packed)));
  on('putBackValues', v.tuple([values]), (values) => service.backups.putBackValues(values.map(checkValueRow)));
  serveExport(socket, service, on);
  on('import', v.tuple([rows]), (rows) => importRows(service, rows.map(checkRow)));
}

/** Sends `progress` while it runs; ends if the client hangs up. */
async function backUp(socket: Socket, service: Service, signal: AbortSignal): Promise<unknown> {
  let told = { done: 0, total: 0 };
  const telling = setInterval(() => socket.emit('progress', told), TELL_PROGRESS_MS);
  const progress = (done: number, total: number): void => {
    told = { done, total };
  };
  try {
    return await service.backups.now({ progress, signal });
  } finally {
    clearInterval(telling);
  }
}

/** Keeps the backup that a client reads until it hangs up or holds another: one a client, so nobody can keep them all. */
function serveHold(socket: Socket, service: Service, on: On): void {
  let release = (): void => {};
  socket.on('disconnect', () => release());
  on('holdBackup', v.tuple([fingerprint]), (fingerprint) => {
    release();
    release = service.backups.hold(fingerprint);
  });
}

/** Answers with the result over all entries since the `first`. */
function servePreview(service: Service, on: On): void {
  let preview: ReturnType<Service['backups']['previewOf']> | null = null;
  on('preview', v.tuple([rule, first, packed]), (rule, isFirst, packed) => {
    const entries = unpack(packed);
    if (isFirst) preview = service.backups.previewOf(rule);
    if (preview === null) throw new Refused('bad-request', 'A preview begins with its first entries.');
    preview.add(entries);
  });
  on('previewed', nothing, () => {
    if (preview === null) throw new Refused('bad-request', 'There is no preview to end.');
    const counts = preview.end();
    preview = null;
    return counts;
  });
}

/** Pages of what the node held when the `first` was asked for, as long as its client goes on. */
function serveExport(socket: Socket, service: Service, on: On): void {
  let snapshot: Snapshot | null = null;
  let rows: Iterator<Row | undefined> | null = null;
  let ending: NodeJS.Timeout | undefined;
  const end = (): void => {
    clearTimeout(ending);
    snapshot?.close();
    snapshot = null;
    rows = null;
  };
  socket.on('disconnect', end);
  on('export', v.tuple([first]), (isFirst) => {
    if (isFirst) {
      end();
      snapshot = service.snapshot();
      rows = rowsOf(snapshot);
    }
    if (rows === null)
      throw new Refused(
        'bad-request',
        'An export begins with its first page, and ends if nobody goes on for 10 minutes.',
      );
    clearTimeout(ending);
    ending = setTimeout(end, NEXT_PAGE_MS);
    const page = pageOf(rows);
    if (page.done) end();
    return page;
  });
}

function checkRow([key, json]: Row): [Key, JsonText] {
  return [checkKey(key), checkValue(json)];
}

function checkValueRow([key, json]: ValueRow): KeyValue {
  return [checkKey(key), json === null ? null : checkValue(json)];
}

/** Sets every key that the node takes. Returns the places and messages of those that it refuses. */
async function importRows(service: Service, rows: readonly [Key, JsonText][]): Promise<[number, string][]> {
  const refused = await service.putAll(rows);
  return refused.map(({ at, why }) => [at, why.message]);
}
