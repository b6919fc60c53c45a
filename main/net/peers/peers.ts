import * as v from 'valibot';
import { isNodeId, type NodeId } from '../../store/stamp';
import { portHere } from '../interfaces';
import { MAX_ADDRESSES, MAX_KNOWN, nameSchema } from '../protocol';

export const peerSchema = v.object({
  /** `null` until a native node answered there, and always for a course node. */
  id: v.nullable(v.custom<NodeId>(isNodeId)),
  /** One that is none any more, from a profile of before, would make all that is told of peers a broken message. */
  name: v.fallback(v.nullable(nameSchema), null),
  /** `host:port`, the one that worked last first. */
  addresses: v.pipe(v.array(v.string()), v.maxLength(MAX_ADDRESSES)),
  /** Removed by the user: neither dialled nor let in until added again. */
  removed: v.boolean(),
  /** Paused by the user: neither dialled nor let in until resumed. Profiles of before do not say so. */
  paused: v.optional(v.boolean(), false),
  learnedFrom: v.nullable(v.string()),
  lastSeen: v.nullable(v.number()),
});
export type PeerRecord = v.InferOutput<typeof peerSchema>;

/** What is known of the nodes that a native peer told of. */
export interface Told {
  readonly id: NodeId | null;
  readonly name: string | null;
  readonly addresses: readonly string[];
}

/** Of a peer's addresses, the ones that last worked: no liar displaces these, and where it is now finds room all the same. */
const LASTING = MAX_ADDRESSES / 2;

/**
 * The peers that this node knows, one record a node: a node met at several addresses has one record, by its id. Kept
 * over restarts by its owner. Bounded: a newcomer displaces one of the machine that has most, as one machine may dial
 * under any number of ids; a node known only from others displaces none that was met.
 */
export class Peers {
  #records: PeerRecord[];
  /** At most `MAX_KNOWN`, the latest last: all that could be taken back fit in. */
  #dropped: PeerRecord[] = [];

  constructor(
    records: readonly PeerRecord[],
    /** Whether there is a link to it, so that it stays. */
    readonly isLinked: (record: PeerRecord) => boolean,
  ) {
    this.#records = records.slice(0, MAX_KNOWN).map((record) => ({ ...record }));
  }

  get all(): readonly PeerRecord[] {
    return this.#records;
  }

  byId(id: NodeId): PeerRecord | undefined {
    return this.#records.find((record) => record.id === id);
  }

  /** A node without an id has no name but where it listens, so one on this machine is found by any of its hosts. */
  byAddress(address: string): PeerRecord | undefined {
    const known = this.#records.find((record) => record.addresses.includes(address));
    const port = known === undefined ? portHere(address) : null;
    if (port === null) return known;
    // The port alone is cheap to compare, and a peer may tell of hundreds of addresses at once.
    const isHere = (other: string): boolean => other.endsWith(`:${port}`) && portHere(other) !== null;
    return this.#records.find(({ id, addresses }) => id === null && addresses.some(isHere));
  }

  /** By the handle that `handleOf` gives. */
  byHandle(handle: string): PeerRecord | undefined {
    return this.#records.find((record) => handleOf(record) === handle);
  }

  /** The record of an address, made where there is none. */
  add(address: string): PeerRecord | null {
    return this.byAddress(address) ?? this.#insert({ ...blank, addresses: [address] });
  }

  /**
   * A native node is linked. The address at which this node dialled it, or sees it, is its own from now on: whoever had
   * it before has moved.
   */
  met(node: Told & { readonly id: NodeId }, dialled: string | null, now: number): PeerRecord | null {
    const here = joined(dialled === null ? [] : [dialled], node.addresses);
    const before = this.#records.filter((other) => other.id !== node.id && other.addresses.includes(here[0] ?? ''));
    for (const other of before) this.forget(other, here[0] as string);
    const record =
      this.byId(node.id) ?? this.#insert({ ...blank, id: node.id, learnedFrom: before[0]?.learnedFrom ?? null });
    if (record === null) return null;
    record.name = node.name;
    record.lastSeen = now;
    record.addresses = joined(here, record.addresses);
    return record;
  }

  /** A course node answered at an address: if it was a native node's, it is no more. */
  metCourse(address: string, now: number): PeerRecord | null {
    for (const other of this.#records) if (other.id !== null) this.forget(other, address);
    const record = this.add(address);
    if (record === null) return null;
    return Object.assign(record, { lastSeen: now, addresses: joined(record.addresses, [address]) });
  }

  /** A peer told of another node; what a removed one's record says stays. Returns the record of whom anything is new. */
  learn(told: Told, learnedFrom: string): PeerRecord | null {
    const known =
      (told.id === null ? undefined : this.byId(told.id)) ??
      told.addresses.map((address) => this.byAddress(address)).find((record) => record !== undefined);
    if (known === undefined) {
      const record = { ...blank, ...told, addresses: joined(told.addresses), learnedFrom };
      return this.#insert(record, (records) => records.find((other) => isHearsay(other) && !other.paused));
    }
    if (known.removed || known.id !== told.id) return null;
    const before = known.addresses;
    known.addresses = joined(before.slice(0, LASTING), told.addresses, before);
    return known.addresses.some((address) => !before.includes(address)) ? known : null;
  }

  /** A node was found where another one used to be: a known one has moved there, and is to be dialled there first. */
  found(id: NodeId, address: string): PeerRecord | undefined {
    const record = this.byId(id);
    if (record !== undefined) record.addresses = joined([address], record.addresses);
    return record;
  }

  /** A node took a new id: the address is its own from now on. */
  renewed(former: PeerRecord, id: NodeId, address: string): PeerRecord | undefined {
    this.forget(former, address);
    const { name, learnedFrom } = former;
    return this.#insert({ ...blank, id, name, learnedFrom, addresses: [address] }) ?? undefined;
  }

  /** Drops records as if nobody had named them. A node that is met, or named again, is known again. */
  drop(records: readonly PeerRecord[]): void {
    const dropped = new Set(records);
    const handles = new Set(records.map(handleOf));
    const before = this.#dropped.filter((record) => !handles.has(handleOf(record)));
    this.#records = this.#records.filter((record) => !dropped.has(record));
    this.#dropped = [...before, ...dropped].slice(-MAX_KNOWN);
  }

  /** Takes back what was dropped, by its handles, as far as there is room and nobody has it again. */
  restore(handles: readonly string[]): void {
    const wanted = new Set(handles);
    const back = this.#dropped.filter((record) => wanted.has(handleOf(record)));
    this.#dropped = this.#dropped.filter((record) => !wanted.has(handleOf(record)));
    for (const record of back) if (this.byHandle(handleOf(record)) === undefined) this.#insert(record, () => undefined);
  }

  /** Takes an address away; with its last one goes a record of a node that was never met. */
  forget(record: PeerRecord, address: string): void {
    record.addresses = record.addresses.filter((other) => other !== address);
    if (record.addresses.length === 0 && (record.id === null || record.lastSeen === null)) this.#delete(record);
  }

  /** @param choose which of those without a link goes for it where there is no room */
  #insert(
    record: PeerRecord,
    choose: (idle: readonly PeerRecord[]) => PeerRecord | undefined = lastOf,
  ): PeerRecord | null {
    if (this.#records.length >= MAX_KNOWN) {
      const spare = choose(this.#records.filter((other) => !this.isLinked(other)));
      if (spare === undefined) return null;
      this.#delete(spare);
    }
    this.#records.push(record);
    return record;
  }

  #delete(record: PeerRecord): void {
    this.#records = this.#records.filter((other) => other !== record);
  }
}

/** A name for a record that holds for as long as it does: its id, or its address before one is known. */
export function handleOf({ id, addresses }: PeerRecord): string {
  return id ?? addresses[0] ?? '';
}

const blank: PeerRecord = {
  id: null,
  name: null,
  addresses: [],
  removed: false,
  paused: false,
  learnedFrom: null,
  lastSeen: null,
};

/** Whether the user lets this node link to it. */
export function isWelcome({ removed, paused }: PeerRecord): boolean {
  return !removed && !paused;
}

/** A node not seen for longer is worth neither a stranger's dial nor a user's waiting. */
export const FRESH_MS = 24 * 60 * 60 * 1000;

/**
 * Whether nobody waits for it without a link: it is known only from others, or was not seen for a day, unless that is because
 * the user paused it.
 */
export function isAway(record: PeerRecord, now: number): boolean {
  const { lastSeen, paused } = record;
  return isHearsay(record) || (lastSeen !== null && !paused && now - lastSeen > FRESH_MS);
}

/** Whether others named it, and this node never met it. */
function isHearsay({ lastSeen, learnedFrom, removed }: PeerRecord): boolean {
  return lastSeen === null && learnedFrom !== null && !removed;
}

/** Removed or paused nodes come last: if forgotten, they would be let in again. */
function lastOf(idle: readonly PeerRecord[]): PeerRecord | undefined {
  const kept = idle.filter(isWelcome);
  return oldestOfMost(kept.length > 0 ? kept : idle);
}

/**
 * Of the machine, or machines, with most records: hearsay first, then the one seen longest ago. A record that was never
 * met and that nobody named is one that a user waits for.
 */
function oldestOfMost(records: readonly PeerRecord[]): PeerRecord | undefined {
  const byHost = new Map<string, PeerRecord[]>();
  for (const record of records) {
    const there = byHost.get(hostOf(record)) ?? [];
    there.push(record);
    byHost.set(hostOf(record), there);
  }
  const all = [...byHost.values()];
  const most = Math.max(...all.map(({ length }) => length));
  const seen = (record: PeerRecord): number => (isHearsay(record) ? 0 : (record.lastSeen ?? Number.MAX_VALUE));
  return all
    .filter(({ length }) => length === most)
    .flat()
    .sort((a, b) => seen(a) - seen(b))[0];
}

/** As the first of its addresses has it. */
function hostOf({ addresses }: PeerRecord): string {
  return (addresses[0] ?? '').replace(/:\d+$/, '');
}

function joined(...lists: (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].slice(0, MAX_ADDRESSES);
}
