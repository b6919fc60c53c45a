import type { Numbered } from '../store/database';
import type { Batch, Disk } from './disk';

/** Entries that were dropped are swept out when they are this many and more than half: a sweep then costs O(1) per drop. */
const SWEEP_AT = 1024;

/** A batch as it was: the database numbers an entry that it drops anew. */
interface Put {
  readonly entries: readonly Numbered[];
  readonly seqs: readonly number[];
}

/** A disk that forgets everything when its process ends; for tests, benchmarks and nodes that should leave no trace. */
export class MemoryDisk implements Disk {
  #puts: Put[] = [];
  #size = 0;
  readonly #dropped = new Set<number>();
  readonly #notes = new Map<string, string>();
  #closed = false;

  async *entries(): AsyncGenerator<readonly Numbered[]> {
    this.#check();
    yield this.#held();
  }

  async write({ put, drop }: Batch): Promise<void> {
    this.#check();
    if (this.#dropped.size > 0) for (const { seq } of put) this.#dropped.delete(seq);
    if (put.length > 0) this.#keep(put);
    for (const seq of drop) this.#dropped.add(seq);
    if (this.#dropped.size >= SWEEP_AT && this.#dropped.size * 2 > this.#size) this.#sweep();
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

  /** In the order of their numbers, each once. */
  #held(): Numbered[] {
    const bySeq = new Map<number, Numbered>();
    for (const { entries, seqs } of this.#puts) {
      for (const [at, entry] of entries.entries()) {
        const seq = seqs[at] as number;
        if (!this.#dropped.has(seq)) bySeq.set(seq, entry.seq === seq ? entry : { ...entry, seq });
      }
    }
    return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  }

  #keep(entries: readonly Numbered[]): void {
    this.#puts.push({ entries, seqs: entries.map(({ seq }) => seq) });
    this.#size += entries.length;
  }

  #sweep(): void {
    const held = this.#held();
    this.#puts = [];
    this.#size = 0;
    this.#dropped.clear();
    this.#keep(held);
  }

  #check(): void {
    if (this.#closed) throw new Error('The disk is closed.');
  }
}
