import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Below those that systems hand out by themselves, so that a port stays free while its owner is away. */
const FIRST = 10_000;
const COUNT = 20_000;

/** Lets a server listen on a port that nobody else gets by chance. */
export async function listenApart(server: Server): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
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
