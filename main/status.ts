import type { RefusalCode } from './store/refusal';

/** How the backups of a node are. Times in ms since 1970. */
export interface BackupsStatus {
  /** `null` for a node that makes none. */
  folder: string | null;
  /** Whether the user chose the folder. */
  chosen: boolean;
  /** Between two backups, where something changed; `null` where none is made unasked. */
  minutes: number | null;
  /** When the next is due if something changed by then; `null` where none is made unasked. */
  due: number | null;
  /** When the newest backup was made. */
  last: number | null;
  /** Why the last try failed; `null` once one succeeded. */
  problem: { code: RefusalCode; message: string } | null;
  /** Of the backup under way: entries done and in all, each written and read again. */
  running: { done: number; total: number } | null;
}

/** What restoring some entries would come to, by merging them. Counts of keys, unless told otherwise. */
export interface RestorePreview {
  /** That the backup has. */
  keys: number;
  /** That this node has never had. */
  newKeys: number;
  /** Whose winner here would give way to one of the backup's. */
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
  /** Entries stamped so far in the future that no node takes them: they would be left out. */
  tooNew: number;
}

export interface Restored {
  /** Entries that this node lacked. */
  added: number;
  /** Entries left out, as `RestorePreview.tooNew`. */
  tooNew: number;
}

export interface PutBack extends Restored {
  /** Keys that were written anew, as merging did not give them what they have in the backup. */
  written: number;
  /** Where the backup is that was made before: putting that back undoes it. */
  before: string;
}

/** What became of a damaged database; told until somebody has read it. */
export interface RescueStatus {
  /** When it was noticed, ms since 1970, and how. */
  at: number;
  why: string;
  /** Where the damaged data is now; `null` where nothing of it was left. */
  folder: string | null;
  /** The backup that the node started from, and its entries; `null` where there was no good one. */
  backup: { path: string; time: number; entries: number } | null;
  /** Entries that the backup lacks, and the damaged data still had. */
  salvaged: number;
}
