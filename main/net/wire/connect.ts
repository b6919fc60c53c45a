import type { Socket as Connection } from 'node:net';
import { NodeWebSocket } from 'engine.io-client';
import { io, type ManagerOptions } from 'socket.io-client';
import { Refused } from '../../store/refusal';
import { type Address, addressText } from '../address';
import { checkDialled, isLoopback } from '../barred';
import { otherProtocol } from '../other-protocol';
import { type Auth, type Card, foreign, readCard } from '../protocol';
import type { Secret } from '../secrets';
import { Connections } from './connections';
import { CourseSocket } from './course-socket';
import { parser } from './encoder';
import { engineOf } from './engine';
import { Polling } from './polling';
import { reach } from './reach';
import type { LinkSocket, Socket } from './socket-link';
import { trafficOf } from './traffic';
import { connectsSeldom, staysUnharmed, takesAtMost } from './unharmed';
import { isPrivate, unlock } from './unlock';
import { valveOf } from './valve';

/**
 * From when something took the connection: a node on a LAN answers in ms; a slow link or a dropped packet may take
 * seconds.
 */
const DIAL_MS = 5_000;
/**
 * A native node's hello comes right behind the connection; a node is asked for its keys only after so long a silence.
 */
const HELLO_MS = 150;
/** Time for the last words to go out; then nothing more is read from a side that does not end the connection itself. */
const GOODBYE_MS = 5_000;

export interface ConnectOptions<T> {
  readonly path: string;
  /** `null` in an open network. */
  readonly secret: Secret | null;
  /** For a native node: a node, or one of our clients, says who it is. */
  readonly auth: Auth;
  /** As `reach`. */
  readonly patience: number;
  /** Of one message from the other side: a longer one ends the connection. */
  readonly maxBytes: number;
  /** Called with a native node's socket before anything more can come from it. @throws Refused to hang up */
  readonly greet: (socket: LinkSocket, card: Card) => T;
}

export type Connected<T> = { kind: 'node'; greeted: T } | { kind: 'course'; socket: CourseSocket };
type Attempt<T> = Connected<T> | { kind: 'socket.io 2' };

/**
 * Connects to a native node, which says hello at once, or to a course node, which answers `keys` instead; by Socket.IO
 * 2 where client 4 is told that it is needed.
 * @throws Refused `bad-address`, `nobody-there`, `host-unknown`, `no-route`, `not-a-node`, `no-keys`, `newer-node`, `older-node`; `wrong-key`,
 * `open-network`, `private-network` where only one of the two is private, or both are and their keys differ
 */
export async function connect<T>(address: Address, options: ConnectOptions<T>): Promise<Connected<T>> {
  checkDialled(address.host);
  const { secret, patience } = options;
  const attempt = await (secret === null
    ? connectPlainly(address, options)
    : unlock(address, secret, patience).then((connection) =>
        connect4(address, options, connection, { transports: [NodeWebSocket] }),
      ));
  if (attempt.kind !== 'socket.io 2') return attempt;
  // It would be dialled anew, in the open.
  if (secret !== null) throw notANode(address, options.path);
  return connect2(address, options);
}

async function connectPlainly<T>(address: Address, options: ConnectOptions<T>): Promise<Attempt<T>> {
  const connection = await reach(address, options.patience);
  try {
    return await connect4(address, options, connection, {
      transports: [NodeWebSocket, Polling],
      tryAllTransports: true,
    });
  } catch (error) {
    if ((error as Refused).code !== 'not-a-node' || !(await isPrivate(address))) throw error;
    throw new Refused(
      'private-network',
      `The node at ${addressText(address)} is in a private network; this one is open. Ask for its invitation.`,
    );
  }
}

function url({ host, port }: Address): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function connect4<T>(
  address: Address,
  { path, auth, maxBytes, greet }: ConnectOptions<T>,
  connection: Connection,
  ways: Partial<ManagerOptions>,
): Promise<Attempt<T>> {
  const connections = new Connections(connection);
  const most = { maxPayload: maxBytes };
  const socket = io(url(address), {
    path,
    auth,
    parser,
    ...ways,
    // It is handed on as it is, whatever its type says.
    agent: connections as never,
    transportOptions: { websocket: most, polling: most },
    // Compressed, a few bytes would be a message of any length.
    perMessageDeflate: false as never,
    reconnection: false,
    forceNew: true,
    // `settle` bounds it, and knows what came.
    timeout: false as never,
  }) as unknown as LinkSocket;
  takesAtMost(maxBytes, socket);
  return settle<Attempt<T>>(socket, connections, address, path, (resolve, reject) => {
    let silent: NodeJS.Timeout | undefined;
    let isGreeted = false;
    socket.on('hello', (body) => {
      clearTimeout(silent);
      const card = isGreeted ? null : readCard(body);
      isGreeted = true;
      if (card === null) {
        const other = foreign(body);
        return reject(other === null ? notANode(address, path) : otherProtocol(other));
      }
      try {
        resolve({ kind: 'node', greeted: greet(socket, card) });
      } catch (error) {
        reject(error as Refused);
      }
    });
    socket.on('connect', () => {
      silent = setTimeout(() => probe(socket, resolve), HELLO_MS);
    });
    socket.on('connect_error', (error) => {
      if (/v2\.x/.test((error as Error).message)) resolve({ kind: 'socket.io 2' });
      else reject(notANode(address, path));
    });
  });
}

/** Client 2 is loaded when the first server that wants it is met: most networks have none. */
async function connect2(
  address: Address,
  { path, maxBytes, patience }: Pick<ConnectOptions<unknown>, 'path' | 'maxBytes' | 'patience'>,
): Promise<Connected<never>> {
  const { default: io2 } = await import('socket.io-client-v2');
  const connections = new Connections(await reach(address, patience));
  const socket = io2(url(address), {
    path,
    // It tries the first alone, whatever stands behind it.
    transports: ['websocket'],
    // Else it takes the WebSocket that Node has since version 22, which heeds none of the next two.
    forceNode: true,
    agent: connections,
    perMessageDeflate: false,
    reconnection: false,
    forceNew: true,
    timeout: false as never,
  }) as unknown as Socket;
  takesAtMost(maxBytes, socket);
  return settle<Connected<never>>(socket, connections, address, path, (resolve, reject) => {
    socket.on('connect', () => probe(socket, resolve));
    socket.on('connect_error', () => reject(notANode(address, path)));
  });
}

/** A native server says hello before it answers anything, so an answer without a hello comes from a course node. */
function probe(socket: Socket, resolve: (connected: Connected<never>) => void): void {
  const course = new CourseSocket(socket);
  // An error is an answer, too; for one that never comes `settle` does not wait as long.
  const answered = (): void => resolve({ kind: 'course', socket: course });
  course.call('keys').then(answered, answered);
}

/** Bounds an attempt in time, and ends its connections unless it ends in a link. */
function settle<A extends Attempt<unknown>>(
  socket: Socket,
  connections: Connections,
  address: Address,
  path: string,
  begin: (resolve: (attempt: A) => void, reject: (error: Refused) => void) => void,
): Promise<A> {
  trafficOf(socket);
  valveOf(socket);
  staysUnharmed(socket);
  connectsSeldom(socket);
  engineOf(socket).on('close', () => setTimeout(() => connections.destroy(), GOODBYE_MS).unref());
  return new Promise<A>((resolve, reject) => {
    let isTaken = false;
    const end = (): void => {
      socket.disconnect();
      // A refused side is read no more, as it might never end. Over a link the last words are to go out.
      if (!isTaken) connections.destroy();
    };
    const give = (error: Refused): void => {
      clearTimeout(timer);
      reject(error);
      end();
    };
    let late = notANode;
    socket.on('connect', () => {
      late = saysNothing;
    });
    const timer = setTimeout(() => give((connections.areSilent ? isMute : late)(address, path)), DIAL_MS);
    const take = (attempt: A): void => {
      clearTimeout(timer);
      resolve(attempt);
      isTaken = attempt.kind !== 'socket.io 2';
      if (!isTaken) end();
    };
    socket.on('disconnect', () => give(notANode(address, path)));
    begin(take, give);
  });
}

/** A node, too, whose process is stopped or overloaded: its system takes connections for it. */
function isMute(address: Address): Refused {
  const what = `Something takes connections at ${addressText(address)}, but says nothing`;
  return new Refused('nobody-there', `${what}: does the program there hang, or is its machine asleep?`);
}

function notANode(address: Address, path: string): Refused {
  const what = `Something answers at ${addressText(address)}, but it is not a node`;
  const orLogIn = isLoopback(address.host) ? '' : ', and a network may ask you to log in first';
  return new Refused('not-a-node', `${what}: it has no Socket.IO at the path ${path}${orLogIn}.`);
}

function saysNothing(address: Address, path: string): Refused {
  const what = `Something answers Socket.IO at ${addressText(address)}, path ${path}`;
  return new Refused('no-keys', `${what}, but did not call back to 'keys' in time: a node does.`);
}
