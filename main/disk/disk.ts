import type { Numbered } from '../store/database';

export interface Batch {
  /** In the order of their numbers. */
  readonly put: readonly Numbered[];
  /** Numbers of entries, which the disk was read to hold, or was given since. */
  readonly drop: readonly number[];
  /** Of all that the disk holds with this batch, as `Database.fingerprint`; kept as the note `FINGERPRINT`. */
  readonly fingerprint?: string;
}

/** The note of what a disk should hold; there is none where that is not known. A start compares it with what it reads. */
export const FINGERPRINT = 'fingerprint';

/**
 * Entries that do not wait for more, neither for the end of the turn nor, on a quick disk, for the next write: it writes them
 * while the next are made. Half of those who write make their next meanwhile.
 */
export const ENOUGH = 128;

/**
 * How soon a batch is to be written: at once, as somebody waits for it (where nothing is said), or with the next one that
 * is, at the latest after some 200 ms. Batches of peers come in hundreds, and would cost a sync each.
 */
export type Haste = 'now' | 'soon';

/**
 * Where a node keeps its database. One process holds a disk at a time. It stores what it is given and judges nothing:
 * which entries live is the store's affair. An entry's number in the change feed is its name on the disk.
 */
export interface Disk {
  /**
   * All entries, in the order of their numbers, in chunks that are bounded, so that a reader stays responsive. One may read its
   * parts as they are asked for: who keeps them copies each by its name.
   * @throws Damaged
   */
  entries(): AsyncIterable<readonly Numbered[]>;
  /**
   * Reads the batch before it returns. All of it or nothing; once it resolves, it survives a crash. Writes take effect in
   * the order of the calls, whatever their haste: so a disk always holds what was written up to some moment, and no more.
   * @throws Refused `disk`; so does every later write and note, until the disk was opened again: what the failed ones
   * left behind is not known
   */
  write(batch: Batch, haste?: Haste): Promise<void>;
  /** A small named JSON value (settings, peers); `undefined` where it was never set. */
  readNote(name: string): Promise<unknown>;
  /** As `write`, at once. */
  writeNote(name: string, value: unknown): Promise<void>;
  /** Opens the disk again after a write failed. Rejects while that does not work. */
  reopen(): Promise<void>;
  /** Finishes the writes under way; later calls reject. */
  close(): Promise<void>;
}

export type Notes = Pick<Disk, 'readNote' | 'writeNote'>;
