import { once } from 'node:events';
import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Socket as ServerSocket, Server as SocketServer } from 'socket.io';
import { Refused } from '../../store/refusal';
import { plainHost } from '../address';
import type { Logger } from '../logger';
import { otherProtocol } from '../other-protocol';
import { type Card, foreign, MAX_MESSAGE_BYTES, readAuth, unreadCard } from '../protocol';
import type { Secrets } from '../secrets';
import type { Service } from '../service';
import { parser } from '../wire/encoder';
import type { Link } from '../wire/link';
import { type LinkSocket, SocketLink } from '../wire/socket-link';
import { trafficOf } from '../wire/traffic';
import { connectsSeldom, takesAtMost } from '../wire/unharmed';
import { valveOf } from '../wire/valve';
import { serveClient } from './client-server';
import { refuseOthers, serveCourse } from './course-server';
import { type Door, hostOf, refuseUpgrade } from './door';
import { Lock } from './lock';
import { takePort } from './own-port';
import { queryOf } from './web-page';

/** For course nodes, clients and unidentified connections; on a link its own pings notice an end earlier (pulse.ts). */
const PING_INTERVAL_MS = 5_000;
/** Engine.IO knows whole messages alone, and a ping waits behind them: 1 MiB under way takes 52 s at 20 kB/s. */
const PING_TIMEOUT_MS = 60_000;
/** Drops a connection that sends nothing, half a request or no Socket.IO by then. A dial itself gives up after 5 s. */
const SILENT_MS = 10_000;
/** The longest message of long-polling on a slow link; WebSocket has no such bound. */
const REQUEST_MS = 120_000;
/**
 * Who is sent away hears of it with its next poll, which follows at once. Engine.IO waits 30 s, and holds a process
 * that ends as long.
 */
const LAST_POLL_MS = 2_000;

export interface ServerHost {
  readonly path: string;
  readonly logger: Logger;
  readonly service: Service;
  readonly door: Door;
  card(): Card;
  /** Whom to let in, now. */
  secrets(): Secrets;
  accept(link: Link): void;
}

/** None of the ports could be had; `code` is the system's, `EADDRINUSE` where another program listens there. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';

  constructor(
    readonly port: number,
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(portMessage(port, code), options);
  }
}

const TIMEOUTS = { headersTimeout: SILENT_MS, requestTimeout: REQUEST_MS, connectionsCheckingInterval: 5_000 };

/** Where others connect: course nodes and scripts on Socket.IO 2, 3 and 4, our own clients, and native nodes. */
export class NodeServer {
  readonly #http: HttpServer = createServer(TIMEOUTS, (request, response) => {
    response.writeHead(404, { 'content-type': 'text/plain' }).end(this.#elsewhere(request));
  });
  readonly #sockets: SocketServer;
  readonly #lock: Lock;

  constructor(readonly host: ServerHost) {
    const { door } = host;
    this.#lock = new Lock(this.#http, door, () => host.secrets());
    this.#sockets = new SocketServer(this.#http, {
      path: host.path,
      // It would close its own side alone of what asks for a WebSocket elsewhere, and never see the end of the other.
      destroyUpgrade: false,
      allowEIO3: true,
      serveClient: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      pingInterval: PING_INTERVAL_MS,
      pingTimeout: PING_TIMEOUT_MS,
      connectTimeout: SILENT_MS,
      perMessageDeflate: false,
      parser,
      allowRequest: (request, answer) => answer(null, door.admits(request)),
    });
    const within = `${host.path.replace(/\/$/, '')}/`;
    this.#http.on('upgrade', (request, socket) => {
      if (!request.url?.startsWith(within)) refuseUpgrade(socket, '404 Not Found', this.#elsewhere(request));
    });
    door.guard(this.#http);
    this.#sockets.engine.on('connection', (conn) => {
      trafficOf({ conn });
      takesAtMost(MAX_MESSAGE_BYTES, { conn });
      connectsSeldom({ conn });
      if ('closeTimeout' in conn.transport) conn.transport.closeTimeout = LAST_POLL_MS;
      valveOf({ conn }, (why) => door.refuse(new Refused('crowded', why), conn.remoteAddress));
      conn.once('close', door.enter(conn.remoteAddress));
    });
    this.#sockets.on('connection', (socket) => this.#sort(socket));
  }

  /** Listens on the first of the ports that is free (0: any) and returns it. @throws PortTaken */
  async listen(ports: readonly number[]): Promise<number> {
    for (const port of ports) {
      try {
        return await this.#listen(port);
      } catch (error) {
        if (port === ports.at(-1)) throw error;
      }
    }
    throw new TypeError('No port to listen on.');
  }

  /** Ends all connections once what was said is on its way: who shows the right key may come again. */
  hangUp(): void {
    setImmediate(() => {
      this.#sockets.disconnectSockets(true);
      this.#lock.hangUp();
    });
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#sockets.close(() => resolve()));
    this.#lock.hangUp();
    await closed;
  }

  async #listen(port: number): Promise<number> {
    try {
      await once(this.#http.listen(port === 0 ? 0 : await takePort(port)), 'listening');
    } catch (error) {
      throw new PortTaken(port, (error as NodeJS.ErrnoException).code ?? 'UNKNOWN', { cause: error });
    }
    return (this.#http.address() as AddressInfo).port;
  }

  /**
   * The answer to what is not asked at Socket.IO's path. A script that does not name that hears of it no more than
   * 'xhr poll error': the node's user is told.
   */
  #elsewhere({ url, socket }: IncomingMessage): string {
    const { path } = this.host;
    if (queryOf(url)?.has('EIO')) {
      const why = `A request was for Socket.IO at another path; a script needs io(address, { path: '${path}' }).`;
      this.host.door.refuse(new Refused('other-path', why), hostOf(socket));
    }
    return `This is a Build Your Rating node; see its window. Socket.IO has the path ${path} here.\n`;
  }

  /** A native node and our own clients identify themselves in the handshake; all others speak the course protocol. */
  #sort(connected: ServerSocket): void {
    const { service, logger } = this.host;
    const { handshake } = connected;
    const socket = connected as LinkSocket;
    const host = plainHost(handshake.address);
    const auth = readAuth(handshake.auth);
    const unread = auth === null ? unreadCard(handshake.auth) : null;
    if (unread === undefined) {
      serveCourse(socket, host, service, logger);
      return refuseOthers(socket, service.events);
    }
    const card = this.host.card();
    socket.emit('hello', card);
    // If this side took it for a course node, it would take this one for a course node too.
    if (auth === null) return this.#turnAway(socket, unread, host);
    // The dialler looks for another node, and hangs up: nothing is to be remembered of it. A copy has something to say.
    const { byr, expected, attempt, seen } = auth;
    const isCopy = 'id' in byr && byr.id === card.id;
    if (expected !== null && expected !== card.id && !isCopy) return void socket.disconnect(true);
    if (!('client' in byr)) return this.host.accept(new SocketLink(socket, byr, false, { attempt, seen }, host));
    serveCourse(socket, host, service, logger);
    serveClient(socket, { host, isOwners: this.#isOwners(connected) }, service, logger);
  }

  /** Says why to a node whose card cannot be read, and to this one's user. */
  #turnAway(socket: LinkSocket, card: unknown, host: string): void {
    const other = foreign(card);
    const why = other === null ? new Refused('bad-request', 'Its handshake cannot be read.') : otherProtocol(other);
    socket.emit('bye', { code: other === null ? 'broken' : 'other-protocol' });
    socket.disconnect(true);
    this.host.door.refuse(why, host);
    this.host.logger.info(`Did not link to a node at ${host}: ${why.message}`);
  }

  /** By WebSocket all that comes over a connection comes from who opened it. */
  #isOwners({ conn, request }: ServerSocket): boolean {
    return conn.transport.name === 'websocket' && this.#lock.isOwners(request.socket);
  }
}

function portMessage(port: number, code: string): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program; end that one, or choose another with --port.`;
  }
  // Those below 1024 ask for rights on Unix; of the others Windows keeps ranges for its virtual machines.
  if (code === 'EACCES') return `The system does not allow port ${port}; choose another above 1023 with --port.`;
  return `Cannot listen on port ${port} (${code}).`;
}
