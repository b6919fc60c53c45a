/** A packet of Engine.IO, which lies under Socket.IO: its data is text, or bytes of a message's attachment. */
interface Packet {
  type: string;
  data?: unknown;
}

/** What the connections of Engine.IO 3 and 4 have in common, on the side that dialled and on the other. */
interface Engine {
  /** `packet` came in and is to be handled next; `packetCreate` is to go out and waits for its turn. */
  on(event: 'packet' | 'packetCreate', listener: (packet: Packet) => void): unknown;
  readonly transport?: Transport;
  close(): unknown;
}

/** Where it goes over WebSocket it holds the socket of `ws`: as `ws` on a client, as `socket` on a server. */
interface Transport {
  readonly ws?: WebSocket | null;
  readonly socket?: WebSocket;
}

interface WebSocket {
  /** The TCP connection. */
  readonly _socket?: { readonly bytesRead: number } | null;
}

/** Where Socket.IO keeps the connection under a socket: in `conn` on a server, in `io.engine` on a client. */
export interface Carried {
  readonly conn?: Engine;
  readonly io?: { readonly engine: Engine; readonly decoder: { add(data: unknown): void } };
}

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
export function trafficOf({ conn, io }: Carried): Traffic {
  const engine = conn ?? io?.engine;
  if (engine === undefined) throw new TypeError('This socket has no connection.');
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
    engine.on('packet', (packet) => {
      if (packet.type !== 'message') return;
      this.#count.messagesIn += 1;
      this.#count.bytesIn += size(packet.data);
    });
    engine.on('packetCreate', (packet) => {
      if (packet.type !== 'message') return;
      this.#count.messagesOut += 1;
      this.#count.bytesOut += size(packet.data);
    });
  }

  count(): TrafficCount {
    return { ...this.#count };
  }

  /** Bytes that came off the wire, those of half a message too; by long-polling, those of whole messages alone. */
  get heard(): number {
    const { ws, socket } = this.engine.transport ?? {};
    return (ws ?? socket)?._socket?.bytesRead ?? this.#count.bytesIn;
  }
}

function size(data: unknown): number {
  if (typeof data === 'string') return Buffer.byteLength(data);
  return data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? data.byteLength : 0;
}
