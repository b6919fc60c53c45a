import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Refused } from '../store/refusal';
import type { Reason } from './contact';
import type { Events } from './events';
import { whyBarred } from './web-page';

/** What was turned away before anything of it was read. */
export interface DoorStatus {
  /** How many requests and connections since this node started. */
  refused: number;
  /** The latest of them: when (ms since 1970), from which host, and why. */
  last: (Reason & { at: number; host: string }) | null;
}

type Listener = (request: IncomingMessage, ...rest: unknown[]) => void;

/** Stands before all that listens on a server. Whom it refuses it counts, and tells. */
export class Door {
  #status: DoorStatus = { refused: 0, last: null };

  constructor(readonly events: Events) {}

  get status(): DoorStatus {
    return this.#status;
  }

  /** Has every request pass the door before those who listen for it now; call it when they do. */
  guard(server: Server): void {
    this.#before(server, 'request', (why, response) => refuse(response as ServerResponse, why));
    this.#before(server, 'upgrade', (why, socket) => refuseUpgrade(socket as Duplex, why));
  }

  refuse({ code, message }: Refused, host: string): void {
    const at = this.events.now();
    this.#status = { refused: this.#status.refused + 1, last: { at, host, code, message } };
    this.events.add('refused', { why: { code, message } });
  }

  #before(server: Server, event: 'request' | 'upgrade', turnAway: (why: Refused, to: unknown) => void): void {
    const listeners = server.listeners(event) as Listener[];
    server.removeAllListeners(event);
    server.on(event, (request: IncomingMessage, ...rest: unknown[]) => {
      const why = whyBarred(request);
      if (why === null) return listeners.forEach((listener) => listener.call(server, request, ...rest));
      this.refuse(why, request.socket.remoteAddress ?? '');
      turnAway(why, rest[0]);
    });
  }
}

function refuse(response: ServerResponse, { message }: Refused): void {
  response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' }).end(`${message}\n`);
}

function refuseUpgrade(socket: Duplex, { message }: Refused): void {
  socket.on('error', () => {});
  const length = Buffer.byteLength(message);
  const head = `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\nConnection: close`;
  socket.end(`${head}\r\n\r\n${message}`);
}
