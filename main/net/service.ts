import type { BackupsStatus, RescueStatus } from '../status';
import type { RefusedAt } from '../store/database';
import type { Rule } from '../store/rule';
import type { Snapshot } from '../store/snapshot';
import type { JsonText, Key } from '../store/text';
import type { Events } from './events';
import type { NetworkAddress } from './interfaces';
import type { NearbyNode } from './nearby/nearby';
import type { PeerStatus } from './peers/contact';
import type { KeyHolder } from './secrets';
import type { BackupService } from './server/backup-service';
import type { DoorStatus } from './server/door';

/** An entry as clients see it. */
export interface EntryView {
  key: string;
  /** JSON text; `null` where deleted. */
  value: string | null;
  /** The writer's name, `… (script)` for what came through the course protocol. */
  by: string;
  /** ms since 1970. */
  time: number;
  stamp: string;
}

export interface ConflictView {
  key: string;
  winner: EntryView;
  losers: EntryView[];
}

export const ACKNOWLEDGE = ['synced', 'early'] as const;
/** When a write here is acknowledged: once it is on the disk, or before, so that a crash may take the last second. */
export type Acknowledge = (typeof ACKNOWLEDGE)[number];

export interface DiskStatus {
  acknowledge: Acknowledge;
  /** Why the disk takes no writes, since when (ms since 1970), and how many entries it lacks; `null` while it does. */
  failure: { message: string; since: number; unsaved: number } | null;
}

export interface NearbyStatus {
  /** Whether the node tells its networks of itself, and hears of others there; a private one does neither all the same. */
  on: boolean;
  /** The nodes that tell of themselves and are no peers, by their names. */
  nodes: NearbyNode[];
}

export interface NodeStatus {
  id: string;
  /** The id that it had until it met another node that had it, too, and when it took a new one; `null` where it never did. */
  former: { id: string; at: number } | null;
  name: string;
  version: string;
  rule: Rule;
  port: number | null;
  addresses: NetworkAddress[];
  /** Whether only who has the network key can link to it or ask it anything. */
  private: boolean;
  /** 32 hex digits. */
  fingerprint: string;
  keys: number;
  conflicts: number;
  peers: PeerStatus[];
  nearby: NearbyStatus;
  door: DoorStatus;
  profile: string;
  disk: DiskStatus;
  rescue: RescueStatus | null;
  backups: BackupsStatus;
}

/** What a node does for the clients and course nodes that connect to it. Refusals are thrown as `Refused`. */
export interface Service extends KeyHolder {
  readonly events: Events;
  readonly backups: BackupService;
  readonly entries: EntryService;
  get(key: Key): JsonText | null;
  /** A course set: never overwrites. */
  create(key: Key, value: JsonText, time?: number): Promise<void>;
  addPeer(address: unknown, near?: string): Promise<void>;
  /** Links to a course node that says where it listens, unless its user removed or paused that one. */
  answerPeer(address: string): Promise<void>;
  /** A text by which others join. @param first the address to try before the node's own */
  invite(first: string | null): string;
  /** Links to the node of an invitation. */
  join(invitation: string): Promise<void>;
  courseAddresses(): string[];
  /** A write that edits; deletes where `value` is `null`. */
  put(key: Key, value: JsonText | null): Promise<void>;
  /** Many of them, acknowledged together. Returns those that are refused. */
  putAll(values: readonly (readonly [key: Key, value: JsonText])[]): Promise<RefusedAt[]>;
  putBack(key: Key, stamp: string): Promise<void>;
  status(): NodeStatus;
  /** Its user has read what became of a damaged database. */
  dismissRescue(): Promise<void>;
  removePeer(handle: string): void;
  /** Pauses or resumes a peer, or (`null`) all that are known now. */
  setPaused(handle: string | null, isPaused: boolean): void;
  /** What the database holds now; to be closed. */
  snapshot(): Snapshot;
}

/** What is read of the database, with the names of who wrote it. */
export interface EntryService {
  /** The winner, a tombstone too. */
  one(key: Key): EntryView | null;
  /** The winner, then the history. */
  history(key: Key): EntryView[];
  /** Those that are open when it comes to their keys. */
  conflicts(): Iterable<ConflictView>;
  /** Those that are deleted when it comes to their part of the keys. */
  deleted(): Iterable<Key[]>;
  /** Calls back with the winners of the keys that changed; returns the function that stops it. */
  watch(listener: (entries: EntryView[]) => void): () => void;
}
