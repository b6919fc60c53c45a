/**
 * The transport's own limit: Socket.IO with arrays of keys and values, and a `Map` at each end. Nothing is checked,
 * stamped, kept or sent twice, and a node that joins is sent all there is without a word about what it has.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { carryOut } from '../support/carry-out';

interface Socket {
  on(event: string, listener: (...args: never[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
  emitWithAck(event: string): Promise<unknown>;
}

/** Entries in a message. */
const BATCH = 256;
const PATH = '/byr';
const db = new Map<string, string>();
const sockets = new Set<Socket>();
const listeners: ((key: string) => void)[] = [];

/** Keys and values in turn, in one flat list: what JSON writes and reads fastest. */
function take(entries: readonly string[]): void {
  for (let at = 0; at < entries.length; at += 2) db.set(entries[at] as string, entries[at + 1] as string);
  for (const listener of listeners) for (let at = 0; at < entries.length; at += 2) listener(entries[at] as string);
}

function setMany(entries: readonly (readonly [string, string])[]): void {
  const flat = entries.flat();
  take(flat);
  for (const socket of sockets) socket.emit('entries', flat);
}

async function sendAll(socket: Socket): Promise<void> {
  const flat = [...db].flat();
  for (let at = 0; at < flat.length; at += 2 * BATCH) {
    socket.emit('entries', flat.slice(at, at + 2 * BATCH));
    await turn();
  }
}

function use(socket: Socket): void {
  sockets.add(socket);
  socket.on('entries', take);
  socket.on('all', () => void sendAll(socket));
  socket.on('ping back', (callback: () => void) => callback());
}

async function link(port: number): Promise<void> {
  const socket = io(`http://localhost:${port}`, { path: PATH, forceNew: true, transports: ['websocket'] });
  use(socket);
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  socket.emit('all');
}

async function start(): Promise<void> {
  const http = createServer();
  const server = new Server(http, { path: PATH, serveClient: false, perMessageDeflate: false });
  server.on('connection', (socket) => use(socket as unknown as Socket));
  await once(http.listen(0), 'listening');
  carryOut({
    port: (http.address() as AddressInfo).port,
    get size() {
      return db.size;
    },
    link,
    unlink: () => {},
    set: (key, value) => setMany([[key, value]]),
    setMany,
    contents: () => db,
    onSet: (listener) => listeners.push(listener),
    async roundTrip() {
      await [...sockets][0]?.emitWithAck('ping back');
    },
    close: () => void http.close(),
  });
}

void start();
