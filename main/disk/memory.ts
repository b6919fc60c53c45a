import type { Numbered } from '../store/database';
import type { Batch, Disk } from './disk';

/** A disk that forgets everything when its process ends; for tests, benchmarks and nodes that should leave no trace. */
export class MemoryDisk implements Disk {
  /** Numbers only grow, so the order of insertion is theirs. */
  readonly #entries = new Map<number, Numbered>();
  readonly #notes = new Map<string, string>();
  #closed = false;

  async *entries(): AsyncGenerator<readonly Numbered[]> {
    this.#check();
    yield [...this.#entries.values()];
  }

  async write({ put, drop }: Batch): Promise<void> {
    this.#check();
    for (const seq of drop) this.#entries.delete(seq);
    for (const entry of put) this.#entries.set(entry.seq, entry);
  }

  async readNote(name: string): Promise<unknown> {
    this.#check();
    const text = this.#notes.get(name);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async writeNote(name: string, value: unknown): Promise<void> {
    this.#check();
    this.#notes.set(name, JSON.stringify(value));
  }

  async reopen(): Promise<void> {
    this.#check();
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #check(): void {
    if (this.#closed) throw new Error('The disk is closed.');
  }
}
