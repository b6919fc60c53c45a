import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import { lookup } from '../barred';

/**
 * The connections of one dial: one that stands already, then others, for each of which is looked up anew what a name
 * leads to. Unlike those of Node's own agent they end with it also where they carry WebSocket.
 */
export class Connections extends Agent {
  #first: Duplex | null;
  readonly #open = new Set<Duplex>();

  constructor(first: Duplex | null) {
    super({ lookup, autoSelectFamily: true });
    this.#first = first;
    if (first !== null) this.#track(first);
  }

  override createConnection(...how: Parameters<Agent['createConnection']>): ReturnType<Agent['createConnection']> {
    const first = this.#first;
    this.#first = null;
    if (first !== null) return first;
    const made = super.createConnection(...how);
    if (made) this.#track(made);
    return made;
  }

  /** Ends all of them at once, whatever is still to be read. */
  override destroy(): void {
    super.destroy();
    for (const connection of this.#open) connection.destroy();
  }

  #track(connection: Duplex): void {
    this.#open.add(connection);
    connection.once('close', () => this.#open.delete(connection));
  }
}
