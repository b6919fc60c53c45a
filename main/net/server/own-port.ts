import { once } from 'node:events';
import { createServer } from 'node:net';

/** Where programs of this machine reach each other. */
const LOOPBACK = ['127.0.0.1', '::1'];

/**
 * Whether a program listens on a port for this machine's programs alone. Windows and macOS let another listen there for
 * all machines, of which this machine's own programs would reach nothing (https://github.com/nodejs/node/issues/14618).
 */
export async function isTakenHere(port: number): Promise<boolean> {
  for (const host of LOOPBACK) if (await isTaken(port, host)) return true;
  return false;
}

/** What else may fail, such as IPv6 that is off, says nothing about the port. */
async function isTaken(port: number, host: string): Promise<boolean> {
  const server = createServer((socket) => socket.destroy());
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  }
  await once(server.close(), 'close');
  return false;
}
