import { connect, type Socket } from 'node:net';
import { until } from '../support/until';

/** What is not answered by then was cut off in the middle, and is waited for at the other side. */
const ANSWER_MS = 500;
const TEXT = 0x81;
const BINARY = 0x82;
const CLOSE = 0x88;

/** The frame of a WebSocket as a client sends it (RFC 6455, section 5.2); masked with zeros. */
export function frame(payload: string | Buffer, kind = typeof payload === 'string' ? TEXT : BINARY): Buffer {
  const bytes = Buffer.from(payload as string);
  const head = bytes.length < 126 ? Buffer.alloc(6) : bytes.length < 65_536 ? Buffer.alloc(8) : Buffer.alloc(14);
  head[0] = kind;
  head[1] = 0x80 | (head.length === 6 ? bytes.length : head.length === 8 ? 126 : 127);
  if (head.length === 8) head.writeUInt16BE(bytes.length, 2);
  if (head.length === 14) head.writeUInt32BE(bytes.length, 6);
  return Buffer.concat([head, bytes]);
}

/** The request that a WebSocket begins with. */
export function upgrade(eio: number, more = ''): string {
  return [
    `GET /byr/?EIO=${eio}&transport=websocket${more} HTTP/1.1`,
    ...['Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
    ...['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', ''],
  ].join('\r\n');
}

/** All that goes over one connection, byte for byte. */
export interface Conversation {
  readonly upgrade: string | Buffer;
  /** Socket.IO's first packet, in a frame. */
  readonly open: Buffer;
  readonly frames: readonly Buffer[];
}

/** Says all of it, and resolves once the node hung up, or waits for more. Returns whether the node took the connection. */
export async function converse(port: number, { upgrade, open, frames }: Conversation): Promise<boolean> {
  const socket = connect(port, 'localhost');
  const heard = listen(socket);
  try {
    socket.write(upgrade);
    await heard.until(/\{"sid"/);
    socket.write(open);
    const taken = await heard.until(/40\{"sid"|40$/);
    for (const bytes of frames) socket.write(bytes);
    socket.write(frame(Buffer.alloc(0), CLOSE));
    await heard.until(/$^/);
    return taken;
  } finally {
    socket.destroy();
  }
}

/** Requests in which SID stands for the id of the session that the first one opens; all over one connection. */
export interface Polls {
  readonly first: string;
  readonly requests: readonly Buffer[];
}

/** Resolves once all were answered, or the node hung up, or waits for more. Returns whether the node opened a session. */
export async function poll(port: number, { first, requests }: Polls): Promise<boolean> {
  const socket = connect(port, 'localhost');
  const heard = listen(socket);
  try {
    socket.write(first);
    const opened = await heard.until(/"sid":"([^"]+)"/);
    for (const request of requests) socket.write(request.toString('latin1').replaceAll('SID', heard.sid()), 'latin1');
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    await heard.until(/$^/);
    return opened;
  } finally {
    socket.destroy();
  }
}

/** What comes over a socket; it may be reset at any time. */
function listen(socket: Socket) {
  let text = '';
  let closed = false;
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1');
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    closed = true;
  });
  const heard = async (pattern: RegExp): Promise<boolean> => {
    await until('an answer', () => closed || pattern.test(text), ANSWER_MS).catch(() => {});
    return pattern.test(text);
  };
  return { until: heard, sid: () => /"sid":"([^"]+)"/.exec(text)?.[1] ?? '' };
}
