import type { Refusal } from './refusal';
import type { Rule } from './status';
import type { Progress } from './work';

export interface BackupsStatus {
  /** `null` for a node that makes none. */
  folder: string | null;
  /** Whether the user chose the folder. */
  chosen: boolean;
  /** Between two backups, made if something changed; `null` where none is made automatically. */
  minutes: number | null;
  /** When the next is due, if something has changed by then; `null` where none is made automatically. */
  due: number | null;
  /** When the newest was made. */
  last: number | null;
  /** Why the last try failed; `null` once one succeeded. */
  problem: Refusal | null;
  /** Progress of the backup being made, whoever asked for it. */
  running: Progress | null;
}

/** A backup's file name in the folder, or `null` for the file that was last chosen elsewhere: no path crosses the bridge. */
export type BackupId = string | null;

export interface Backup {
  id: BackupId;
  /** Of the file. */
  name: string;
  /** Of the file. */
  size: number;
  /** What its header says: whose it is, when it was made, how many entries it has; `null` where it cannot be read. */
  header: { name: string; rule: Rule; time: number; entries: number } | null;
  /** Whether this node made it. */
  own: boolean;
  /** When it was last read in full and found good. */
  verified: number | null;
  /** Why it cannot be restored, if that is known. */
  problem: Refusal | null;
}

/** Counts of keys, unless stated otherwise. */
export interface RestorePreview {
  /** That the backup has. */
  keys: number;
  /** That this node has never had. */
  newKeys: number;
  /** That would have the backup's value. */
  changedKeys: number;
  /** That have a value in the backup but, after merging, none here: they were deleted since. */
  deletedHere: number;
  /** That have, after merging, another value here: a newer one, under rule `first` an older one. */
  otherHere: number;
  /** That are deleted in the backup but have, after merging, a value here. */
  setHere: number;
  /** That have a value here and are not in the backup. */
  onlyHere: number;
  /** That would be in conflict, and are not now. */
  conflicts: number;
  /** Entries that would be new here, history among them. */
  newEntries: number;
  /** Entries stamped more than 5 minutes ahead of the clock here, which are left out. */
  tooNew: number;
}

/** Entries that were new, and those left out as in `RestorePreview.tooNew`. */
export interface Restored {
  added: number;
  tooNew: number;
}

export interface PutBack extends Restored {
  /** Keys that were written again, as merging did not give them what they have in the backup. */
  written: number;
}
