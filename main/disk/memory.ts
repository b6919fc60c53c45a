import type { Numbered } from '../store/contents';
import type { Slot } from '../store/record';
import { VersionTable } from '../store/version-table';
import type { Batch, Disk } from './disk';
import { CHUNK } from './row';

/** Dropped entries are swept out once they are this many and more than half: a sweep then costs O(1) per drop. */
const SWEEP_AT = 1024;
/** Entries kept as they came: a new process has yet to compile the code that lays them out. */
const FRESH = 2 ** 14;

/** A disk that forgets everything when its process ends; for tests and benchmarks. */
export class MemoryDisk implements Disk {
  #fresh: (readonly Numbered[])[] = [];
  #freshSize = 0;
  /** The older entries: a million objects would burden the garbage collector. */
  #older = new VersionTable();
  #slots: Slot[] = [];
  readonly #dropped = new Set<number>();
  readonly #notes = new Map<string, string>();
  #closed = false;

  async *entries(): AsyncGenerator<readonly Numbered[]> {
    this.#check();
    const held = this.#held();
    for (let at = 0; at < held.length; at += CHUNK) yield held.slice(at, at + CHUNK);
  }

  async write({ put, drop }: Batch): Promise<void> {
    this.#check();
    if (this.#dropped.size > 0) for (const { seq } of put) this.#dropped.delete(seq);
    if (put.length > 0) this.#keep(put);
    for (const seq of drop) this.#dropped.add(seq);
    if (this.#dropped.size >= SWEEP_AT && this.#dropped.size * 2 > this.#slots.length + this.#freshSize) this.#sweep();
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
    const hold = ({ key, value, stamp, parents, seq }: Numbered): void => {
      if (!this.#dropped.has(seq)) bySeq.set(seq, { key, value, stamp, parents, seq });
    };
    for (const slot of this.#slots) hold(this.#older.read(slot));
    for (const batch of this.#fresh) batch.forEach(hold);
    return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  }

  #keep(entries: readonly Numbered[]): void {
    this.#fresh.push(entries);
    this.#freshSize += entries.length;
    while (this.#freshSize > FRESH) {
      const oldest = this.#fresh.shift() ?? [];
      this.#freshSize -= oldest.length;
      for (const entry of oldest) this.#slots.push(this.#older.add(entry, null, entry.seq));
    }
  }

  #sweep(): void {
    const held = this.#held();
    this.#fresh = [];
    this.#freshSize = 0;
    this.#older = new VersionTable();
    this.#slots = [];
    this.#dropped.clear();
    this.#keep(held);
  }

  #check(): void {
    if (this.#closed) throw new Error('The disk is closed.');
  }
}
