/**
 * The contract between the node (Electron's main process) and its window. It imports nothing, so that both sides can
 * share it. Every call crosses one checked IPC handler; every refusal comes back as a `Refusal`, never as an exception,
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
  /** This call and the next five are long work: one runs at a time, and `Status.backups.work` shows its progress. */
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
  cancelBackupWork(): Promise<Outcome>;
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
  copy(text: string): Promise<Outcome>;
  /** Calls back at most about ten times a second; returns the function that stops it. */
  onChange(listener: (change: Change) => void): () => void;
  /** Calls back when the application menu or the system asks for something that only the window can do. */
  onCommand(listener: (command: Command) => void): () => void;
}

export type Outcome = { ok: true } | Refused;
export type Answer<T> = { ok: true; value: T } | Refused;
export type Refused = { ok: false; refusal: Refusal };

/** `message` is a complete English sentence (for logs and tooltips); the window translates by `code`. */
export interface Refusal {
  code: RefusalCode;
  message: string;
}

export type RefusalCode =
  | 'bad-request'
  | 'key-empty'
  | 'key-too-long'
  | 'bad-text'
  | 'not-json'
  | 'value-too-long'
  | 'write-once'
  | 'clock-wrong'
  | 'not-found'
  | 'bad-name'
  | 'bad-address'
  | 'no-port'
  | 'bad-port'
  | 'bad-invitation'
  | 'newer-invitation'
  | 'nobody-there'
  | 'host-unknown'
  | 'no-route'
  | 'not-a-node'
  | 'no-keys'
  | 'bad-keys'
  | 'no-get'
  | 'no-set'
  | 'itself'
  | 'copied'
  | 'already-linked'
  | 'other-rule'
  | 'peer-refused'
  | 'paused'
  | 'other-node'
  | 'bad-key'
  | 'wrong-key'
  | 'no-key'
  | 'private-network'
  | 'open-network'
  | 'key-unreadable'
  | 'too-many-links'
  | 'web-page'
  | 'foreign-host'
  | 'crowded'
  | 'disk'
  | 'not-a-backup'
  | 'newer-backup'
  | 'bad-backup'
  | 'unreadable-backup'
  | 'backup-failed'
  | 'bad-feed-address'
  | 'no-feed'
  | 'bad-feed'
  | 'bad-update'
  | 'no-update'
  | 'no-place'
  | 'cancelled'
  | 'closed';

export type Language = 'system' | 'en' | 'fr';
export type Rule = 'latest' | 'first';
/** When a write counts as done: once it is on the disk, or before, so that a crash may take the last second. */
export type Acknowledge = 'synced' | 'early';
/** `data`: rows and details may have changed. `events`: there are new ones, or one has grown. */
export type Change = { kind: 'status'; status: Status } | { kind: 'data' } | { kind: 'events' };
export type Command = 'find' | 'invite' | 'backups' | 'opened-backup' | 'shortcuts';

export interface Status {
  id: string;
  name: string;
  /** The version of this program. */
  version: string;
  rule: Rule;
  /** `null` while the node does not listen; `listenProblem` then says why. */
  port: number | null;
  listenProblem: { port: number; code: string; message: string } | null;
  /** Where a friend can reach this node, one per network interface, the likeliest first. Empty without a network. */
  addresses: NodeAddress[];
  /** Whether only nodes and programs with the network key can link to this node. */
  private: boolean;
  /** The first 8 hex digits of the fingerprint. */
  fingerprint: string;
  /** Keys with a value. */
  keys: number;
  /** Keys that had one. */
  deleted: number;
  /** Keys with a conflict. */
  conflicts: number;
  peers: PeerStatus[];
  nearby: NearbyStatus;
  door: DoorStatus;
  /** An invitation that the user has not answered yet, or why it is invalid; `null` while there is nothing. */
  invitation: { question: number; asked: Answer<Invitation> } | null;
  language: Language;
  /** The system's language, 'fr' or 'en'. */
  systemLanguage: 'en' | 'fr';
  /** The folder that holds this node's data. */
  profile: string;
  backups: BackupsStatus;
  disk: DiskStatus;
  /** What became of a damaged database, until it is dismissed. */
  rescue: Rescue | null;
  updates: UpdateStatus;
  platform: string;
}

export interface NearbyStatus {
  /** As set; a private node neither announces itself nor lists others, whatever this says. */
  on: boolean;
  /** Nodes that announce themselves and are not peers, sorted by name, at most 64. An announcement may claim anything. */
  nodes: NearbyNode[];
}

export interface NearbyNode {
  id: string;
  name: string;
  /** For `addPeer`. */
  address: string;
}

export interface UpdateStatus {
  /** The feed's address; '' while updates are off. */
  address: string;
  /** Whether this build can replace itself. */
  installable: boolean;
  state: UpdateState;
}

/** `unknown`: not checked since the start. `notes` are plain text; `percent` is from 0 to 100. */
export type UpdateState =
  | { at: 'unknown' | 'checking' | 'newest' }
  | { at: 'available'; version: string; notes: string }
  | { at: 'downloading'; version: string; percent: number }
  | { at: 'ready'; version: string }
  | { at: 'failed'; refusal: Refusal };

/** What was refused before any of it was read: requests of web pages, and more than there is room for. */
export interface DoorStatus {
  /** How many were refused since this node started. */
  refused: number;
  last: (Refusal & { at: number; host: string }) | null;
}

/** What an invitation says. */
export interface Invitation {
  /** Name of the node to join, by its own account; `null` where it gave none. */
  name: string | null;
  /** Where that node listens, in the order to try; 1 to 8. */
  addresses: string[];
  rule: Rule;
  /** Whether it carries the key of a private network. */
  private: boolean;
  /** Whether joining gives this node the invitation's network key, in place of another or of none. */
  takesKey: boolean;
}

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
  /** Work that this window asked for and that is still under way. */
  work: (Progress & { kind: BackupWork }) | null;
}

export type BackupWork = 'backup' | 'verify' | 'preview' | 'restore' | 'put-back' | 'restore-as-new';

/** Entries; a `total` of 0 is not known yet. */
export interface Progress {
  done: number;
  total: number;
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

export interface DiskStatus {
  acknowledge: Acknowledge;
  /** Why the disk takes no writes, since when, and how many entries it lacks; `null` while it works. */
  failure: { message: string; since: number; unsaved: number } | null;
}

export interface Rescue {
  /** When the damage was noticed, and how. */
  at: number;
  why: string;
  /** Where the damaged data is now; `null` where none was left. */
  folder: string | null;
  /** The backup that the node started from, and its entries; `null` where there was no good one. */
  backup: { path: string; time: number; entries: number } | null;
  /** Entries that the backup lacks but the damaged data still had. */
  salvaged: number;
}

export interface NodeAddress {
  /** What a friend types, e.g. '192.168.1.23:3000'. */
  address: string;
  /** Name of the network interface, e.g. 'wlan0'. */
  network: string;
}

export interface PeerStatus {
  /** Stable handle of the peer for `removePeer`, `retryPeer` and `setPaused`. */
  id: string;
  /** `null` until its name is known. */
  name: string | null;
  address: string;
  /**
   * `silent`: linked, but nothing comes though something is due; it is dialled beside the link. `idle`: known but not
   * dialled, as there are enough links; `retryPeer` dials it anyway. `paused`: by this node's user; `paused-there`: by
   * the peer's.
   */
  state:
    | 'linking'
    | 'syncing'
    | 'in-sync'
    | 'silent'
    | 'course'
    | 'clock-wrong'
    | 'other-rule'
    | 'unreachable'
    | 'idle'
    | 'paused'
    | 'paused-there';
  /** Why it is `unreachable` or `paused-there`; of a `course` node, what its script does wrong, if anything; else `null`. */
  why: Refusal | null;
  /** Entries still to receive and to send, and how many the transfer under way began with. */
  toReceive: number;
  toSend: number;
  total: number;
  latency: number | null;
  /** How far its clock is ahead of ours (negative: behind); `null` if unknown. */
  skew: number | null;
  /**
   * How far the entries are stamped ahead, ms, that are refused here, or, negative, there, until their time comes;
   * `null` where none is.
   */
  ahead: number | null;
  /** What went over the present link; `null` without one. */
  traffic: Traffic | null;
  /** Since when the present link is up. */
  linkedSince: number | null;
  /** How it reached sync over the present link or, without one or until then, over the last link that did. */
  catchUp: CatchUp | null;
  /** The first 8 hex digits of the fingerprint that it last sent over the present link. */
  fingerprint: string | null;
  /** Changes that a course node did not take, deletions too, over the present link, and the key of the last. */
  refused: number;
  refusedKey: string | null;
  /** When something last came from it. */
  lastSeen: number | null;
  /** Why a link to it last failed or was lost, or entries were refused, and when; kept when the next link is up. */
  lastError: (Refusal & { at: number }) | null;
  /** Name of the peer from which this one was learned; `null` where a user added it. */
  learnedFrom: string | null;
  /** Whether nobody waits for it: there is no link, and it is known only from others, or, not paused, was not seen for a day. */
  away: boolean;
  /** When the next try to link is due, or now while one is under way; `null` where none is planned. */
  nextTry: number | null;
  /** Its rule, if that differs from this node's. */
  rule: Rule | null;
}

/** Socket.IO messages and the bytes of their payload, without transport overhead. */
export interface Traffic {
  messagesIn: number;
  messagesOut: number;
  bytesIn: number;
  bytesOut: number;
}

/** Something that this node did or met. Similar ones of a peer within a second are one, whose count grows. */
export interface NodeEvent {
  /** Counts up from 1 at each start. */
  seq: number;
  /** When it began. */
  at: number;
  /**
   * Written here: `set`, `deleted`. Entries of a link: `sent`, `received`, and `merged`, those among them that were new.
   * `refused`: a write, a link or entries, by either side. `conflict`: keys that came into conflict; the peer is the other
   * writer, unless there are several. `backup` and `restored`: entries written to a backup, and those of one that were
   * new here. `new-id`: this node took one, as another node has the old one. `paused` and `resumed`: a peer, or `count`
   * of them where none is named.
   * `in-sync`: with a peer, for the first time over a link.
   */
  kind:
    | 'set'
    | 'deleted'
    | 'sent'
    | 'received'
    | 'merged'
    | 'refused'
    | 'conflict'
    | 'backup'
    | 'backup-failed'
    | 'restored'
    | 'new-id'
    | 'paused'
    | 'resumed'
    | 'link-up'
    | 'in-sync'
    | 'link-down';
  /** Name and handle of the peer concerned. */
  peer: string | null;
  peerId: string | null;
  /** The key concerned, the first of several. */
  key: string | null;
  /** How many entries, keys or refusals. */
  count: number;
  /** Of `refused`, `backup-failed` and `link-down`; `null` where this node closed a link that did well. */
  why: Refusal | null;
  /** Of `in-sync`. */
  catchUp: CatchUp | null;
}

/** How the two ends of a link reached sync. */
export interface CatchUp {
  /** From link up until their fingerprints were equal. */
  ms: number;
  /** Entries received and sent over it meanwhile. */
  received: number;
  sent: number;
}

export interface PageQuery {
  /** Part of a key or of a value's text, in any case; empty for all keys. */
  search: string;
  /** All keys with a value; only those in conflict, deleted ones included; or only those that are deleted. */
  show: 'all' | 'conflicts' | 'deleted';
  sort: 'key' | 'time';
  descending: boolean;
  offset: number;
  /** 1 to 500. */
  limit: number;
}

export interface Page {
  /** How many rows the search finds in all. */
  total: number;
  offset: number;
  rows: Row[];
}

export type ValueKind = 'text' | 'number' | 'boolean' | 'null' | 'list' | 'object';

export interface Writer {
  name: string;
  /** This node. */
  self: boolean;
  /** A script or course node whose set the named node took. */
  script: boolean;
}

export interface Row {
  key: string;
  /** The text, or the JSON text of any other kind, cut at 300 characters; empty where deleted. */
  preview: string;
  /** Whether the preview is known to be the whole value. */
  whole: boolean;
  kind: ValueKind;
  /** When all keys are shown: deleted less than 10 s ago. */
  deleted: boolean;
  /** For a deleted row: the stamp to put back. */
  undo: string | null;
  by: Writer;
  time: number;
  stamp: string;
  /** How many values compete: 1, or more in a conflict. */
  values: number;
}

export interface HistoryItem {
  stamp: string;
  preview: string;
  kind: ValueKind;
  deleted: boolean;
  by: Writer;
  time: number;
  /** `now` is the winner; a `conflict` lost to it, and neither writer had seen the other's value; the rest is `past`. */
  role: 'now' | 'conflict' | 'past';
}

export interface KeyDetail {
  key: string;
  /** JSON text; `null` where deleted, or left out for its size. */
  json: string | null;
  /** Of the value, as its bound counts it: of a text itself, of any other kind its JSON text; 0 where deleted. */
  size: number;
  kind: ValueKind;
  deleted: boolean;
  stamp: string;
  /** The winner first, then by the network's rule. */
  history: HistoryItem[];
}
