import { once } from 'node:events';
import { connect } from 'node:net';

/** Requests of the X Window System protocol, version 11 (https://www.x.org/releases/X11R7.7/doc/xproto/x11protocol.html). */
const WARP_POINTER = 41;
const GET_INPUT_FOCUS = 43;

/**
 * Puts the pointer of a display in memory into its last corner. It begins in the middle, where windows are: each that opens
 * or closes there would hear of it, as if its user had pointed.
 *
 * @param {string} display such as ':1', of a server on this machine that asks for no authorization
 * @param {{ x: number, y: number }} corner px
 */
export async function parkPointer(display, { x, y }) {
  const socket = connect(`/tmp/.X11-unix/X${display.slice(1)}`);
  socket.once('end', () => socket.destroy(new Error(`The display ${display} hung up.`)));
  const read = reader(socket);
  await once(socket, 'connect');
  const hello = Buffer.alloc(12);
  hello.write('l');
  hello.writeUInt16LE(11, 2);
  socket.write(hello);
  const answer = await read(8);
  if (answer.readUInt8(0) !== 1) throw new Error(`The display ${display} refuses connections.`);
  const setup = await read(4 * answer.readUInt16LE(6));
  // The vendor's name, filled up to words, and the formats stand before the first screen, which begins with its root.
  const screen = 32 + 4 * Math.ceil(setup.readUInt16LE(16) / 4) + 8 * setup.readUInt8(21);

  const warp = Buffer.alloc(24);
  warp.writeUInt8(WARP_POINTER);
  warp.writeUInt16LE(warp.length / 4, 2);
  setup.copy(warp, 8, screen, screen + 4);
  warp.writeInt16LE(x, 20);
  warp.writeInt16LE(y, 22);
  // Requests are carried out in order: with the answer to the second, the first is done.
  socket.write(Buffer.concat([warp, Buffer.from([GET_INPUT_FOCUS, 0, 1, 0])]));
  await read(32);
  socket.destroy();
}

/**
 * @param {import('node:net').Socket} socket
 * @returns {(length: number) => Promise<Buffer>}
 */
function reader(socket) {
  return async (length) => {
    for (;;) {
      const bytes = socket.read(length);
      if (bytes !== null) return bytes;
      await once(socket, 'readable');
    }
  };
}
