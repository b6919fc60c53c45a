import { type Clock, MAX_AHEAD_MS } from './clock';
import { DigestTree } from './digest-tree';
import { type Entry, entryOrder, type Order, type Sha256 } from './entry';
import { Feed } from './feed';
import { layOut } from './form';
import { KeyIndex } from './key-index';
import { conflicts, heads, insert, type Line, NOWHERE, newVersion, type Slot, type Version } from './record';
import { Refused } from './refusal';
import type { Rule } from './rule';
import { Snapshot } from './snapshot';
import { type NodeId, type Stamp, stampText } from './stamp';
import type { JsonText, Key } from './text';
import { VersionTable } from './version-table';

/** An entry with its number in the change feed. */
export interface Numbered extends Entry {
  readonly seq: number;
  /** Lays it out as `layOut` does, where it can in less time. */
  layOut?(): number;
}

/** What a change came to, for the disk and for whoever shows it. */
export interface Applied {
  readonly added: readonly Version[];
  /** The numbers in the feed of the versions that went. */
  readonly dropped: readonly number[];
}

/** What a key is to have; `null` where it is to be deleted. */
export type KeyValue = readonly [key: Key, value: JsonText | null];

/** Of many writes, the place of one that was refused. */
export interface RefusedAt {
  readonly at: number;
  readonly why: Refused;
}

const NO_PARENTS: readonly Stamp[] = [];
const EMPTY: Line = [];
const NO_NUMBERS: readonly number[] = [];
const NOTHING: Applied = { added: [], dropped: NO_NUMBERS };

/** An entry stamped further ahead than `MAX_AHEAD_MS`. The batch that holds it changed nothing. */
export class ClockWrong extends Refused {
  constructor(
    /** How far ahead of the local clock, ms. */
    readonly ahead: number,
    /** Its place in the batch. */
    readonly at: number,
  ) {
    super('clock-wrong', `An entry is stamped ${Math.round(ahead / 1000)} s in the future; set the clocks right.`);
  }
}

/**
 * The replicated database of one node: a join semilattice of entries per key (Shapiro et al. 2011), so that merging is
 * commutative, associative and idempotent. All in memory, synchronous, without any I/O; whoever calls keeps what
 * `Applied` says on a disk. It must never give out a stamp that it has not observed.
 */
export class Database {
  readonly #versions = new VersionTable();
  readonly feed = new Feed(this.#versions);
  /** Of every version that the database holds. */
  readonly digests = new DigestTree(this.#versions);
  readonly order: Order;
  /** Of each key the winner, from which the table leads to its history. */
  readonly #winners = new KeyIndex(this.#versions);
  readonly #conflicted = new Set<Key>();
  readonly #snapshots = new Set<Snapshot>();
  /** Keys ever seen, and those with a value. */
  #seen = 0;
  #live = 0;

  constructor(
    readonly rule: Rule,
    readonly clock: Clock,
    sha256: Sha256,
  ) {
    this.order = entryOrder(sha256);
  }

  /** Keys with a value. */
  get size(): number {
    return this.#live;
  }

  /** Keys that are deleted. */
  get deleted(): number {
    return this.#seen - this.#live;
  }

  /** 32 hex digits; equal on two nodes if and only if (but for 2^-128) their winners and their histories are. */
  get fingerprint(): string {
    return this.digests.root;
  }

  get conflicted(): ReadonlySet<Key> {
    return this.#conflicted;
  }

  /** The winner, a tombstone among them; `undefined` where no entry was ever seen. */
  winner(key: Key): Version | undefined {
    const slot = this.#winners.get(key);
    return slot === NOWHERE ? undefined : this.#versions.read(slot);
  }

  /** What a key has, without a copy of it; `null` where no entry was ever seen. */
  holds(key: Key): 'value' | 'tombstone' | null {
    const slot = this.#winners.get(key);
    if (slot === NOWHERE) return null;
    return this.#versions.isTombstone(slot) ? 'tombstone' : 'value';
  }

  /** Whether a version that this database holds is the winner of its key. */
  isWinner({ key, slot }: Version): boolean {
    return this.#winners.get(key) === slot;
  }

  /** The winner, then the history, highest first; empty where no entry was ever seen. */
  versions(key: Key): Line {
    return this.#lineFrom(this.#winners.get(key));
  }

  /** The versions in open conflict with the winner. */
  conflicts(key: Key): Line {
    return conflicts(this.versions(key), this.rule);
  }

  /**
   * All keys, with those of tombstones, in no order; keys that are new since the first was read may be missing. Keys
   * are copied a part at a time, rather than their slots, any of which may belong to another key by the time it is
   * read.
   */
  *keys(): Generator<Key> {
    for (const part of this.#winners.parts()) yield* part.map((slot) => this.#versions.key(slot));
  }

  /** Of all `keys`. */
  *winners(): Generator<Version> {
    for (const key of this.keys()) yield this.winner(key) as Version;
  }

  /**
   * The tombstones among the winners, a part of the keys at a time. Only these are copied: where all keys have a value,
   * that is a tenth of the work.
   */
  *tombstones(): Generator<Version[]> {
    for (const part of this.#winners.parts()) {
      yield part.filter((slot) => this.#versions.isTombstone(slot)).map((slot) => this.#versions.read(slot));
    }
  }

  /** What it holds now. The caller reads it bit by bit, then closes it. */
  snapshot(): Snapshot {
    const snapshot: Snapshot = new Snapshot(this, () => this.#snapshots.delete(snapshot));
    this.#snapshots.add(snapshot);
    return snapshot;
  }

  /**
   * A write here: sets a value, or deletes where `value` is `null`. Writing what stands there already changes nothing,
   * unless it settles a conflict.
   * @throws Refused `write-once` under rule `first` for a key that has a value, `not-found` for deleting nothing
   */
  put(key: Key, value: JsonText | null): Applied {
    const line = this.versions(key);
    const version = this.#next(key, value, line);
    return version === null ? NOTHING : applied(version, this.#insert(version, line));
  }

  /** As `put`, of many keys in their order; where one is refused, the others are written all the same. */
  putAll(values: readonly KeyValue[]): Applied & { refused: RefusedAt[] } {
    const added: Version[] = [];
    const dropped: number[] = [];
    const refused: RefusedAt[] = [];
    for (let at = 0; at < values.length; at++) {
      const one = values[at] as (typeof values)[number];
      const line = this.versions(one[0]);
      try {
        const version = this.#next(one[0], one[1], line);
        if (version === null) continue;
        const lost = this.#insert(version, line);
        added.push(version);
        if (lost > 0) dropped.push(lost);
      } catch (why) {
        if (!(why instanceof Refused)) throw why;
        refused.push({ at, why });
      }
    }
    return { added: without(added, dropped), dropped, refused };
  }

  /**
   * A `set` of the course protocol: a new key only, or a deleted one with a value that it did not have before, so that
   * no echo of an old value brings it back.
   * @param time ms since 1970 that the course node gave the entry, if any
   * @throws Refused `write-once`, `clock-wrong`
   */
  create(key: Key, value: JsonText, writer: NodeId, time?: number): Applied {
    const line = this.versions(key);
    const [winner] = line;
    if (winner?.value === value) return NOTHING;
    if (winner !== undefined && !this.#canRevive(winner, line, value, time)) {
      throw new Refused('write-once', 'The key has, or had, a value: a course set never overwrites.');
    }
    // A script that found no value saw every delete, but none of the values that are in conflict with them.
    const seen = winner === undefined ? [] : [winner, ...heads(line, this.rule).filter((head) => head.value === null)];
    const parents = seen.map(({ stamp }) => stamp);
    if (time === undefined) {
      const version = newVersion({ key, value, stamp: this.clock.tick(writer), parents }, null);
      return applied(version, this.#insert(version, line));
    }
    return this.merge([{ key, value, stamp: { time, counter: 0, node: writer }, parents }], null);
  }

  /**
   * Entries of a peer (`from`), all or none.
   * @throws ClockWrong; Refused `write-once` for a delete under rule `first`, which no node of ours writes
   */
  merge(entries: readonly Entry[], from: NodeId | null): Applied {
    const now = this.clock.now();
    for (let at = 0; at < entries.length; at++) {
      const { stamp, value } = entries[at] as Entry;
      if (stamp.time - now > MAX_AHEAD_MS) throw new ClockWrong(stamp.time - now, at);
      if (value === null && this.rule === 'first')
        throw new Refused('write-once', 'In this network nothing is deleted.');
    }
    return this.#apply(entries, from);
  }

  /** Entries of this node's own disk, which were checked when they came: in the order of the feed. */
  load(entries: readonly Numbered[]): void {
    if (entries.length > 0) this.#winners.spread();
    for (let at = 0; at < entries.length; at++) {
      const entry = entries[at] as Numbered;
      this.clock.observe(entry.stamp);
      const count = entry.layOut?.() ?? layOut(entry);
      const winner = this.#winners.getLaidOut();
      if (winner !== NOWHERE) {
        this.#insert(newVersion(entry, null), this.#lineFrom(winner), entry.seq);
        continue;
      }
      const slot = this.#versions.addLaidOut(count, entry, null, entry.seq);
      this.#list(slot, entry.seq);
      this.#winners.set(slot);
      this.#seen += 1;
      if (!this.#versions.isTombstone(slot)) this.#live += 1;
    }
  }

  /** The version of a key with this stamp (as `stampText` writes it). @throws Refused `not-found` */
  versionAt(key: Key, stamp: string): Version {
    const found = this.versions(key).find((version) => stampText(version.stamp) === stamp);
    if (found === undefined) throw new Refused('not-found', 'That entry is no longer in the history of the key.');
    return found;
  }

  /** What a write here adds; `null` where it changes nothing. @throws Refused as `put` */
  #next(key: Key, value: JsonText | null, line: Line): Version | null {
    const [winner] = line;
    const current = winner?.value ?? null;
    const settles = line.length > 1 && conflicts(line, this.rule).length > 0;
    if (current === null && value === null && !settles)
      throw new Refused('not-found', 'There is no such key to delete.');
    if (current === value && (!settles || this.rule === 'first')) return null;
    if (winner !== undefined && this.rule === 'first') {
      throw new Refused('write-once', 'This network keeps the first value of a key: it cannot be edited or deleted.');
    }
    const parents = winner === undefined ? NO_PARENTS : [winner, ...heads(line, this.rule)].map(({ stamp }) => stamp);
    return newVersion({ key, value, stamp: this.clock.tick(), parents }, null);
  }

  #canRevive(winner: Version, line: Line, value: JsonText, time: number | undefined): boolean {
    return (
      this.rule === 'latest' &&
      winner.value === null &&
      !line.some((version) => version.value === value) &&
      (time === undefined || time > winner.stamp.time)
    );
  }

  #apply(entries: readonly Entry[], from: NodeId | null): Applied {
    const added: Version[] = [];
    const dropped: number[] = [];
    for (let at = 0; at < entries.length; at++) {
      const entry = entries[at] as Entry;
      this.clock.observe(entry.stamp);
      const version = newVersion(entry, from);
      const lost = this.#insert(version, this.versions(entry.key));
      if (version.seq > 0) added.push(version);
      if (lost > 0) dropped.push(lost);
    }
    return { added: without(added, dropped), dropped };
  }

  #lineFrom(winner: Slot): Line {
    if (winner === NOWHERE) return EMPTY;
    const line: Version[] = [];
    for (let slot = winner; slot !== NOWHERE; slot = this.#versions.lower(slot)) line.push(this.#versions.read(slot));
    return line;
  }

  /**
   * Returns the number of the version that fell out of the history for it, or 0.
   * @param before what the key has
   */
  #insert(version: Version, before: Line, seq = this.feed.head + 1): number {
    const [winner] = before;
    version.seq = seq;
    if (winner === undefined) {
      this.#hold(version);
      this.#winners.set(version.slot);
      this.#seen += 1;
      if (version.value !== null) this.#live += 1;
      return 0;
    }
    for (const snapshot of this.#snapshots) snapshot.changes(before);
    const inserted = insert(before, version, this.rule, this.order);
    if (inserted === null) {
      version.seq = 0;
      return 0;
    }
    this.#hold(version);
    this.#keep(inserted.line, winner);
    return inserted.dropped === null ? 0 : this.#drop(inserted.dropped);
  }

  #hold(version: Version): void {
    const { from, seq } = version;
    version.slot = this.#versions.add(version, from, seq);
    this.#list(version.slot, seq, version);
  }

  #list(slot: Slot, seq: number, version?: Version): void {
    this.feed.append(slot, seq, version);
    this.digests.add(slot);
  }

  #drop({ seq, slot }: Version): number {
    this.feed.drop(seq);
    this.digests.remove(slot);
    this.#versions.remove(slot);
    return seq;
  }

  /** What a key has from now on. */
  #keep(line: Line, before: Version): void {
    for (let at = 0; at < line.length; at++) {
      this.#versions.setLower((line[at] as Version).slot, line[at + 1]?.slot ?? NOWHERE);
    }
    const winner = line[0] as Version;
    if (winner.slot !== before.slot) {
      this.#winners.set(winner.slot);
      this.#live += (winner.value === null ? 0 : 1) - (before.value === null ? 0 : 1);
    }
    if (conflicts(line, this.rule).length > 0) this.#conflicted.add(winner.key);
    else this.#conflicted.delete(winner.key);
  }
}

/** @param lost the number of what fell out of the history for it, or 0 */
function applied(version: Version, lost: number): Applied {
  return { added: [version], dropped: lost > 0 ? [lost] : NO_NUMBERS };
}

/** The versions less those that were dropped again. */
function without(added: Version[], dropped: readonly number[]): Version[] {
  if (dropped.length === 0) return added;
  const gone = new Set(dropped);
  return added.filter(({ seq }) => !gone.has(seq));
}
