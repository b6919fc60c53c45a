import type { Notes } from '../disk/disk';
import type { Database } from '../store/database';
import { Refused } from '../store/refusal';
import type { Write } from './put-back';
import type { Merge } from './restore';

/** What backups need from their node. */
export interface BackupsHost {
  readonly notes: Notes;
  readonly database: Database;
  /** Where backups go unless the user chose another folder; `null` if the node makes none. */
  readonly folder: string | null;
  readonly now: () => number;
  name(): string;
  readonly merge: Merge;
  readonly putAll: Write;
  /** Reports an event: `backup` or `restored` with the number of entries, `backup-failed` with the reason. */
  tell(kind: 'backup' | 'restored' | 'backup-failed', about: { count?: number; why?: Refused }): void;
  /** `status` or the list may have changed. */
  changed(): void;
}

/** A failure with the folder as a refusal that says what to do. */
export function asRefused(error: unknown): Refused {
  if (error instanceof Refused) return error;
  const why = `The folder for backups cannot be used (${(error as Error).message}); plug in its drive, or choose another.`;
  return new Refused('backup-failed', why, { cause: error });
}
