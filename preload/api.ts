/**
 * The contract between the node (Electron's main process) and its window. It imports nothing, so that both sides can
 * share it. Every call crosses one checked IPC handler; every refusal comes back as a `Refusal`, never as an exception,
 * because a class does not survive the bridge. Times are in ms since 1970, durations in ms, sizes in bytes of UTF-8.
 */
export interface NodeApi {
  status(): Promise<Status>;
  page(query: PageQuery): Promise<Page>;
  /** The whole story of a key; `null` where no entry was ever seen. Values over 64 KiB come only when `whole` is true. */
  entry(key: string, whole: boolean): Promise<KeyDetail | null>;
  /** Sets a value: plain text is kept byte for byte, `json` is any JSON text of up to 256 KiB. */
  put(key: string, value: { text: string } | { json: string }): Promise<Outcome>;
  remove(key: string): Promise<Outcome>;
  /** The newest events, newest first, at most `limit` (1 to 500). */
  events(limit: number): Promise<NodeEvent[]>;
  /** Writes the value that the entry with this stamp (of `HistoryItem` or `Row.undo`) had, as a new entry. */
  putBack(key: string, stamp: string): Promise<Outcome>;
  /** Tells, without dialling, what a text says that is to lead to a peer: an invitation, or (`null`) an address. */
  checkPeer(peer: string): Promise<Answer<Invitation | null>>;
  /**
   * Dials an address, or those of an invitation in turn; resolves to true once linked, or with the reason why not (about
   * 10 s an address at most); to false where `Status.invitation` asks first.
   */
  addPeer(peer: string): Promise<Answer<boolean>>;
  /** The text by which others join. @param first the address that they try first; `null` for the likeliest */
  invite(first: string | null): Promise<Answer<string>>;
  /** Joins as `Status.invitation` says; as `addPeer`. */
  acceptInvitation(): Promise<Outcome>;
  /** Opens another node, with the rule that it takes, in a window of its own, which asks in place of this one. */
  acceptInNewNode(): Promise<Outcome>;
  declineInvitation(): Promise<Outcome>;
  removePeer(id: string): Promise<Outcome>;
  retryPeer(id: string): Promise<Outcome>;
  /** Takes a removal back, and dials. */
  keepPeer(id: string): Promise<Outcome>;
  /** Pauses or resumes a peer, or (`null`) all that are known now: a paused one is neither dialled nor let in. */
  setPaused(id: string | null, paused: boolean): Promise<Outcome>;
  /** Lets go of peers without a link, at most 256, until they are met or told of again; one call takes the last one back. */
  forgetPeers(ids: string[]): Promise<Outcome>;
  recallPeers(): Promise<Outcome>;
  rename(name: string): Promise<Outcome>;
  /** From the next write on. */
  setAcknowledge(acknowledge: Acknowledge): Promise<Outcome>;
  /** Whether this node tells its networks of itself, and hears of others there (`Status.nearby`). */
  setNearby(on: boolean): Promise<Outcome>;
  /** Its user has read what became of a damaged database. */
  dismissRescue(): Promise<Outcome>;
  /** In groups of four, to be read out; `null` in an open network. */
  networkKey(): Promise<Answer<string | null>>;
  /** A new one, which nobody has yet; it is not used until it is set. */
  drawNetworkKey(): Promise<Answer<string>>;
  /** As somebody typed it; `null` makes the network open. Links come up anew, to who has the same. Takes about a second. */
  setNetworkKey(key: string | null): Promise<Outcome>;
  /** 'system' follows the system's language. */
  setLanguage(language: Language): Promise<Outcome>;
  /** Keeps the address of an update feed, a folder on a web server, and asks there for a newer version; '' for none. */
  checkForUpdate(address: string): Promise<Outcome>;
  /** Of the version that was found; `Status.updates` tells how far it is. */
  downloadUpdate(): Promise<Outcome>;
  /** Ends this app, and starts the version that was downloaded. */
  installUpdate(): Promise<Outcome>;
  /** Opens another node in a window of its own. */
  newNode(): Promise<Outcome>;
  /** The backups in the folder, newest first, at most 500. */
  backups(): Promise<Answer<Backup[]>>;
  /** This and the next five are long work: one at a time, and `Status.backups.work` tells how far it is. */
  backUp(): Promise<Answer<Backup>>;
  /** Reads a backup through; `backups` then tells what was found. */
  verifyBackup(id: BackupId): Promise<Outcome>;
  /** What restoring would change; nothing is changed yet. */
  previewRestore(id: BackupId): Promise<Answer<RestorePreview>>;
  /** Merges. What was merged before it was cancelled stays. */
  restoreBackup(id: BackupId): Promise<Answer<Restored>>;
  /**
   * Makes a backup, merges this one, then writes anew what its keys have in it and not here. What was written before it
   * was cancelled stays.
   */
  putBackBackup(id: BackupId): Promise<Answer<PutBack>>;
  /** Makes a profile of a backup, with a node id of its own and no peers, and opens it in a window of its own. */
  restoreAsNew(id: BackupId): Promise<Answer<Restored & { profile: string }>>;
  cancelBackupWork(): Promise<Outcome>;
  /** Has the user choose the file of a backup, which is then the one of `BackupId` null; `null` where they chose none. */
  chooseBackup(): Promise<Answer<Backup | null>>;
  /** The backup that the system had this window open, as if it had just been chosen; `null` where none is to be shown. */
  openedBackup(): Promise<Answer<Backup | null>>;
  openBackupFolder(): Promise<Outcome>;
  /** Has the user choose the folder for backups; choosing none changes nothing. */
  chooseBackupFolder(): Promise<Outcome>;
  /** Backups go to the profile's own folder again. */
  resetBackupFolder(): Promise<Outcome>;
  /** Minutes between two backups, 1 to 1,440, where something changed; `null` for none unasked. */
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

/** `message` is whole and in English (for logs and tooltips); the window translates by `code`. */
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
/** `data`: rows and details may differ. `events`: there are new ones, or one has grown. */
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
  /** Whether only who has the network key can link to this node. */
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
  /** An invitation that the user has not answered yet, or why it is none; `null` while there is nothing. */
  invitation: Answer<Invitation> | null;
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
  /** As set; a private node neither tells of itself nor hears of others all the same. */
  on: boolean;
  /** Nodes that tell of themselves and are no peers, by their names, at most 64. Anybody may tell anything. */
  nodes: NearbyNode[];
}

export interface NearbyNode {
  id: string;
  name: string;
  /** For `addPeer`. */
  address: string;
}

export interface UpdateStatus {
  /** Of the feed; '' while updates are off. */
  address: string;
  /** Whether this build can put another in its place. */
  installable: boolean;
  state: UpdateState;
}

/** `unknown`: nobody was asked since the start. `notes` are plain text; `percent` is from 0 to 100. */
export type UpdateState =
  | { at: 'unknown' | 'checking' | 'newest' }
  | { at: 'available'; version: string; notes: string }
  | { at: 'downloading'; version: string; percent: number }
  | { at: 'ready'; version: string }
  | { at: 'failed'; refusal: Refusal };

/** What was turned away before anything of it was read: requests of web pages, and more than there is room for. */
export interface DoorStatus {
  /** How many since this node started. */
  refused: number;
  last: (Refusal & { at: number; host: string }) | null;
}

/** What an invitation says. */
export interface Invitation {
  /** Of the node that is joined, as it told itself; `null` where it did not. */
  name: string | null;
  /** Where that listens, in the order in which they are tried; 1 to 8. */
  addresses: string[];
  rule: Rule;
  /** Whether it carries the key of a private network. */
  private: boolean;
  /** Whether this node has another network key, or none, and takes that one when it joins. */
  takesKey: boolean;
}

export interface BackupsStatus {
  /** `null` for a node that makes none. */
  folder: string | null;
  /** Whether the user chose the folder. */
  chosen: boolean;
  /** Between two backups, where something changed; `null` where none is made unasked. */
  minutes: number | null;
  /** When the next is due if something changed by then; `null` where none is made unasked. */
  due: number | null;
  /** When the newest was made. */
  last: number | null;
  /** Why the last try failed; `null` once one succeeded. */
  problem: Refusal | null;
  /** Of the backup being made, whoever asked for it: entries done and in all. */
  running: Progress | null;
  /** What this window asked for and is still under way. */
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
  /** What it says of itself: whose it is, when it was made, how many entries it has; `null` where it cannot be read. */
  header: { name: string; rule: Rule; time: number; entries: number } | null;
  /** Whether this node made it. */
  own: boolean;
  /** When it was last read through and found good. */
  verified: number | null;
  /** Why it cannot be restored, where that was found. */
  problem: Refusal | null;
}

/** Counts of keys, unless told otherwise. */
export interface RestorePreview {
  /** That the backup has. */
  keys: number;
  /** That this node has never had. */
  newKeys: number;
  /** That would have the backup's value. */
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
  /** Entries that would be new here, history among them. */
  newEntries: number;
  /** Entries stamped more than 5 minutes ahead of the clock here, which are left out. */
  tooNew: number;
}

/** Entries that were new, and those left out as `RestorePreview.tooNew`. */
export interface Restored {
  added: number;
  tooNew: number;
}

export interface PutBack extends Restored {
  /** Keys that were written anew, as merging did not give them what they have in the backup. */
  written: number;
  /** The name of the backup that was made before: putting that back undoes it. */
  before: string;
}

export interface DiskStatus {
  acknowledge: Acknowledge;
  /** Why the disk takes no writes, since when, and how many entries it lacks; `null` while it does. */
  failure: { message: string; since: number; unsaved: number } | null;
}

export interface Rescue {
  /** When the damage was noticed, and how. */
  at: number;
  why: string;
  /** Where the damaged data is now; `null` where nothing of it was left. */
  folder: string | null;
  /** The backup that the node started from, and its entries; `null` where there was no good one. */
  backup: { path: string; time: number; entries: number } | null;
  /** Entries that the backup lacks, and the damaged data still had. */
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
  /** `null` until it told its name. */
  name: string | null;
  address: string;
  /**
   * `silent`: linked, and nothing comes though something is due; it is dialled beside the link. `idle`: known, and not
   * dialled, as there are links enough; `retryPeer` dials it all the same. `paused`: by the user of this node;
   * `paused-there`: by that of the peer.
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
  /** Why it is `unreachable` or `paused-there`; `null` in every other state. */
  why: Refusal | null;
  /** Entries still to receive and to send, and how many the transfer under way began with. */
  toReceive: number;
  toSend: number;
  total: number;
  latency: number | null;
  /** How far its clock is ahead of ours (negative: behind), where that is known. */
  skew: number | null;
  /** What went over the present link; `null` without one. */
  traffic: Traffic | null;
  /** Since when the present link is up. */
  linkedSince: number | null;
  /** How it came to be in sync over the present link, or, without one or until then, over the last that did. */
  catchUp: CatchUp | null;
  /** The first 8 hex digits of its fingerprint, as it last told it over the present link. */
  fingerprint: string | null;
  /** Changes that a course node did not take, deletions too, over the present link, and the key of the last. */
  refused: number;
  refusedKey: string | null;
  /** When something last came from it. */
  lastSeen: number | null;
  /** Why a link to it last failed or was lost, or entries were refused, and when; it outlives the next link. */
  lastError: (Refusal & { at: number }) | null;
  /** Name of the peer that told us of this one; `null` where a user added it. */
  learnedFrom: string | null;
  /** Whether nobody waits for it: there is no link, and it was told of by others alone, or not seen for a day. */
  away: boolean;
  /** When the next try to link is due, or, while one is under way, now; `null` where none is to come. */
  nextTry: number | null;
  /** The rule of a node of another rule. */
  rule: Rule | null;
}

/** Messages of Socket.IO and the bytes of their payload, without what carries them. */
export interface Traffic {
  messagesIn: number;
  messagesOut: number;
  bytesIn: number;
  bytesOut: number;
}

/** Something that this node did or met; like ones of a peer within a second are one, whose count grows. */
export interface NodeEvent {
  /** Counts up from 1 at each start. */
  seq: number;
  /** When it began. */
  at: number;
  /**
   * Written here: `set`, `deleted`. Entries of a link: `sent`, `received`, and `merged`, those among them that were new.
   * `refused`: a write, a link or entries, by either side. `conflict`: keys that are in conflict from then on;
   * the peer is who else wrote them, unless several did.
   * `backup` and `restored`: entries written to a backup, and those of one that were new here. `new-id`: this node took
   * one, as another node has the old one. `paused` and `resumed`: a peer, or `count` of them where none is named.
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

/** How the two ends of a link came to be in sync. */
export interface CatchUp {
  /** From when the link was up until their fingerprints were equal. */
  ms: number;
  /** Entries that came and went over it meanwhile. */
  received: number;
  sent: number;
}

export interface PageQuery {
  /** Part of a key or of a value's text, in any case; empty for all keys. */
  search: string;
  /** All keys with a value, or only those in conflict, the deleted ones among them, or only those that are deleted. */
  show: 'all' | 'conflicts' | 'deleted';
  sort: 'key' | 'time';
  descending: boolean;
  offset: number;
  /** 1 to 500. */
  limit: number;
}

export interface Page {
  /** How many rows the whole search has. */
  total: number;
  offset: number;
  rows: Row[];
}

export type ValueKind = 'text' | 'number' | 'boolean' | 'null' | 'list' | 'object';

export interface Writer {
  name: string;
  /** This node. */
  self: boolean;
  /** A script or course node, whose set the named node took. */
  script: boolean;
}

export interface Row {
  key: string;
  /** The text, or the JSON text of any other kind, cut at 300 characters; empty where deleted. */
  preview: string;
  /** Whether the preview is all of the value, for sure. */
  whole: boolean;
  kind: ValueKind;
  /** Less than 10 s ago where all keys are shown. */
  deleted: boolean;
  /** For a deleted row: the stamp to put back. */
  undo: string | null;
  by: Writer;
  time: number;
  stamp: string;
  /** How many values stand against each other: 1, or more in a conflict. */
  values: number;
}

export interface HistoryItem {
  stamp: string;
  preview: string;
  kind: ValueKind;
  deleted: boolean;
  by: Writer;
  time: number;
  /** `now` is the winner; a `conflict` lost to it without either writer having seen the other's; the rest is `past`. */
  role: 'now' | 'conflict' | 'past';
}

export interface KeyDetail {
  key: string;
  /** JSON text; `null` where deleted, or held back for its size. */
  json: string | null;
  /** Bytes of the JSON text. */
  size: number;
  kind: ValueKind;
  deleted: boolean;
  stamp: string;
  /** The winner first, then by the network's rule. */
  history: HistoryItem[];
}
