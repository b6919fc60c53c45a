import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { Refused } from '../../store/refusal';
import { Room } from '../room';
import { type Identity, NOBODYS_KEY, RECORD_BYTES, type Secrets, SUITE } from '../secrets';
import { type Door, hostOf } from './door';

/** A handshake takes some round trips; on a slow link behind a large message, seconds. */
const HANDSHAKE_MS = 10_000;
/**
 * Connections that have shown no key yet, of one other machine, of all others, and of this one: a class that dials at
 * once.
 */
const HALF_OPEN = { ofHost: 64, ofOthers: 256, ofThis: 256 };
/**
 * How long a connection that finds no room waits in line. A process that was halted finds everything that dialled it
 * meanwhile at its door in one turn, most of it gone: it reads that a moment later, and has refused nobody still there.
 */
const IN_LINE_MS = 1_000;
/** The first byte of TLS (RFC 8446, section 5.1); no HTTP request begins with it. */
const HANDSHAKE = 0x16;
/** The last message of a handshake cannot be read with the key, says OpenSSL or BoringSSL. */
const WRONG_KEY = /BAD_RECORD_MAC|BAD_DECRYPT/;
const NO_KEY = /PSK_IDENTITY_NOT_FOUND/;

type Admit = (this: Server, socket: Socket) => void;

/**
 * The lock of a server's door. In a private network it lets in connections that show the network key, and all others
 * see only a closed socket; in an open network it lets in everybody. In both, a node's owner shows a separate key.
 */
export class Lock {
  readonly #admit: Admit;
  /** The connections that have shown no key yet, by name: that of TLS over one is the same. */
  readonly #halfOpen = new Map<string, { socket: Socket; leave: () => void }>();
  readonly #room = new Room(HALF_OPEN);
  /** Who waits for room, and until when. */
  readonly #line = new Map<Socket, NodeJS.Timeout>();
  readonly #admitted = new Set<Socket>();
  /** What each connection by TLS was asked to show. */
  readonly #asked = new WeakMap<object, { identity: string; key: Buffer | null }>();
  readonly #tls = createServer({
    ...SUITE,
    handshakeTimeout: HANDSHAKE_MS,
    pskCallback: (socket, identity) => {
      const key = this.#keyOf(identity);
      this.#asked.set(socket, { identity, key });
      return key;
    },
  });

  /** Takes the place of those who wait for the server's connections now. */
  constructor(
    readonly server: Server,
    readonly door: Door,
    readonly secrets: () => Secrets,
  ) {
    [this.#admit] = server.listeners('connection') as [Admit];
    server.removeAllListeners('connection');
    server.on('connection', (socket: Socket) => this.#meet(socket));
    this.#tls.on('secureConnection', (socket) => this.#unlocked(socket));
    this.#tls.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => this.#failed(error.code ?? '', socket));
  }

  /** Whether a connection was opened with the owner's key. */
  isOwners(connection: object): boolean {
    return this.#asked.get(connection)?.identity === ('byr-owner-1' satisfies Identity);
  }

  /** Ends all connections once what was said is on its way; those that showed no key, at once. */
  hangUp(): void {
    for (const socket of this.#line.keys()) socket.destroy();
    for (const { socket } of this.#halfOpen.values()) socket.destroy();
    for (const socket of this.#admitted) socket.destroySoon();
  }

  #keyOf(identity: string): Buffer | null {
    const { network, owner } = this.secrets();
    switch (identity as Identity) {
      case 'byr-network-1':
        return network;
      case 'byr-owner-1':
        return owner;
      case 'byr-open-1':
        return network === null ? NOBODYS_KEY : null;
      default:
        return null;
    }
  }

  #meet(socket: Socket): void {
    // It is gone already; what has no name could not be told from others like it.
    if (socket.remoteAddress === undefined) return void socket.destroy();
    const host = hostOf(socket);
    const name = nameOf(socket);
    socket.on('error', hangUp);
    // Also of one in line, which would else take a place, once it has one, until it is too late to say anything.
    socket.once('end', hangUp);
    socket.on('close', () => {
      this.#leaveLine(socket);
      if (this.#halfOpen.get(name)?.socket === socket) this.#leave(name);
    });
    if (this.#room.hasFor(host)) return this.#hear(socket);
    const turnAway = (): void => {
      socket.destroy();
      this.door.refuse(
        new Refused('crowded', 'More connections wait to say anything than a node takes at once.'),
        host,
      );
    };
    this.#line.set(socket, setTimeout(turnAway, IN_LINE_MS));
  }

  /** Waits for the connection's first byte. */
  #hear(socket: Socket): void {
    const name = nameOf(socket);
    // One of the same name was reset, and its end is yet to be told.
    this.#leave(name);
    this.#halfOpen.set(name, { socket, leave: this.#room.enter(hostOf(socket)) });
    socket.setTimeout(HANDSHAKE_MS, hangUp);
    socket.once('data', (first) => {
      socket.off('end', hangUp);
      socket.off('timeout', hangUp);
      socket.setTimeout(0);
      socket.pause();
      socket.unshift(first);
      if (first[0] === HANDSHAKE) this.#tls.emit('connection', socket);
      else this.#meetPlain(socket);
    });
  }

  /** A connection is half-open no more: the first in line for whom there is room now takes its place. */
  #leave(name: string): void {
    const halfOpen = this.#halfOpen.get(name);
    if (halfOpen === undefined) return;
    this.#halfOpen.delete(name);
    halfOpen.leave();
    for (const socket of this.#line.keys()) {
      // One that is on its way out needs no place.
      if (socket.destroyed || !this.#room.hasFor(hostOf(socket))) continue;
      this.#leaveLine(socket);
      return this.#hear(socket);
    }
  }

  #leaveLine(socket: Socket): void {
    clearTimeout(this.#line.get(socket));
    this.#line.delete(socket);
  }

  #meetPlain(socket: Socket): void {
    if (this.secrets().network !== null) {
      this.door.refuse(noKey(), hostOf(socket));
      return void socket.destroy();
    }
    this.#letIn(socket);
    process.nextTick(() => socket.resume());
  }

  #unlocked(socket: TLSSocket): void {
    const asked = this.#asked.get(socket);
    // The network key may be another one since.
    if (asked === undefined || asked.key !== this.#keyOf(asked.identity)) return void socket.destroy();
    socket.setMaxSendFragment(RECORD_BYTES);
    this.#letIn(socket);
  }

  #letIn(socket: Socket): void {
    this.#leave(nameOf(socket));
    this.#admitted.add(socket);
    socket.on('close', () => this.#admitted.delete(socket));
    this.#admit.call(this.server, socket);
  }

  #failed(code: string, socket: TLSSocket): void {
    const host = hostOf(socket);
    socket.destroy();
    if (WRONG_KEY.test(code)) this.door.refuse(new Refused('wrong-key', `${host} has another network key.`), host);
    else if (NO_KEY.test(code)) this.door.refuse(this.secrets().network === null ? isPrivate() : noKey(), host);
  }
}

function noKey(): Refused {
  return new Refused('no-key', 'Somebody without the network key asked; this network is private.');
}

function isPrivate(): Refused {
  return new Refused('private-network', 'A node of a private network asked; this network is open.');
}

function hangUp(this: Socket): void {
  this.destroy();
}

/** From one port a host may reach several addresses of this machine at once. */
function nameOf({ remoteAddress, remotePort, localAddress }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress}`;
}
