import type { Numbered } from '../store/database';

export interface Batch {
  readonly put: readonly Numbered[];
  /** Numbers of entries. */
  readonly drop: readonly number[];
}

/**
 * Where a node keeps its database. One process holds a disk at a time. It stores what it is given and judges nothing:
 * which entries live is the store's affair. An entry's number in the change feed is its name on the disk.
 */
export interface Disk {
  /** All entries, in the order of their numbers, in chunks that are bounded, so that a reader stays responsive. */
  entries(): AsyncIterable<readonly Numbered[]>;
  /** Reads the batch before it returns. All of it or nothing; once it resolves, it survives a crash. Writes take effect in the order of the calls. */
  write(batch: Batch): Promise<void>;
  /** A small named JSON value (settings, peers); `undefined` where it was never set. */
  readNote(name: string): Promise<unknown>;
  writeNote(name: string, value: unknown): Promise<void>;
  /** Finishes the writes under way; later calls reject. */
  close(): Promise<void>;
}
