/** A packet of Engine.IO, which lies under Socket.IO: its data is text, or bytes of a message's attachment. */
interface Packet {
  type: string;
  data?: unknown;
}

/** What the connections of Engine.IO 3 and 4 have in common, on the side that dialled and on the other. */
export interface Engine {
  /** `packet` came in and is to be handled next; `packetCreate` is to go out and waits for its turn. */
  on(event: 'packet' | 'packetCreate', listener: (packet: Packet) => void): unknown;
  /** `flush`: all that waited goes to the transport. */
  on(event: 'flush' | 'close', listener: () => void): unknown;
  readonly transport?: Transport;
  /** @param discard whether at once, without what waits */
  close(discard?: boolean): unknown;
}

/** Where it goes over WebSocket it holds the socket of `ws`: as `ws` on a client, as `socket` on a server. */
interface Transport {
  readonly ws?: WebSocket | null;
  readonly socket?: WebSocket;
}

interface WebSocket {
  /** The TCP connection. */
  readonly _socket?: { readonly bytesRead: number } | null;
  /** Bytes that the system has not taken yet. */
  readonly bufferedAmount: number;
  pause(): void;
  resume(): void;
  /** Immediately: a goodbye to a side that does not read takes 30 s. */
  terminate(): void;
}

/** What makes packets of Socket.IO of messages of Engine.IO, on the side that dialled. */
interface Decoder {
  on(event: 'decoded', listener: (packet: { readonly type: number; readonly data?: unknown }) => void): unknown;
  add(data: unknown): void;
}

/** Where Socket.IO keeps the connection under a socket: in `conn` on a server, in `io.engine` on a client. */
export interface Carried {
  readonly conn?: Engine;
  readonly io?: { readonly engine: Engine; readonly decoder: Decoder };
}

export function engineOf({ conn, io }: Carried): Engine {
  const engine = conn ?? io?.engine;
  if (engine === undefined) throw new TypeError('This socket has no connection.');
  return engine;
}

/** By long-polling there is none. */
export function webSocketOf({ transport }: Engine): WebSocket | undefined {
  return transport?.ws ?? transport?.socket;
}

/** @param bytes of the packet's payload, in UTF-8 where it is text */
type PacketListener = (packet: Packet, bytes: number) => void;

const listening = {
  packet: new WeakMap<Engine, PacketListener[]>(),
  packetCreate: new WeakMap<Engine, PacketListener[]>(),
};

/**
 * As `Engine.on`, in the order of the calls. Most messages are short, and all are counted and bounded by several
 * listeners: each packet is measured once, and takes one turn of the library's own emitter.
 */
export function onPacket(engine: Engine, event: keyof typeof listening, listener: PacketListener): void {
  const known = listening[event].get(engine);
  if (known !== undefined) return void known.push(listener);
  const listeners = [listener];
  listening[event].set(engine, listeners);
  engine.on(event, (packet) => {
    const bytes = measure(packet);
    for (const listener of listeners) listener(packet, bytes);
  });
}

function measure({ data }: Packet): number {
  if (typeof data === 'string') return Buffer.byteLength(data);
  return data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? data.byteLength : 0;
}
