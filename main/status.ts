import type { Reason } from './store/refusal';

/** The state of a node's backups. Times in ms since 1970. */
export interface BackupsStatus {
  /** `null` if the node makes none. */
  folder: string | null;
  /** Whether the user chose the folder. */
  chosen: boolean;
  /** Between two backups, if something changed; `null` if none is made unasked. */
  minutes: number | null;
  /** When the next is due if something changed by then; `null` if none is made unasked. */
  due: number | null;
  /** When the newest backup was made. */
  last: number | null;
  /** Why the last try failed; `null` once one succeeded. */
  problem: Reason | null;
  /** Of the backup under way: entries done and in total, each written and read back. */
  running: { done: number; total: number } | null;
}

/** What restoring some entries by merging would change. Counts are of keys unless stated otherwise. */
export interface RestorePreview {
  /** That the backup has. */
  keys: number;
  /** That this node has never had. */
  newKeys: number;
  /** Whose winner here would give way to the backup's. */
  changedKeys: number;
  /** That have a value in the backup and, once it is merged, none here: they were deleted since. */
  deletedHere: number;
  /** That have, once it is merged, another value here: a newer one, under rule `first` an older one. */
  otherHere: number;
  /** That are deleted in the backup and have, once it is merged, a value here. */
  setHere: number;
  /** That have a value here and are not in the backup. */
  onlyHere: number;
  /** That would be in conflict, and are not now. */
  conflicts: number;
  /** Entries that this node lacks and would keep. */
  newEntries: number;
  /** Entries stamped so far in the future that no node takes them: left out. */
  tooNew: number;
}

export interface Restored {
  /** Entries that this node lacked. */
  added: number;
  /** Entries left out, as `RestorePreview.tooNew`. */
  tooNew: number;
}

export interface PutBack extends Restored {
  /** Keys written again, as merging did not give them their state in the backup. */
  written: number;
  /** The path of the backup made before: putting that back undoes it. */
  before: string;
}

/** What became of a damaged database; shown until somebody has read it. */
export interface RescueStatus {
  /** When it was noticed, ms since 1970, and how. */
  at: number;
  why: string;
  /** Where the damaged data is now; `null` if nothing of it was left. */
  folder: string | null;
  /** The backup that the node started from, and its entries; `null` if there was no good one. */
  backup: { path: string; time: number; entries: number } | null;
  /** The folder that its user chose for backups, if it was not there to be looked into, or did not answer. */
  unread: string | null;
  /** Entries that the backup lacks, and the damaged data still had. */
  salvaged: number;
}
