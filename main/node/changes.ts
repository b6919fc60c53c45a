import { atTurnsEnd } from '../net/soon';
import type { Database } from '../store/database';
import type { Version } from '../store/record';
import type { Key } from '../store/text';

export interface NodeListener {
  /** The winners of these keys changed. */
  entries(winners: readonly Version[]): void;
  /** Anything else that `status` reports. */
  status(): void;
}

/** Tells listeners what changed: the first entries of an event-loop turn at once, the others at its end. */
export class Changes {
  readonly #listeners = new Set<NodeListener>();
  #keys = new Set<Key>();
  readonly #isFirst = atTurnsEnd(() => this.#tell());

  constructor(readonly database: Database) {}

  /** Returns the function that stops it. */
  listen(listener: NodeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  entries(added: readonly Version[]): void {
    if (this.#listeners.size === 0) return;
    for (const { key } of added) this.#keys.add(key);
    if (this.#isFirst()) this.#tell();
  }

  status(): void {
    for (const listener of this.#listeners) listener.status();
  }

  #tell(): void {
    if (this.#keys.size === 0) return;
    const winners = [...this.#keys].flatMap((key) => this.database.winner(key) ?? []);
    this.#keys = new Set();
    for (const listener of this.#listeners) listener.entries(winners);
  }
}
