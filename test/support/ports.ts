import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Below those that systems hand out by themselves, so that a port stays free while its owner is away. */
const FIRST = 10_000;
/** Ports of a block. Processes of tests that run at once take theirs from blocks of their own, each port once. */
const BLOCK = 200;
const BLOCKS = 100;

let [next, end] = [0, 0];
let claiming: Promise<void> | null = null;

/** Lets a server listen on a port that nobody else gets by chance. */
export async function listenApart(server: Server): Promise<number> {
  for (;;) {
    const port = await nextPort();
    if (await couldListen(server, port)) return port;
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

async function nextPort(): Promise<number> {
  while (next === end) {
    claiming ??= claimBlock().finally(() => {
      claiming = null;
    });
    await claiming;
  }
  return next++;
}

/** Whoever listens on the first port of a block has it, until its process ends. */
async function claimBlock(): Promise<void> {
  for (let n = 0; n < BLOCKS; n++) {
    const first = FIRST + ((process.pid + n) % BLOCKS) * BLOCK;
    const holder = createServer().unref();
    if (!(await couldListen(holder, first))) continue;
    [next, end] = [first + 1, first + BLOCK];
    return;
  }
  throw new Error(`All ${BLOCKS} blocks of ports are taken.`);
}

async function couldListen(server: Server, port: number): Promise<boolean> {
  const failed = await listen(server, port).catch((error: NodeJS.ErrnoException) => error);
  if (failed === undefined) return true;
  if (failed.code !== 'EADDRINUSE' && failed.code !== 'EACCES') throw failed;
  return false;
}
