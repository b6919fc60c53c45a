import * as v from 'valibot';
import { type Carried, engineOf, onPacket } from './engine';

/** A ping more often would be an attack on the client; a time that no timer can keep is one of 1 ms. */
const duration = v.pipe(v.number(), v.minValue(100), v.maxValue(24 * 60 * 60 * 1000));

/** What Engine.IO's server says first. */
const handshakeSchema = v.object({
  sid: v.string(),
  upgrades: v.pipe(v.array(v.string()), v.maxLength(10)),
  pingInterval: duration,
  pingTimeout: duration,
});

/** Of Socket.IO's packets, the first of those that have data: the clients look into it without a look at it. */
const EVENT = 2;
/** With what the packet that begins a socket begins. */
const CONNECT = '0';
/** Of these over one connection: programs send one, and another where they left and came again. */
const MAX_CONNECTS = 16;

/**
 * Lets whatever a server says end its connection, and never this process: Engine.IO's clients take any handshake for a
 * good one, and that of Socket.IO 2 any packet, and throw where nobody can catch it. To be called before anything
 * comes.
 */
export function staysUnharmed({ io }: Carried): void {
  if (io === undefined) throw new TypeError('This socket did not dial.');
  const { engine, decoder } = io;
  // Its listeners see a packet before it is handled; that of an error is handled by closing.
  onPacket(engine, 'packet', (packet) => {
    if (packet.type === 'open' && !isHandshake(packet.data))
      Object.assign(packet, { type: 'error', data: 'handshake' });
  });
  decoder.on('decoded', (packet) => {
    if (packet.type >= EVENT && packet.data === undefined) throw new TypeError('a packet without data');
  });
  const add = decoder.add.bind(decoder);
  decoder.add = (data) => {
    try {
      add(data);
    } catch {
      engine.close();
    }
  };
}

/**
 * Ends a socket's connection where a message has more bytes, before it is looked into. Its attachments count: they come
 * behind it, each a packet, and the libraries keep them until the last is there.
 */
export function takesAtMost(bytes: number, socket: Carried): void {
  let came = 0;
  onPacket(engineOf(socket), 'packet', (packet, size) => {
    const begins = packet.type === 'message' && typeof packet.data === 'string';
    came = (begins ? 0 : came) + size;
    if (came > bytes) Object.assign(packet, { type: 'error', data: 'too long' });
  });
}

/** Ends a connection over which more sockets begin than any program's: the libraries make each, however many at once. */
export function connectsSeldom(socket: Carried): void {
  let connects = 0;
  onPacket(engineOf(socket), 'packet', (packet) => {
    if (packet.type !== 'message' || typeof packet.data !== 'string' || !packet.data.startsWith(CONNECT)) return;
    connects += 1;
    if (connects > MAX_CONNECTS) Object.assign(packet, { type: 'error', data: 'too many sockets' });
  });
}

function isHandshake(data: unknown): boolean {
  try {
    return v.is(handshakeSchema, JSON.parse(String(data)));
  } catch {
    return false;
  }
}
