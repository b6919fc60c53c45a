import type { Numbered } from '../store/database';
import type { Batch, Disk } from './disk';

/** Numbers that have their entries in one list: neighbours come one after the other, and a list takes them in at once. */
const SHELF = 1024;

interface Shelf {
  /** By the rest of their numbers; with holes. */
  readonly entries: (Numbered | undefined)[];
  size: number;
}

/** A disk that forgets everything when its process ends; for tests, benchmarks and nodes that should leave no trace. */
export class MemoryDisk implements Disk {
  /** By their numbers, divided by `SHELF`. */
  readonly #shelves = new Map<number, Shelf>();
  #latest: { readonly place: number; readonly shelf: Shelf } | null = null;
  readonly #notes = new Map<string, string>();
  #closed = false;

  async *entries(): AsyncGenerator<readonly Numbered[]> {
    this.#check();
    const shelves = [...this.#shelves].sort(([a], [b]) => a - b);
    yield shelves.flatMap(([, { entries }]) => entries.filter((entry) => entry !== undefined));
  }

  async write({ put, drop }: Batch): Promise<void> {
    this.#check();
    for (const seq of drop) this.#drop(seq);
    for (const entry of put) {
      const shelf = this.#shelf(Math.floor(entry.seq / SHELF));
      if (shelf.entries[entry.seq % SHELF] === undefined) shelf.size += 1;
      shelf.entries[entry.seq % SHELF] = entry;
    }
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

  #shelf(place: number): Shelf {
    if (this.#latest?.place === place) return this.#latest.shelf;
    const shelf = this.#shelves.get(place) ?? { entries: [], size: 0 };
    this.#shelves.set(place, shelf);
    this.#latest = { place, shelf };
    return shelf;
  }

  #drop(seq: number): void {
    const place = Math.floor(seq / SHELF);
    const shelf = this.#shelves.get(place);
    if (shelf?.entries[seq % SHELF] === undefined) return;
    shelf.entries[seq % SHELF] = undefined;
    shelf.size -= 1;
    if (shelf.size > 0) return;
    this.#shelves.delete(place);
    if (this.#latest?.place === place) this.#latest = null;
  }

  #check(): void {
    if (this.#closed) throw new Error('The disk is closed.');
  }
}
