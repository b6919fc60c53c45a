/**
 * What our node is measured against: a plain Socket.IO node in the style of the course. Its database is an object, a
 * `set` of a new key stores it and goes to each peer in a message of its own, which is answered as any set is (the
 * course's `set` always calls its callback), and linking asks for the keys, then for
 * each unknown one by itself. No rule, no clock, no history, no disk.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { carryOut } from '../support/carry-out';

type Callback = (answer: unknown) => void;

const PATH = '/byr';
const db: Record<string, unknown> = Object.create(null);
let size = 0;
const peers = new Map<number, Socket>();
const listeners: ((key: string) => void)[] = [];

function ignore(): void {}

function set(key: string, value: unknown, callback: Callback): void {
  if (key in db) return callback(false);
  db[key] = value;
  size += 1;
  for (const peer of peers.values()) peer.emit('set', key, value, ignore);
  callback(true);
  for (const listener of listeners) listener(key);
}

function addPeer(port: number, callback: Callback): void {
  if (peers.has(port)) return callback(false);
  const peer = io(`http://localhost:${port}`, { path: PATH, forceNew: true, transports: ['websocket'] });
  peer.once('connect', () => {
    peers.set(port, peer);
    peer.emit('keys', (keys: string[]) => {
      for (const key of keys) if (!(key in db)) peer.emit('get', key, (value: unknown) => set(key, value, ignore));
    });
    callback(true);
  });
}

function removePeers(): void {
  for (const peer of peers.values()) peer.disconnect();
  peers.clear();
}

async function start(): Promise<void> {
  const http = createServer();
  // One message holds the list of keys, however long.
  const server = new Server(http, { path: PATH, serveClient: false, maxHttpBufferSize: 1e9 });
  server.on('connection', (socket) => {
    socket.on('get', (key: string, callback: Callback) => callback(db[key]));
    socket.on('set', set);
    socket.on('keys', (callback: Callback) => callback(Object.keys(db)));
    socket.on('peers', (callback: Callback) => callback([...peers.keys()]));
    socket.on('addPeer', addPeer);
  });
  await once(http.listen(0), 'listening');
  carryOut({
    port: (http.address() as AddressInfo).port,
    get size() {
      return size;
    },
    link: (port) => new Promise((resolve) => addPeer(port, () => resolve())),
    unlink: removePeers,
    set: (key, value) => set(key, value, ignore),
    contents: () => Object.entries(db),
    onSet: (listener) => listeners.push(listener),
    close: () => void http.close(),
  });
}

void start();
