/**
 * Yjs with y-websocket, at its best: a `Y.Map`, whose changes go to the linked nodes as binary updates. y-websocket
 * knows clients and a server. Here every process can be either: the first node of a network listens, the others link to
 * it with `WebsocketProvider`, and it is the first that the benchmarks have set, so that nothing takes a detour. The
 * server is of this file, since y-websocket's own wants LevelDB, sends every update back to whom it came from, and
 * keeps awareness (who is online); none of that is measured.
 *
 *     node out/bench/yjs.js [--together]     with --together: all sets of a fill's step in one transaction
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { createDecoder, readVarUint } from 'lib0/decoding';
import { createEncoder, type Encoder, length, toUint8Array, writeVarUint } from 'lib0/encoding';
import { WebSocket, WebSocketServer } from 'ws';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import { messageSync, WebsocketProvider } from 'y-websocket';
import { Doc } from 'yjs';
import { carryOut } from '../support/carry-out';

const { values } = parseArgs({ options: { together: { type: 'boolean', default: false } } });
const doc = new Doc();
const map = doc.getMap<string>('entries');
const clients = new Set<WebSocket>();
let provider: WebsocketProvider | null = null;

function syncMessage(write: (encoder: Encoder) => void): Uint8Array {
  const encoder = createEncoder();
  writeVarUint(encoder, messageSync);
  write(encoder);
  return toUint8Array(encoder);
}

function serve(client: WebSocket): void {
  client.binaryType = 'arraybuffer';
  clients.add(client);
  client.once('close', () => clients.delete(client));
  client.on('message', (data) => {
    const decoder = createDecoder(new Uint8Array(data as ArrayBuffer));
    if (readVarUint(decoder) !== messageSync) return;
    const answer = createEncoder();
    writeVarUint(answer, messageSync);
    readSyncMessage(decoder, answer, doc, client);
    if (length(answer) > 1) client.send(toUint8Array(answer));
  });
  client.send(syncMessage((encoder) => writeSyncStep1(encoder, doc)));
}

async function link(port: number): Promise<void> {
  const WebSocketPolyfill = WebSocket as unknown as typeof globalThis.WebSocket;
  provider ??= new WebsocketProvider(`ws://localhost:${port}`, 'byr', doc, { WebSocketPolyfill, disableBc: true });
  provider.connect();
  await new Promise<void>((resolve) => provider?.once('sync', () => resolve()));
}

function setMany(entries: readonly (readonly [string, string])[]): void {
  doc.transact(() => {
    for (const [key, value] of entries) map.set(key, value);
  });
}

async function start(): Promise<void> {
  const http = createServer();
  new WebSocketServer({ server: http }).on('connection', serve);
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    const message = syncMessage((encoder) => writeUpdate(encoder, update));
    for (const client of clients) if (client !== origin) client.send(message);
  });
  await once(http.listen(0), 'listening');
  carryOut({
    port: (http.address() as AddressInfo).port,
    get size() {
      // `map.size` counts them one by one.
      return map._map.size;
    },
    link,
    unlink: () => provider?.disconnect(),
    set: (key, value) => void map.set(key, value),
    ...(values.together ? { setMany } : {}),
    contents: () => map.entries(),
    onSet: (listener) => map.observe(({ keysChanged }) => keysChanged.forEach((key) => listener(key))),
    close: () => void http.close(),
  });
}

void start();
