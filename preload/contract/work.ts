/** Long work that a window asks for: one piece at a time. */
export type WorkKind = BackupWork | KeysFileWork;
export type BackupWork = 'backup' | 'verify' | 'preview' | 'restore' | 'put-back' | 'restore-as-new';
export type KeysFileWork = 'export' | 'check-keys' | 'import';

/** Entries, or of `check-keys` bytes; a `total` of 0 is not known yet. */
export interface Progress {
  done: number;
  total: number;
}
