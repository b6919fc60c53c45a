import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import { io, type ManagerOptions } from 'socket.io-client';
import { Refused } from '../../store/refusal';
import type { NodeId } from '../../store/stamp';
import { type Address, addressText } from '../address';
import { checkDialled, lookup } from '../barred';
import { type Auth, type Card, type Dial, readCard } from '../protocol';
import type { Secret } from '../secrets';
import { CourseSocket } from './course-socket';
import { parser } from './encoder';
import type { Link } from './link';
import { REACH_AGAIN_MS, REACH_MS, reach } from './reach';
import { type LinkSocket, type Socket, SocketLink } from './socket-link';
import { trafficOf } from './traffic';
import { staysUnharmed } from './unharmed';
import { isPrivate, unlock } from './unlock';
import { valveOf } from './valve';

/** From when something took the connection: a node on a LAN answers in ms; a slow link or a dropped packet may take seconds. */
const DIAL_MS = 5_000;
/** A native node's hello comes right behind the connection; only who is silent for this long is asked for its keys. */
const HELLO_MS = 150;

export type Dialled = { kind: 'node'; link: Link } | { kind: 'course'; socket: CourseSocket };

export interface DialOptions {
  readonly path: string;
  readonly secret: Secret | null;
  readonly card: Card;
  /** The node that was met at this address before; any other one is left alone. */
  readonly expected: NodeId | null;
  readonly dial: Dial;
}

/** Another node than the expected one answers. */
export class OtherNode extends Refused {
  constructor(
    readonly id: NodeId,
    address: Address,
    /** Whether it is the node that was met there, under a new id. */
    readonly isSame: boolean,
  ) {
    super('other-node', `Another node answers at ${addressText(address)} now; add it by hand to link to it.`);
  }
}

export interface ConnectOptions<T> {
  readonly path: string;
  /** `null` in an open network. */
  readonly secret: Secret | null;
  /** For a native node: a node, or one of our clients, says who it is. */
  readonly auth: Auth;
  /** Called with a native node's socket before anything more can come from it. @throws Refused to hang up */
  readonly greet: (socket: LinkSocket, card: Card) => T;
}

export type Connected<T> = { kind: 'node'; greeted: T } | { kind: 'course'; socket: CourseSocket };
type Attempt<T> = Connected<T> | { kind: 'socket.io 2' };

/** Links to whatever listens at an address. @throws Refused as `connect`, `itself`, and `OtherNode` */
export async function dial(address: Address, { path, secret, card, expected, dial }: DialOptions): Promise<Dialled> {
  const greet = (socket: LinkSocket, theirs: Card): Link => {
    const isOwn = theirs.id === card.id;
    if (isOwn && theirs.epoch === card.epoch) throw new Refused('itself', 'This address is this node itself.');
    if (expected !== null && theirs.id !== expected && !isOwn) {
      throw new OtherNode(theirs.id, address, theirs.former === expected);
    }
    return new SocketLink(socket, theirs, true, dial, address.host);
  };
  const connected = await connect(address, { path, secret, auth: { byr: card, expected, ...dial }, greet });
  return connected.kind === 'node' ? { kind: 'node', link: connected.greeted } : connected;
}

/**
 * Connects to a native node, which says hello at once, or to a course node, which answers `keys` instead; by Socket.IO
 * 2 where client 4 is told that it is needed.
 * @throws Refused `bad-address`, `nobody-there`, `host-unknown`, `no-route`, `not-a-node`; `wrong-key`, `open-network`, `private-network`
 * where only one of the two is private, or both are and their keys differ
 */
export async function connect<T>(address: Address, options: ConnectOptions<T>): Promise<Connected<T>> {
  checkDialled(address.host);
  const { path, secret, auth } = options;
  const patience = auth.expected ? REACH_AGAIN_MS : REACH_MS;
  const attempt = await (secret === null
    ? connectPlainly(address, options, patience)
    : unlock(address, secret, patience).then((connection) =>
        connect4(address, options, connection, { transports: ['websocket'] }),
      ));
  return attempt.kind === 'socket.io 2' ? connect2(address, path) : attempt;
}

async function connectPlainly<T>(address: Address, options: ConnectOptions<T>, patience: number): Promise<Attempt<T>> {
  const connection = await reach(address, patience);
  try {
    return await connect4(address, options, connection, {
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
    });
  } catch (error) {
    if ((error as Refused).code !== 'not-a-node' || !(await isPrivate(address))) throw error;
    throw new Refused(
      'private-network',
      `The node at ${addressText(address)} is of a private network; this one is open.`,
    );
  }
}

function url({ host, port }: Address): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Gives a connection that stands already, and then others. What a name leads to is looked up anew for each of these. */
class Reached extends Agent {
  #first: Duplex | null;

  constructor(connection: Duplex) {
    super({ lookup });
    this.#first = connection;
  }

  override createConnection(...how: Parameters<Agent['createConnection']>): ReturnType<Agent['createConnection']> {
    const first = this.#first;
    this.#first = null;
    return first ?? super.createConnection(...how);
  }
}

function connect4<T>(
  address: Address,
  { path, auth, greet }: ConnectOptions<T>,
  connection: Duplex,
  ways: Partial<ManagerOptions>,
): Promise<Attempt<T>> {
  const socket = io(url(address), {
    path,
    auth,
    parser,
    ...ways,
    // It is handed on as it is, whatever its type says.
    agent: new Reached(connection) as never,
    reconnection: false,
    forceNew: true,
    timeout: DIAL_MS,
  }) as unknown as LinkSocket;
  return settle<Attempt<T>>(socket, address, path, (resolve, reject) => {
    let silent: NodeJS.Timeout | undefined;
    let isGreeted = false;
    socket.on('hello', (body) => {
      clearTimeout(silent);
      const card = isGreeted ? null : readCard(body);
      isGreeted = true;
      if (card === null) return reject(notANode(address, path));
      try {
        resolve({ kind: 'node', greeted: greet(socket, card) });
      } catch (error) {
        reject(error as Refused);
      }
    });
    socket.on('connect', () => {
      silent = setTimeout(() => probe(socket, 4, resolve), HELLO_MS);
    });
    socket.on('connect_error', (error) => {
      if (/v2\.x/.test((error as Error).message)) resolve({ kind: 'socket.io 2' });
      else reject(notANode(address, path));
    });
  });
}

/** Client 2 is loaded when the first server that wants it is met: most networks have none. */
async function connect2(address: Address, path: string): Promise<Connected<never>> {
  const { default: io2 } = await import('socket.io-client-v2');
  const socket = io2(url(address), {
    path,
    transports: ['websocket', 'polling'],
    agent: new Agent({ lookup }),
    reconnection: false,
    forceNew: true,
    timeout: DIAL_MS,
  }) as unknown as Socket;
  return settle<Connected<never>>(socket, address, path, (resolve, reject) => {
    socket.on('connect', () => probe(socket, 2, resolve));
    socket.on('connect_error', () => reject(notANode(address, path)));
  });
}

/** A native server says hello before it answers anything, so an answer without a hello comes from a course node. */
function probe(socket: Socket, generation: 2 | 4, resolve: (connected: Connected<never>) => void): void {
  const course = new CourseSocket(socket, generation);
  // An error is an answer, too; for one that never comes `settle` does not wait as long.
  const answered = (): void => resolve({ kind: 'course', socket: course });
  course.call('keys').then(answered, answered);
}

/** Bounds an attempt in time, and closes its socket unless it ends in a link. */
function settle<A extends Attempt<unknown>>(
  socket: Socket,
  address: Address,
  path: string,
  begin: (resolve: (attempt: A) => void, reject: (error: Refused) => void) => void,
): Promise<A> {
  trafficOf(socket);
  valveOf(socket);
  staysUnharmed(socket);
  return new Promise<A>((resolve, reject) => {
    const give = (error: Refused): void => {
      clearTimeout(timer);
      reject(error);
      socket.disconnect();
    };
    let late = notANode(address, path);
    socket.on('connect', () => {
      late = saysNothing(address, path);
    });
    const timer = setTimeout(() => give(late), DIAL_MS);
    const take = (attempt: A): void => {
      clearTimeout(timer);
      if (attempt.kind === 'socket.io 2') socket.disconnect();
      resolve(attempt);
    };
    socket.on('disconnect', () => give(notANode(address, path)));
    begin(take, give);
  });
}

function notANode(address: Address, path: string): Refused {
  const what = `Something answers at ${addressText(address)}, but it is not a node`;
  return new Refused('not-a-node', `${what}: a node's Socket.IO has the path ${path}.`);
}

function saysNothing(address: Address, path: string): Refused {
  const what = `Something answers Socket.IO at ${addressText(address)}, path ${path}`;
  return new Refused('not-a-node', `${what}, but did not call back to 'keys' in time: a node does.`);
}
