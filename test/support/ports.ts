import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

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

/** Where a server listens, until the test ends, and with it who is connected. */
export async function listening(test: TestContext, server: Server): Promise<string> {
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket.on('error', () => {})));
  await listen(server, 0);
  test.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `localhost:${(server.address() as AddressInfo).port}`;
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
