import { type Carried, type Engine, engineOf, onPacket, webSocketOf } from './engine';

/** What went over a link, whole numbers; bytes as `Traffic` counts them. */
export interface TrafficCount {
  messagesIn: number;
  messagesOut: number;
  bytesIn: number;
  bytesOut: number;
}

const counted = new WeakMap<Engine, Traffic>();

/**
 * The count of the connection under a socket. It begins with the first call, which is to come before anything goes over
 * it: by the time that a link knows its peer, more may have come behind the peer's card.
 */
export function trafficOf(socket: Carried): Traffic {
  const engine = engineOf(socket);
  const traffic = counted.get(engine) ?? new Traffic(engine);
  counted.set(engine, traffic);
  return traffic;
}

/**
 * Counts exactly what goes over one connection: Socket.IO's packets (its handshake, events, acknowledgements), each a
 * message, and the bytes of their payload, in UTF-8 where it is text. Not counted is what carries them: Engine.IO's
 * heartbeats and type bytes, the frames of WebSocket or HTTP, TCP. So what one end counts out, the other counts in.
 */
export class Traffic {
  readonly #count: TrafficCount = { messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0 };

  constructor(readonly engine: Engine) {
    onPacket(engine, 'packet', ({ type }, bytes) => {
      if (type !== 'message') return;
      this.#count.messagesIn += 1;
      this.#count.bytesIn += bytes;
    });
    onPacket(engine, 'packetCreate', ({ type }, bytes) => {
      if (type !== 'message') return;
      this.#count.messagesOut += 1;
      this.#count.bytesOut += bytes;
    });
  }

  count(): TrafficCount {
    return { ...this.#count };
  }

  /** Bytes that came off the wire, those of half a message too; by long-polling, those of whole messages alone. */
  get heard(): number {
    return webSocketOf(this.engine)?._socket?.bytesRead ?? this.#count.bytesIn;
  }
}
