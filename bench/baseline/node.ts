/**
 * What our node is measured against: a plain Socket.IO node in the style of the course. Its database is an object, a
 * `set` of a new key stores it and goes to each peer in a message of its own, and linking asks for the keys, then for
 * each unknown one by itself. No rule, no clock, no history, no disk.
 *
 *     node --import tsx bench/baseline/node.ts --port 3000
 */
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { fillWhenTold } from '../support/fill';

type Callback = (answer: unknown) => void;

const PATH = '/byr';
const db: Record<string, unknown> = Object.create(null);
let size = 0;
const peers = new Map<number, Socket>();

function set(key: string, value: unknown, callback?: Callback): void {
  if (key in db) return callback?.(false);
  db[key] = value;
  size += 1;
  for (const peer of peers.values()) peer.emit('set', key, value);
  callback?.(true);
}

function addPeer(port: number, callback: Callback): void {
  if (peers.has(port)) return callback(false);
  const peer = io(`http://localhost:${port}`, { path: PATH, forceNew: true, transports: ['websocket'] });
  peer.once('connect', () => {
    peers.set(port, peer);
    peer.emit('keys', (keys: string[]) => {
      for (const key of keys) if (!(key in db)) peer.emit('get', key, (value: unknown) => set(key, value));
    });
    callback(true);
  });
}

const { values } = parseArgs({ options: { port: { type: 'string', default: '3000' } } });
const http = createServer();
const server = new Server(http, { path: PATH, serveClient: false });
server.on('connection', (socket) => {
  socket.on('get', (key: string, callback: Callback) => callback(db[key]));
  socket.on('set', set);
  socket.on('keys', (callback: Callback) => callback(Object.keys(db)));
  socket.on('peers', (callback: Callback) => callback([...peers.keys()]));
  socket.on('addPeer', addPeer);
  // Not of the course: `keys` of a large database would disturb what is measured.
  socket.on('size', (callback: Callback) => callback(size));
});
fillWhenTold((key, value) => new Promise((resolve) => set(key, value, resolve)));
http.listen(Number(values.port));
