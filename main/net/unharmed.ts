import * as v from 'valibot';
import type { Carried } from './engine';

/** What Engine.IO's server says first. A ping more often than this would be an attack on its own client. */
const handshakeSchema = v.object({
  sid: v.string(),
  upgrades: v.pipe(v.array(v.string()), v.maxLength(10)),
  pingInterval: v.pipe(v.number(), v.minValue(100)),
  pingTimeout: v.pipe(v.number(), v.minValue(100)),
});

/**
 * Lets whatever a server says end its connection, and never this process: Engine.IO's clients take any handshake for a
 * good one, and that of Socket.IO 2 any packet, and throw where nobody can catch it. To be called before anything comes.
 */
export function staysUnharmed({ io }: Carried): void {
  if (io === undefined) throw new TypeError('This socket did not dial.');
  const { engine, decoder } = io;
  // Its listeners see a packet before it is handled; that of an error is handled by closing.
  engine.on('packet', (packet) => {
    if (packet.type === 'open' && !isHandshake(packet.data))
      Object.assign(packet, { type: 'error', data: 'handshake' });
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

function isHandshake(data: unknown): boolean {
  try {
    return v.is(handshakeSchema, JSON.parse(String(data)));
  } catch {
    return false;
  }
}
