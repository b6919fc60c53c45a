import type { Entry } from '../store/entry';
import type { Batch, Disk } from './disk';
import { rowId } from './row';

/** A disk that forgets everything when its process ends; for tests, benchmarks and nodes that should leave no trace. */
export class MemoryDisk implements Disk {
  readonly #entries = new Map<string, Entry>();
  readonly #notes = new Map<string, string>();
  #closed = false;

  async *entries(): AsyncGenerator<readonly Entry[]> {
    this.#check();
    yield [...this.#entries.values()];
  }

  async write({ put, drop }: Batch): Promise<void> {
    this.#check();
    for (const entry of drop) this.#entries.delete(rowId(entry));
    for (const entry of put) this.#entries.set(rowId(entry), entry);
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

  async close(): Promise<void> {
    this.#closed = true;
  }

  #check(): void {
    if (this.#closed) throw new Error('The disk is closed.');
  }
}
