import { Agent } from 'node:http';
import type { Socket } from 'node:net';
import { lookup } from '../barred';

/**
 * The connections of one dial: one that stands already, then others to where that leads, whatever a name leads to by
 * then. Unlike those of Node's own agent they end with it also where they carry WebSocket.
 */
export class Connections extends Agent {
  #first: Socket | null;
  /** `undefined` where that one is gone already. */
  readonly #host: string | undefined;
  readonly #open = new Set<Socket>();
  #hasClosed = false;

  constructor(first: Socket) {
    super({ lookup });
    this.#first = first;
    this.#host = first.remoteAddress;
    this.#track(first);
  }

  override createConnection(...[options, created]: Parameters<Agent['createConnection']>): Socket {
    const first = this.#first;
    this.#first = null;
    if (first !== null) return first;
    const made = super.createConnection({ ...options, host: this.#host ?? options.host }, created) as Socket;
    this.#track(made);
    return made;
  }

  /** Whether all are open, and no byte has come over them. */
  get areSilent(): boolean {
    return !this.#hasClosed && [...this.#open].every(({ bytesRead }) => bytesRead === 0);
  }

  /** Ends all of them at once, whatever is still to be read. */
  override destroy(): void {
    super.destroy();
    for (const connection of this.#open) connection.destroy();
  }

  #track(connection: Socket): void {
    this.#open.add(connection);
    connection.once('close', () => {
      this.#open.delete(connection);
      this.#hasClosed = true;
    });
  }
}
