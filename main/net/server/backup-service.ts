import type { Restored, RestorePreview } from '../../status';
import type { KeyValue } from '../../store/database';
import type { Entry } from '../../store/entry';
import type { Reason } from '../../store/refusal';
import type { Rule } from '../../store/rule';

/** A backup as clients see it. */
export interface BackupView {
  path: string;
  /** Bytes. */
  size: number;
  /** `null` where it cannot be read. */
  header: { node: string; name: string; rule: Rule; time: number; entries: number; fingerprint: string } | null;
  own: boolean;
  /** When it was last read through and found good, ms since 1970. */
  verified: number | null;
  problem: Reason | null;
}

/** What a node does with backups for its clients. It opens no file that a client names. */
export interface BackupService {
  list(): Promise<BackupView[]>;
  now(work: { progress: (done: number, total: number) => void; signal: AbortSignal }): Promise<BackupView>;
  /** Keeps the backups of a fingerprint, even if they are due for removal, until the returned function is called. */
  hold(fingerprint: string): () => void;
  /** @throws Refused `other-rule` */
  previewOf(rule: Rule): { add(entries: readonly Entry[]): void; end(): RestorePreview };
  /** @throws Refused `other-rule`, `disk` */
  restoreEntries(rule: Rule, entries: readonly Entry[]): Promise<Restored>;
  /**
   * Writes again what keys have in a backup and not here (`null`: deleted). Returns the number of keys written.
   * @throws Refused `write-once` under rule `first`, `disk`
   */
  putBackValues(values: readonly KeyValue[]): Promise<number>;
}
