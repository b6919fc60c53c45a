import type { Server as HttpServer } from 'node:http';
import { Server as Server4 } from 'socket.io';
import { io as client4 } from 'socket.io-client';
import client2 from 'socket.io-client-v2';
import { io as client3 } from 'socket.io-client-v3';
import server2 from 'socket.io-v2';
import { Server as Server3 } from 'socket.io-v3';
import type { Socket } from '../../main/net/wire/socket-link';

/** Of Socket.IO: classmates have whichever their package.json asks for. */
export const generations = [2, 3, 4] as const;
export type Generation = (typeof generations)[number];

/** What the servers of all generations have in common. */
export interface SocketServer {
  on(event: 'connection', listener: (socket: Socket) => void): unknown;
  close(done?: () => void): unknown;
}

const PATH = '/byr';
const ANSWER_MS = 12_000;

export function serve(generation: Generation, http: HttpServer, path = PATH): SocketServer {
  if (generation === 2) return server2(http, { path }) as SocketServer;
  if (generation === 3) return new Server3(http, { path }) as SocketServer;
  return new Server4(http, { path }) as SocketServer;
}

/** Connects as a script does: with no option but the path. */
export function connect(generation: Generation, url: string, auth: object = {}): Socket {
  const options = { path: PATH, forceNew: true, timeout: 8_000 };
  if (generation === 4) return client4(url, { ...options, auth }) as unknown as Socket;
  if (generation === 3) return client3(url, options) as Socket;
  return client2(url, { ...options, reconnection: true, transports: ['polling', 'websocket'] }) as Socket;
}

/** Calls an event; resolves with all that the callback is given. */
export function ask(socket: Socket, event: string, ...args: unknown[]): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No answer to ${event} in ${ANSWER_MS} ms.`)), ANSWER_MS);
    socket.emit(event, ...args, (...answer: unknown[]) => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}
