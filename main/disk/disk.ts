import type { Numbered } from '../store/contents';

export interface Batch {
  /** In the order of their numbers. */
  readonly put: readonly Numbered[];
  /** Numbers of entries that were read from the disk or written to it since. */
  readonly drop: readonly number[];
  /** Of everything on the disk with this batch, as `Database.fingerprint`; kept as the note `FINGERPRINT`. */
  readonly fingerprint?: string;
}

/** The note of what a disk should hold, absent if that is not known. A start compares it with what it reads. */
export const FINGERPRINT = 'fingerprint';

/**
 * So many entries wait for no more, neither until the end of the turn nor, on a quick disk, for the next write: the
 * disk writes them while the next are made. Half of the writers make their next meanwhile.
 */
export const ENOUGH = 128;

/**
 * How soon a batch is written: at once, as somebody waits for it (the default), or with the next such batch, after some
 * 200 ms at the latest. Peers' batches come in hundreds, and would cost a sync each.
 */
export type Haste = 'now' | 'soon';

/**
 * Where a node keeps its database. One process holds a disk at a time. It stores what it is given and judges nothing:
 * which entries live is for the store to decide. An entry's number in the change feed is its name on the disk.
 */
export interface Disk {
  /**
   * All entries, in the order of their numbers, in bounded chunks, so that a reader stays responsive. An entry may read
   * its parts on demand: to keep them, copy each by its name.
   * @throws Damaged
   */
  entries(): AsyncIterable<readonly Numbered[]>;
  /**
   * Reads the batch before it returns. All or nothing; once it resolves, the batch survives a crash. Writes take effect
   * in the order of the calls, whatever their haste, so a disk always holds what was written up to some moment, and no
   * more.
   * @throws Refused `disk`; so does every later write and note, until the disk is reopened: what the failed ones left
   * behind is not known
   */
  write(batch: Batch, haste?: Haste): Promise<void>;
  /** A small named JSON value (settings, peers); `undefined` if never set. */
  readNote(name: string): Promise<unknown>;
  /** As `write`, at once. */
  writeNote(name: string, value: unknown): Promise<void>;
  /** Reopens the disk after a failed write. Rejects while that does not work. */
  reopen(): Promise<void>;
  /** Finishes the writes under way; later calls reject. */
  close(): Promise<void>;
}

export type Notes = Pick<Disk, 'readNote' | 'writeNote'>;
