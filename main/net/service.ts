import type { BackupsStatus, RescueStatus } from '../status';
import type { KeyValue, RefusedAt } from '../store/database';
import type { Rule } from '../store/rule';
import type { Snapshot } from '../store/snapshot';
import type { JsonText, Key } from '../store/text';
import type { Events } from './events';
import type { NetworkAddress } from './interfaces';
import type { NearbyNode } from './nearby/nearby';
import type { PeerStatus } from './peers/peer-status';
import type { KeyHolder } from './secrets';
import type { BackupService } from './server/backup-service';
import type { DoorStatus } from './server/door';

/** An entry as clients see it. */
export interface EntryView {
  key: string;
  /** JSON text; `null` where deleted. */
  value: string | null;
  /** The writer's name; `… (script)` where the write came by the course protocol. */
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
  /** Why the disk takes no writes, since when (ms since 1970), and how many entries it lacks; `null` while it works. */
  failure: { message: string; since: number; unsaved: number } | null;
}

export interface NearbyStatus {
  /** As set: whether the node announces itself on its networks and lists others there; a private one never does. */
  on: boolean;
  /** Nodes that announce themselves and are not peers, sorted by name. */
  nodes: NearbyNode[];
}

export interface NodeStatus {
  id: string;
  /**
   * Its id before it met another node of that id, and when (ms since 1970) it took a new one; `null` where it never
   * did.
   */
  former: { id: string; at: number } | null;
  name: string;
  version: string;
  rule: Rule;
  port: number | null;
  addresses: NetworkAddress[];
  /** Whether linking to it, or asking it anything, takes the network key. */
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
export interface Service {
  readonly events: Events;
  readonly backups: BackupService;
  readonly entries: EntryService;
  readonly peers: PeerService;
  readonly privacy: KeyHolder;
  get(key: Key): JsonText | null;
  /** A course set, which never overwrites. */
  create(key: Key, value: JsonText, time?: number): Promise<void>;
  /** A write that may overwrite; deletes where `value` is `null`. */
  put(key: Key, value: JsonText | null): Promise<void>;
  /** Many writes, acknowledged together. Resolves to those that were refused. */
  putAll(values: readonly KeyValue[]): Promise<RefusedAt[]>;
  putBack(key: Key, stamp: string): Promise<void>;
  /**
   * Writes anew, with the present time, what this node holds stamped ahead. Resolves to the number of entries: 0 too
   * unless that holds up a peer whose clock agrees, as else the clock here may be the wrong one.
   */
  restamp(): Promise<number>;
  status(): NodeStatus;
  /** The user has read what became of a damaged database. */
  dismissRescue(): Promise<void>;
  /** What the database holds now. The caller closes it. */
  snapshot(): Snapshot;
}

/** What is asked of a node about its peers. Each resolves when the disk has what came of it. */
export interface PeerService {
  /** Links to whatever is at an address. @param near the host that a port alone is on */
  add(address: unknown, near?: string): Promise<void>;
  /** Links to a course node that says where it listens, unless the user removed or paused it. */
  answer(address: string): Promise<void>;
  /** An invitation by which others join. @param first the address to try before the node's own */
  invite(first: string | null): string;
  /** Links to the node of an invitation. */
  join(invitation: string): Promise<void>;
  remove(handle: string): Promise<void>;
  /** Forgets those without a link, until they are met or named again. Returns how many it forgot. */
  forget(handles: readonly string[]): Promise<number>;
  /** Pauses or resumes a peer, or all that are known now (`null`). */
  setPaused(handle: string | null, isPaused: boolean): Promise<void>;
  /** As the course's `peers` answers: whom the node is linked to. */
  courseAddresses(): string[];
}

/** Reads the database, with the writers' names. */
export interface EntryService {
  /** The winner, which may be a tombstone; `null` where the key has no entry. */
  one(key: Key): EntryView | null;
  /** The winner, then the history. */
  history(key: Key): EntryView[];
  /** The conflicts still open when the walk reaches their keys; `undefined` for one that is settled by then. */
  conflicts(): Iterable<ConflictView | undefined>;
  /** The keys still deleted when the walk reaches them; `undefined` now and then where it finds none. */
  deleted(): Iterable<Key | undefined>;
  /** Calls back with the winners of the keys that changed; returns the function that stops it. */
  watch(listener: (entries: EntryView[]) => void): () => void;
}
