import { createConnection, createServer, type Socket } from 'node:net';
import { basename, join } from 'node:path';

/** A window that has not taken a link within this, ms, hangs. */
const TAKE_MS = 1_000;
/** Characters of a message: far more than any link has. */
const MAX_SAID = 10_000;
const TAKEN = 'taken';

/**
 * Hands a link to the first of some windows that takes it. Not by Electron's single instance lock: one window would hold
 * it for all, and a link would find none of the others once that one is closed.
 * @param folders the windows' own
 */
export async function handOver(link: string, folders: readonly string[]): Promise<boolean> {
  for (const folder of folders) if (await takes(folder, link)) return true;
  return false;
}

/** Takes the links that other processes of this user hand over. Returns what ends it. */
export function takeLinks(folder: string, take: (link: string) => void): () => void {
  const server = createServer((socket) => {
    hear(socket, (link) => {
      take(link);
      socket.end(`${TAKEN}\n`);
    });
  });
  // Without it a link opens a window of its own.
  server.on('error', () => {});
  server.listen(placeOf(folder)).unref();
  return () => void server.close();
}

function takes(folder: string, link: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(placeOf(folder));
    socket.setTimeout(TAKE_MS, () => socket.destroy());
    hear(socket, (said) => resolve(said === TAKEN));
    socket.on('close', () => resolve(false));
    socket.write(`${link.replace(/\s/g, '')}\n`);
  });
}

/** Calls back with the first line that comes. */
function hear(socket: Socket, listener: (line: string) => void): void {
  let said = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    const heard = said.includes('\n');
    said += text;
    if (said.length > MAX_SAID) socket.destroy();
    else if (!heard && said.includes('\n')) listener(said.slice(0, said.indexOf('\n')));
  });
  socket.on('error', () => socket.destroy());
}

/** A socket in a folder that only its user enters; Windows keeps its own apart from files. */
function placeOf(folder: string): string {
  return process.platform === 'win32' ? `\\\\.\\pipe\\${basename(folder)}` : join(folder, 'links');
}
