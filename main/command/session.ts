import type { Address } from '../net/address';
import type { NodeEvent } from '../net/events';
import { listedIn, readKey } from '../net/peers/course-keys';
import { type Card, MAX_ADDRESSES } from '../net/protocol';
import type { Secret } from '../net/secrets';
import type { ValueRow } from '../net/server/backup-server';
import type { BackupView } from '../net/server/backup-service';
import type { Reply, ToldEvents } from '../net/server/client-server';
import type { Page, Row } from '../net/server/export-page';
import { checkOwner } from '../net/server/owner-server';
import type { ConflictView, EntryView, NodeStatus } from '../net/service';
import { connect } from '../net/wire/connect';
import type { CourseSocket } from '../net/wire/course-socket';
import { REACH_MS } from '../net/wire/reach';
import type { Socket } from '../net/wire/socket-link';
import type { Restored, RestorePreview } from '../status';
import type { Packed } from '../store/pack';
import { Refused } from '../store/refusal';
import type { Rule } from '../store/rule';
import { anyValue } from '../store/text';
import { Requests } from './requests';

/** A node answers within ms; a backup reports its progress. */
const ANSWER_MS = 20_000;
/**
 * If the node dials an address: 5 s each to look its name up, for the connection and for Socket.IO, then as long again
 * for a look at what else is there, or 8 s for a link to answer.
 */
const DIAL_MS = 30_000;
/** The addresses of an invitation are dialled in turn. */
const JOIN_MS = MAX_ADDRESSES * DIAL_MS;
/** Bytes of the longest answer read: all keys, or all conflicts, of a database of a million. */
const MAX_ANSWER_BYTES = 100 * 1024 * 1024;

export interface Watched {
  readonly entries: EntryView[];
  /** Further changes that were too many to send. */
  readonly missed: number;
}

/** The command line's requests to a node. A course node can do only what its protocol has. */
export interface Session {
  /** The program's; a course node tells none. */
  readonly version: string | null;
  entry(key: string): Promise<EntryView | null>;
  set(key: string, json: string): Promise<void>;
  delete(key: string): Promise<void>;
  keys(): Promise<string[]>;
  history(key: string): Promise<EntryView[]>;
  putBack(key: string, stamp: string): Promise<void>;
  /** Gives what the node holds stamped ahead the present time; returns the number of entries. */
  restamp(): Promise<number>;
  conflicts(): Promise<ConflictView[]>;
  /** Keys that are deleted, in no order. */
  deleted(): Promise<string[]>;
  addPeer(address: string): Promise<void>;
  /** The node's invitation. @param first the address to try before the node's own */
  invite(first: string | null): Promise<string>;
  join(invitation: string): Promise<void>;
  removePeer(peer: string): Promise<void>;
  /** Forgets those of at most 256 peers that have no link; returns how many. */
  forgetPeers(peers: readonly string[]): Promise<number>;
  /** @param peer `null` for all that are known now */
  setPaused(peer: string | null, isPaused: boolean): Promise<void>;
  dismissRescue(): Promise<void>;
  /** Whether a key opened the connection, so that nobody else reads what goes over it. */
  readonly isSecret: boolean;
  /** Whether the node belongs to this user; the next three send nothing where it does not, and are refused. */
  readonly isOwners: boolean;
  networkKey(): Promise<string | null>;
  /** Takes the key of an invitation. */
  takeKey(invitation: string): Promise<void>;
  /** `null` makes the network open. */
  setNetworkKey(key: string | null): Promise<void>;
  /** Addresses as the course's `peers` gives them. */
  peers(): Promise<string[]>;
  status(): Promise<NodeStatus>;
  /** Resolves once the node is gone. */
  watch(listener: (watched: Watched) => void): Promise<void>;
  /** As `watch`, beginning with the events that the node has kept. */
  watchEvents(listener: (told: ToldEvents) => void): Promise<void>;
  /** Makes a backup there; `progress` tells entries done and in all. */
  backUp(progress: (done: number, total: number) => void): Promise<BackupView>;
  /** Has the node keep a backup, even if it is due for removal, until this session ends or holds another. */
  holdBackup(fingerprint: string): Promise<void>;
  backups(): Promise<BackupView[]>;
  /** Makes the node count what entries of a backup would change; `first` begins a new count. */
  preview(rule: Rule, first: boolean, entries: Packed): Promise<void>;
  previewed(): Promise<RestorePreview>;
  restore(rule: Rule, entries: Packed): Promise<Restored>;
  /** Writes again what keys have in a backup and not there; returns the number of keys written. */
  putBackValues(values: readonly ValueRow[]): Promise<number>;
  exportPage(first: boolean): Promise<Page>;
  /** Sets keys; returns the places and messages of those that the node refused. */
  importRows(rows: readonly Row[]): Promise<[number, string][]>;
  close(): void;
}

/** @throws Refused as `connect` */
export async function openSession(address: Address, path: string, secret: Secret | null): Promise<Session> {
  const greet = (socket: Socket, { version }: Card): Session => nativeSession(socket, version, secret);
  const auth = { byr: { client: true } } as const;
  const bounds = { patience: REACH_MS, maxBytes: MAX_ANSWER_BYTES };
  const connected = await connect(address, { path, secret, auth, ...bounds, greet });
  return connected.kind === 'node' ? connected.greeted : courseSession(connected.socket);
}

function nativeSession(socket: Socket, version: string, secret: Secret | null): Session {
  const isOwners = secret?.identity === 'byr-owner-1';
  const requests = new Requests(socket);
  const within =
    (ms: number) =>
    async <T>(event: string, ...args: unknown[]): Promise<T> => {
      const reply = (await requests.ask(ms, event, args)) as Reply<T>;
      if (!reply.ok) throw new Refused(reply.code, reply.message);
      return reply.value;
    };
  const course = async <T>(event: string): Promise<T> => (await requests.ask(ANSWER_MS, event, [])) as T;
  const ask = within(ANSWER_MS);
  const owner =
    (ms: number) =>
    async <T>(event: string, ...args: unknown[]): Promise<T> => {
      checkOwner(isOwners);
      return within(ms)(event, ...args);
    };
  return {
    version,
    entry: (key) => ask('entry', key),
    set: (key, json) => ask('put', key, json),
    delete: (key) => ask('delete', key),
    keys: () => course('keys'),
    history: (key) => ask('history', key),
    putBack: (key, stamp) => ask('putBack', key, stamp),
    restamp: () => ask('restamp'),
    conflicts: () => ask('conflicts'),
    deleted: () => ask('deleted'),
    addPeer: (address) => within(DIAL_MS)('link', address),
    invite: (first) => ask('invite', first),
    join: (invitation) => within(JOIN_MS)('join', invitation),
    removePeer: (peer) => ask('removePeer', peer),
    forgetPeers: (peers) => ask('forgetPeers', peers),
    setPaused: (peer, isPaused) => ask('setPaused', peer, isPaused),
    dismissRescue: () => ask('dismissRescue'),
    isSecret: secret !== null,
    isOwners,
    networkKey: () => owner(ANSWER_MS)('networkKey'),
    takeKey: (invitation) => owner(JOIN_MS)('takeKey', invitation),
    setNetworkKey: (key) => owner(ANSWER_MS)('setNetworkKey', key),
    peers: () => course('peers'),
    status: () => ask('status'),
    watch: async (listener) => {
      socket.on('change', (watched) => listener(watched as Watched));
      await ask('watch');
      await requests.closed;
    },
    watchEvents: async (listener) => {
      socket.on('events', (told) => listener(told as ToldEvents));
      listener({ events: await ask<NodeEvent[]>('events'), missed: 0 });
      await requests.closed;
    },
    backUp: (progress) => {
      socket.on('progress', (told) => {
        const { done, total } = told as { done: number; total: number };
        progress(done, total);
      });
      return ask('backup');
    },
    holdBackup: (fingerprint) => ask('holdBackup', fingerprint),
    backups: () => ask('backups'),
    preview: (rule, first, entries) => ask('preview', rule, first, entries),
    previewed: () => ask('previewed'),
    restore: (rule, entries) => ask('restore', rule, entries),
    putBackValues: (values) => ask('putBackValues', values),
    exportPage: (first) => ask('export', first),
    importRows: (rows) => ask('import', rows),
    close: () => void socket.disconnect(),
  };
}

function courseSession(course: CourseSocket): Session {
  const only = (what: string) => async (): Promise<never> => {
    throw new Refused('bad-request', `This is a course node: it cannot ${what}.`);
  };
  return {
    version: null,
    entry: async (key) => {
      const value = await course.call('get', key);
      if (value === null || value === undefined) return null;
      return { key, value: anyValue(value), by: 'course node', time: 0, stamp: '' };
    },
    set: async (key, json) => {
      const why = await course.set(key, JSON.parse(json));
      if (why !== null) throw why;
    },
    keys: async () => {
      const { keys, fault } = listedIn(await course.call('keys'));
      if (fault !== null) throw fault;
      return keys.map(keyText);
    },
    addPeer: async (address) => {
      const answer = await course.call('addPeer', address);
      if (typeof answer === 'string') throw new Refused('peer-refused', answer);
      if (answer === false) throw new Refused('peer-refused', 'The course node refused addPeer.');
    },
    peers: async () => {
      const peers = await course.call('peers');
      if (!Array.isArray(peers)) throw new Refused('bad-request', "Its 'peers' calls back no list of addresses.");
      return peers.map((peer) => (typeof peer === 'string' ? peer : JSON.stringify(peer)));
    },
    delete: only('delete'),
    history: only('tell a history'),
    putBack: only('put back'),
    restamp: only('restamp'),
    conflicts: only('tell conflicts'),
    deleted: only('tell what was deleted'),
    invite: only('invite'),
    join: only('read an invitation; give its address'),
    removePeer: only('remove a peer'),
    forgetPeers: only('forget a peer'),
    setPaused: only('pause or resume a peer'),
    dismissRescue: only('tell of a damaged database'),
    isSecret: false,
    isOwners: false,
    networkKey: only('be private'),
    takeKey: only('be private'),
    setNetworkKey: only('be private'),
    status: only('tell its status'),
    watch: only('be watched'),
    watchEvents: only('be watched'),
    backUp: only('make a backup'),
    holdBackup: only('restore a backup'),
    backups: only('list backups'),
    preview: only('restore a backup'),
    previewed: only('restore a backup'),
    restore: only('restore a backup'),
    putBackValues: only('restore a backup'),
    exportPage: only('export its keys'),
    importRows: only('import keys'),
    close: () => course.close(),
  };
}

/** Any text is listed, also one that is no key of ours. */
function keyText(listed: unknown): string {
  const key = readKey(listed);
  if (key instanceof Refused && key.code === 'bad-keys') throw key;
  return String(listed);
}
