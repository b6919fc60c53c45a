import type { Entry } from '../store/entry';

export interface Batch {
  readonly put: readonly Entry[];
  readonly drop: readonly Entry[];
}

/**
 * Where a node keeps its database. One process holds a disk at a time. It stores what it is given and judges nothing:
 * which entries live is the store's affair.
 */
export interface Disk {
  /** All entries, in chunks, in no order. Chunks are bounded, so that a reader can show progress and stay responsive. */
  entries(): AsyncIterable<readonly Entry[]>;
  /** All of the batch or nothing; once it resolves, it survives a crash. Writes take effect in the order of the calls. */
  write(batch: Batch): Promise<void>;
  /** A small named JSON value (settings, peers); `undefined` where it was never set. */
  readNote(name: string): Promise<unknown>;
  writeNote(name: string, value: unknown): Promise<void>;
  /** Finishes the writes under way; later calls reject. */
  close(): Promise<void>;
}
