import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Reason, Refused } from '../../store/refusal';
import { plainHost } from '../address';
import type { Events } from '../events';
import { Quota, Room } from '../room';
import { whyBarred } from './web-page';

/** Requests of long-polling in 10 s: a script that way makes some hundreds a second. */
const REQUESTS = { ofHost: 20_000, ofThis: 100_000 };
/** New sessions in 10 s: a peer dials once a second, a shell's loop of `byr` on this machine some ten times. */
const SESSIONS = { ofHost: 200, ofThis: 5_000 };

/** What was turned away before anything of it was read. */
export interface DoorStatus {
  /** How many requests and connections since this node started. */
  refused: number;
  /** The latest of them: when (ms since 1970), from which host, and why. */
  last: (Reason & { at: number; host: string }) | null;
}

type Listener = (request: IncomingMessage, ...rest: unknown[]) => void;

/** Stands before all that listens on a server, and bounds how many come in. Whom it refuses it counts, and tells. */
export class Door {
  #status: DoorStatus = { refused: 0, last: null };
  readonly #connections = new Room();
  readonly #sessions = new Room();
  readonly #requested = new Quota(REQUESTS.ofHost, REQUESTS.ofThis);
  readonly #begun = new Quota(SESSIONS.ofHost, SESSIONS.ofThis);

  constructor(readonly events: Events) {}

  get status(): DoorStatus {
    return this.#status;
  }

  /** Has every request pass the door before those who listen for it now; call it when they do. */
  guard(server: Server): void {
    server.on('connection', (socket: Socket) => this.#connect(socket));
    this.#before(server, 'request', (why, response) => refuse(response as ServerResponse, why));
    this.#before(server, 'upgrade', ({ message }, socket) => refuseUpgrade(socket as Duplex, '403 Forbidden', message));
  }

  /** Whether one more session may begin; where not, that is told. */
  admits(request: IncomingMessage): boolean {
    const host = hostOf(request.socket);
    const isFree = this.#sessions.hasFor(host) && this.#begun.takes(host, performance.now());
    if (!isFree) this.refuse(crowded('sessions'), host);
    return isFree;
  }

  /** A session has begun. Returns what is to be called when it ends. */
  enter(host: string): () => void {
    return this.#sessions.enter(plainHost(host));
  }

  refuse({ code, message }: Refused, host: string): void {
    const at = this.events.now();
    this.#status = { refused: this.#status.refused + 1, last: { at, host, code, message } };
    this.events.add('refused', { why: { code, message } });
  }

  #connect(socket: Socket): void {
    const host = hostOf(socket);
    if (this.#connections.hasFor(host)) return void socket.once('close', this.#connections.enter(host));
    socket.destroy();
    this.refuse(crowded('connections'), host);
  }

  #before(server: Server, event: 'request' | 'upgrade', turnAway: (why: Refused, to: unknown) => void): void {
    const listeners = server.listeners(event) as Listener[];
    server.removeAllListeners(event);
    server.on(event, (request: IncomingMessage, ...rest: unknown[]) => {
      const host = hostOf(request.socket);
      const why = this.#requested.takes(host, performance.now()) ? whyBarred(request) : crowded('requests');
      if (why === null) return listeners.forEach((listener) => listener.call(server, request, ...rest));
      this.refuse(why, host);
      turnAway(why, rest[0]);
    });
  }
}

function crowded(what: string): Refused {
  return new Refused('crowded', `More ${what} than one machine may have; close some, or wait a moment.`);
}

/** The other end of a connection, as this node sees it. */
export function hostOf({ remoteAddress = '' }: Socket): string {
  return plainHost(remoteAddress);
}

function refuse(response: ServerResponse, { message }: Refused): void {
  response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' }).end(`${message}\n`);
}

/**
 * Answers a request for a WebSocket in vain, and closes the connection both ways: nobody reads it who would see its
 * end.
 */
export function refuseUpgrade(socket: Duplex, status: string, message: string): void {
  socket.on('error', () => {});
  socket.once('finish', () => socket.destroy());
  const length = Buffer.byteLength(message);
  const head = `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\nConnection: close`;
  socket.end(`${head}\r\n\r\n${message}`);
}
