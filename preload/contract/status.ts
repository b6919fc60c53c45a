import type { Answer } from './api';
import type { BackupsStatus } from './backups';
import type { PeerStatus } from './peers';
import type { Refusal } from './refusal';
import type { Progress, WorkKind } from './work';

export type Language = 'system' | 'en' | 'fr';
export type Rule = 'latest' | 'first';
/** When a write counts as done: once it is on the disk, or before, so that a crash may take the last second. */
export type Acknowledge = 'synced' | 'early';

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
  /** Long work that this window asked for and that is still under way. */
  work: (Progress & { kind: WorkKind }) | null;
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
  /** The folder that its user chose for backups, where it was not there to be looked into, or did not answer. */
  unread: string | null;
  /** Entries that the backup lacks but the damaged data still had. */
  salvaged: number;
}

export interface NodeAddress {
  /** What a friend types, e.g. '192.168.1.23:3000'. */
  address: string;
  /** Name of the network interface, e.g. 'wlan0'. */
  network: string;
}
