import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where programs of this machine reach each other. */
const LOOPBACK = ['127.0.0.1', '::1'];
/**
 * A connection of one process to itself is there within a ms; after so many looks another program has it. Looks are counted,
 * so that a node which was too busy to take it blames nobody.
 */
const LOOKS = 1_000;
const LOOK_MS = 1;

/**
 * Takes a port on behalf of a server that answers from its first connection on, and turns away whoever comes meanwhile.
 * The server then listens through the one returned: the port is never free in between, nor busy because a program that
 * this process starts in that moment still has the socket.
 * @throws as listening does, also where only this machine's own programs would reach another program there
 */
export async function takePort(port: number): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  await once(server.listen(port), 'listening');
  if (await isReachedHere(server, port)) return server;
  await once(server.close(), 'close');
  const message = `Another program listens on port ${port} for this machine alone.`;
  throw Object.assign(new Error(message), { code: 'EADDRINUSE' });
}

/**
 * Whether this machine's own programs reach a server at a port. Windows and macOS let it listen for all machines beside a
 * program that listens there for this machine alone, to which these connections go
 * (https://github.com/nodejs/node/issues/14618).
 */
export async function isReachedHere(server: Server, port: number): Promise<boolean> {
  for (const host of LOOPBACK) if (await isAnothers(server, port, host)) return false;
  return true;
}

/** Who is not reached at all, as where IPv6 is off, is nobody else. */
async function isAnothers(server: Server, port: number, host: string): Promise<boolean> {
  const arrived = new Set<number | undefined>();
  const arrives = ({ remotePort }: Socket): void => void arrived.add(remotePort);
  server.prependListener('connection', arrives);
  const socket = connect({ host, port });
  // Also once it is connected: who has it may drop it.
  socket.on('error', () => {});
  try {
    await once(socket, 'connect');
    const { localPort } = socket;
    for (let looks = 0; looks < LOOKS && !arrived.has(localPort); looks++) await sleep(LOOK_MS);
    return !arrived.has(localPort);
  } catch {
    return false;
  } finally {
    socket.destroy();
    server.off('connection', arrives);
  }
}
