import { createConnection, createServer, type Socket } from 'node:net';
import { basename, join } from 'node:path';

/** A window that has not taken what it is handed within this time, ms, hangs. */
const TAKE_MS = 1_000;
/** Characters of a message: far more than any link or path has. */
const MAX_SAID = 10_000;
const TAKEN = 'taken';
/** Bytes of the longest path of a socket on macOS; Linux takes some more. What is longer is cut off, unsaid. */
const MAX_PATH = 103;

/**
 * Hands a link or the path of a backup to the first of several windows that takes it. Electron's single instance lock
 * would not do: one window would hold it for all, and once that closed, the others would not be found.
 * @param folders the windows' own
 */
export async function handOver(opening: string, folders: readonly string[]): Promise<boolean> {
  for (const folder of folders) if (await takes(folder, opening)) return true;
  return false;
}

/** Takes what other processes of this user hand over. Returns a function that stops it. */
export function takeOpenings(folder: string, take: (opening: string) => void): () => void {
  const server = createServer((socket) => {
    hear(socket, (opening) => {
      take(opening);
      socket.end(`${TAKEN}\n`);
    });
  });
  // Without the socket, each opens a window of its own.
  server.on('error', () => {});
  const place = placeOf(folder);
  if (place !== null) server.listen(place).unref();
  return () => void server.close();
}

async function takes(folder: string, opening: string): Promise<boolean> {
  const place = placeOf(folder);
  if (place === null) return false;
  return new Promise((resolve) => {
    const socket = createConnection(place);
    socket.setTimeout(TAKE_MS, () => socket.destroy());
    hear(socket, (said) => resolve(said === TAKEN));
    socket.on('close', () => resolve(false));
    socket.write(`${opening.trim().replace(/[\r\n]/g, '')}\n`);
  });
}

/** Calls back with the first line received. */
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

/**
 * A socket in a folder that only its user enters; `null` where it would be outside. On Windows, named pipes are apart
 * from files.
 */
function placeOf(folder: string): string | null {
  if (process.platform === 'win32') return `\\\\.\\pipe\\${basename(folder)}`;
  const path = join(folder, 'links');
  return Buffer.byteLength(path) > MAX_PATH ? null : path;
}
