import {
  type Card,
  type Dial,
  type Farewell,
  isMessageType,
  type Message,
  type MessageType,
  type Outgoing,
  readMessage,
} from '../protocol';
import type { Carried } from './engine';
import type { End, Link, LinkListener } from './link';
import { type Traffic, trafficOf } from './traffic';

/** Messages that break the protocol before the link is closed: a lapse is forgiven, a flood is not. */
const MAX_BAD = 10;
/**
 * ms of a turn of the event loop after which no further message of a link is heeded in it: one read may bring several
 * full batches, for each of which a process that has just begun takes some 20 ms.
 */
const TURN_MS = 5;
/** Messages that may wait for the next turn: those of a peer that keeps to the protocol. More are heeded at once. */
const MAX_LATER = 16;

/** Messages that may wait for a listener: a peer that was not asked anything yet says who it knows, and pings. */
const MAX_UNHEARD = 128;

/** What Socket.IO's server and client sockets have in common. */
export interface Socket extends Carried {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
  disconnect(close?: boolean): unknown;
}

/** Of Socket.IO 4, whose server and client both have it. */
export interface LinkSocket extends Socket {
  onAny(listener: (event: string, ...args: unknown[]) => void): unknown;
  listeners(event: string): unknown[];
}

/** A link over Socket.IO: one event a message type, the message's body as its one argument. */
export class SocketLink implements Link {
  readonly traffic: Traffic;
  readonly spoken: Promise<boolean>;
  #speaks: (first: boolean) => void = () => {};
  #listener: LinkListener | null = null;
  /** What the listener was not told yet. */
  #waiting: Message[] = [];
  /** ms that the listener took in this turn, which ends with `#turn`. */
  #spent = 0;
  #turn: NodeJS.Immediate | null = null;
  #bad = 0;
  #closed = false;
  #end: End | null = null;

  constructor(
    readonly socket: LinkSocket,
    readonly card: Card,
    readonly dialled: boolean,
    readonly dial: Dial,
    readonly host: string,
  ) {
    this.traffic = trafficOf(socket);
    this.spoken = new Promise((resolve) => {
      this.#speaks = resolve;
    });
    // Not `on`: the server calls its listeners a turn later, and never those of a socket that closed meanwhile.
    socket.onAny((event, body) => {
      if (isMessageType(event)) this.#receive(event, body);
    });
    socket.on('disconnect', () => this.#gone());
  }

  listen(listener: LinkListener): void {
    const gone = this.#closed;
    this.#listener = listener;
    for (const message of this.#waiting) if (gone || !this.#closed) listener.message(message);
    this.#waiting = [];
    if (gone) listener.closed(this.#end);
  }

  send({ type, ...body }: Outgoing): void {
    if (!this.#closed) this.socket.emit(type, body);
  }

  close(code: Farewell): void {
    if (this.#closed) return;
    this.send({ type: 'bye', code });
    this.#end = { byPeer: false, farewell: code };
    this.#finish();
    this.socket.disconnect(true);
  }

  #receive(type: MessageType, body: unknown): void {
    if (this.#closed) return;
    const message = readMessage(type, body);
    if (message === null) return this.#countBad();
    if (message.type === 'bye') {
      this.#end = { byPeer: true, farewell: message.code };
      return;
    }
    this.#speaks(true);
    // What may be large comes only to who asked for it.
    if (this.#listener === null && (message.type === 'changes' || this.#waiting.length >= MAX_UNHEARD))
      return this.close('broken');
    this.#waiting.push(message);
    this.#heed();
  }

  /** Tells what waits, until this turn has had enough of it. */
  #heed(): void {
    const listener = this.#listener;
    if (listener === null) return;
    this.#turn ??= setImmediate(() => {
      this.#turn = null;
      this.#spent = 0;
      if (this.#waiting.length > 0) this.#heed();
    });
    while (this.#waiting.length > 0 && !this.#closed) {
      if (this.#spent >= TURN_MS && this.#waiting.length <= MAX_LATER) return;
      const began = performance.now();
      listener.message(this.#waiting.shift() as Message);
      this.#spent += performance.now() - began;
    }
  }

  #countBad(): void {
    this.#bad += 1;
    if (this.#bad > MAX_BAD) this.close('broken');
  }

  #finish(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#speaks(false);
    this.#listener?.closed(this.#end);
  }

  /** The other side is gone: what it said before still counts. */
  #gone(): void {
    if (this.#listener !== null) {
      for (const message of this.#waiting.splice(0)) if (!this.#closed) this.#listener.message(message);
    }
    this.#finish();
  }
}
