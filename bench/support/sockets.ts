import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** The TCP sockets of this process, whatever library made them: what went through them, and how to cut them. */
const open = new Set<Socket>();
let closedBytes = 0;
let cut = false;

for (const channel of ['net.client.socket', 'net.server.socket']) {
  subscribe(channel, (message) => {
    const { socket } = message as { socket: Socket };
    // A client's socket is not connecting yet, and would come back to life.
    if (cut) return process.nextTick(destroy, socket);
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      closedBytes += bytesOf(socket);
    });
  });
}

/** Bytes so far, both ways, with the handshakes. */
export function traffic(): number {
  return [...open].reduce((sum, socket) => sum + bytesOf(socket), closedBytes);
}

/** Cuts all sockets, and every new one, until `mend`. */
export function cutAll(): void {
  cut = true;
  for (const socket of open) destroy(socket);
}

export function mend(): void {
  cut = false;
}

function destroy(socket: Socket): void {
  socket.once('error', () => {});
  socket.destroy(Object.assign(new Error('The cable is out.'), { code: 'ENETUNREACH' }));
}

function bytesOf({ bytesRead, bytesWritten }: Socket): number {
  return bytesRead + bytesWritten;
}
