import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Below those that systems hand out by themselves, so that a port stays free while its owner is away. */
const FIRST = 10_000;
/** Test files that run at once take their ports from blocks of their own, each port once. */
const BLOCK = 200;
const BLOCKS = 100;

let next = FIRST + (process.pid % BLOCKS) * BLOCK;

/** Lets a server listen on a port that nobody else gets by chance. */
export async function listenApart(server: Server): Promise<number> {
  for (;;) {
    const port = next++;
    const failed = await listen(server, port).catch((error: NodeJS.ErrnoException) => error);
    if (failed === undefined) return port;
    if (failed.code !== 'EADDRINUSE' && failed.code !== 'EACCES') throw failed;
  }
}

export async function listen(server: Server, port: number): Promise<void> {
  server.listen(port);
  await once(server, 'listening');
}

/** A port that is free now, and again whenever who listens there ends. */
export async function portApart(): Promise<number> {
  const server = createServer();
  const port = await listenApart(server);
  server.close();
  await once(server, 'close');
  return port;
}
