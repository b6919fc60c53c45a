import type { Backup, BackupId, PutBack, Restored, RestorePreview } from './backups';
import type { NodeEvent } from './events';
import type { KeyDetail, Page, PageQuery } from './keys';
import type { Exported, Imported, KeysCheck } from './keys-file';
import type { Refused } from './refusal';
import type { Acknowledge, Invitation, Language, Status } from './status';

/**
 * The contract between the node (Electron's main process) and its window, with the types beside it. They import nothing
 * else, so that both sides can share them. Every call crosses one checked IPC handler; every refusal comes back as a `Refusal`, never as an exception,
 * because a class does not survive the bridge. Times are in ms since 1970, durations in ms, sizes in bytes of UTF-8.
 */
export interface NodeApi {
  status(): Promise<Status>;
  /** `null` where the window asked for other keys, or another order, before these were found. */
  page(query: PageQuery): Promise<Page | null>;
  /** A key with its history; `null` where no entry for it was ever seen. Values over 64 KiB come only when `whole` is true. */
  entry(key: string, whole: boolean): Promise<KeyDetail | null>;
  /** Sets a value: `text` is kept byte for byte, `json` is any JSON text of up to 256 KiB. */
  put(key: string, value: { text: string } | { json: string }): Promise<Outcome>;
  remove(key: string): Promise<Outcome>;
  /** The newest events, newest first, at most `limit` (1 to 500). */
  events(limit: number): Promise<NodeEvent[]>;
  /** Writes again, as a new entry, the value of the entry with this stamp (from `HistoryItem` or `Row.undo`). */
  putBack(key: string, stamp: string): Promise<Outcome>;
  /** Writes anew, with the present time, what peers with the right time refuse as stamped ahead; how many entries. */
  restamp(): Promise<Answer<number>>;
  /** Reads a text that names a peer, without dialling: an invitation, or `null` for an address. */
  checkPeer(peer: string): Promise<Answer<Invitation | null>>;
  /**
   * Dials an address, or those of an invitation in turn, for 30 s each at most, mostly far less. Resolves to true once
   * linked, to false where `Status.invitation` asks first, or with the reason why it failed.
   */
  addPeer(peer: string): Promise<Answer<boolean>>;
  /** The invitation by which others join. @param first the address to try first; `null` for the likeliest */
  invite(first: string | null): Promise<Answer<string>>;
  /**
   * Joins as `Status.invitation` says. Resolves as `addPeer` does, or with `bad-request` if another question took the
   * place of this one: nobody has agreed to that.
   */
  acceptInvitation(question: number): Promise<Outcome>;
  /** Opens another node, with the invitation's rule, in its own window, which then asks in place of this one. */
  acceptInNewNode(question: number): Promise<Outcome>;
  declineInvitation(question: number): Promise<Outcome>;
  removePeer(id: string): Promise<Outcome>;
  retryPeer(id: string): Promise<Outcome>;
  /** Undoes a removal, and dials, unless the peer is paused. */
  keepPeer(id: string): Promise<Outcome>;
  /** Pauses or resumes a peer, or all that are known now (`null`). A paused peer is neither dialled nor let in. */
  setPaused(id: string | null, paused: boolean): Promise<Outcome>;
  /** Forgets peers without a link, at most 256, until they are met or named again. */
  forgetPeers(ids: string[]): Promise<Outcome>;
  /** Undoes `forgetPeers` for those of these peers that nobody has named since, while there is room. */
  recallPeers(ids: string[]): Promise<Outcome>;
  rename(name: string): Promise<Outcome>;
  /** Takes effect from the next write on. */
  setAcknowledge(acknowledge: Acknowledge): Promise<Outcome>;
  /** Sets whether this node announces itself on its networks and lists others there (`Status.nearby`). */
  setNearby(on: boolean): Promise<Outcome>;
  /** The user has read what became of a damaged database. */
  dismissRescue(): Promise<Outcome>;
  /** The network key, in groups of four so that it can be read aloud; `null` in an open network. */
  networkKey(): Promise<Answer<string | null>>;
  /** Draws a new key; it is not used until it is set. */
  drawNetworkKey(): Promise<Answer<string>>;
  /**
   * Takes a key as somebody typed it; `null` opens the network. Links are made again, to nodes with the same key. Takes about
   * a second.
   */
  setNetworkKey(key: string | null): Promise<Outcome>;
  /** 'system' follows the system's language. */
  setLanguage(language: Language): Promise<Outcome>;
  /** Keeps the address of an update feed, a folder on a web server ('' for none), and asks there for a newer version. */
  checkForUpdate(address: string): Promise<Outcome>;
  /** Downloads the version that was found; `Status.updates` shows the progress. */
  downloadUpdate(): Promise<Outcome>;
  /** Closes this app and starts the downloaded version. */
  installUpdate(): Promise<Outcome>;
  /** Opens another node in its own window, unless that was asked for within the last 3 s. */
  newNode(): Promise<Outcome>;
  /** The backups in the folder, newest first, at most 500: the own ones before those of others. */
  backups(): Promise<Answer<Backup[]>>;
  /** This call and the next five are long work: one runs at a time, and `Status.work` shows its progress. */
  backUp(): Promise<Answer<Backup>>;
  /** Reads a whole backup; `backups` then reports what was found. */
  verifyBackup(id: BackupId): Promise<Outcome>;
  /** Finds what restoring would change; changes nothing. */
  previewRestore(id: BackupId): Promise<Answer<RestorePreview>>;
  /** Merges a backup. Cancelling keeps what was already merged. */
  restoreBackup(id: BackupId): Promise<Answer<Restored>>;
  /**
   * Makes a backup, merges this one, then writes again what its keys have in it and not here. Cancelling keeps what was
   * already written.
   */
  putBackBackup(id: BackupId): Promise<Answer<PutBack>>;
  /** Makes a profile from a backup, with its own node id and no peers, and opens it in its own window. */
  restoreAsNew(id: BackupId): Promise<Answer<Restored & { profile: string }>>;
  /** Cancels the long work under way, if any. */
  cancelWork(): Promise<Outcome>;
  /** Lets the user choose a backup file, which then has the `BackupId` null; `null` where they chose none. */
  chooseBackup(): Promise<Answer<Backup | null>>;
  /** The backup that the system asked this window to open, as if just chosen; `null` where none is to be shown. */
  openedBackup(): Promise<Answer<Backup | null>>;
  openBackupFolder(): Promise<Outcome>;
  /** Lets the user choose the folder for backups; choosing none changes nothing. */
  chooseBackupFolder(): Promise<Outcome>;
  /** Backups go to the profile's own folder again. */
  resetBackupFolder(): Promise<Outcome>;
  /** Minutes between two backups, 1 to 1,440, made if something changed; `null` for backups only on demand. */
  setBackupMinutes(minutes: number | null): Promise<Outcome>;
  /** Lets the user choose a CSV or JSON file, and writes all keys and values to it; `null` where they chose none. Long work. */
  exportKeys(): Promise<Answer<Exported | null>>;
  /** Lets the user choose a CSV or JSON file of keys; its name, or `null` where they chose none. */
  chooseKeys(): Promise<Answer<string | null>>;
  /** Reads the file that was chosen, and changes nothing. Long work. */
  checkKeys(): Promise<Answer<KeysCheck>>;
  /**
   * Sets the keys of the file that was checked, after a backup if that may change any. Cancelling keeps what was set.
   * Long work.
   */
  importKeys(): Promise<Answer<Imported>>;
  copy(text: string): Promise<Outcome>;
  /** Calls back at most about ten times a second; returns the function that stops it. */
  onChange(listener: (change: Change) => void): () => void;
  /** Calls back when the application menu or the system asks for something that only the window can do. */
  onCommand(listener: (command: Command) => void): () => void;
}

export type Outcome = { ok: true } | Refused;
export type Answer<T> = { ok: true; value: T } | Refused;
/** `data`: rows and details may have changed. `events`: there are new ones, or one has grown. */
export type Change = { kind: 'status'; status: Status } | { kind: 'data' } | { kind: 'events' };

export type Command =
  | 'new-node'
  | 'find'
  | 'invite'
  | 'backups'
  | 'opened-backup'
  | 'import-keys'
  | 'export-keys'
  | 'shortcuts';
