import { type Clock, MAX_AHEAD_MS } from './clock';
import { DigestTree } from './digest-tree';
import { type Entry, entryOrder, type Order, type Sha256 } from './entry';
import { Feed } from './feed';
import { KeyMap } from './key-map';
import { conflicts, heads, insert, newVersion, type Version } from './record';
import { Refused } from './refusal';
import type { Rule } from './rule';
import { Snapshot } from './snapshot';
import { type NodeId, type Stamp, stampText } from './stamp';
import type { JsonText, Key } from './text';

/** An entry with its number in the change feed. */
export interface Numbered extends Entry {
  readonly seq: number;
}

/** What a change came to, for the disk and for whoever shows it. */
export interface Applied {
  readonly added: readonly Version[];
  /** The numbers in the feed of the versions that went. */
  readonly dropped: readonly number[];
}

/** Of many writes, the place of one that was refused. */
export interface RefusedAt {
  readonly at: number;
  readonly why: Refused;
}

const NO_PARENTS: readonly Stamp[] = [];
const NO_NUMBERS: readonly number[] = [];
const NOTHING: Applied = { added: [], dropped: NO_NUMBERS };

/** An entry stamped further ahead than `MAX_AHEAD_MS`. The batch that holds it changed nothing. */
export class ClockWrong extends Refused {
  constructor(
    /** How far ahead of the local clock, ms. */
    readonly ahead: number,
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
  readonly feed = new Feed();
  /** Of every version that the database holds. */
  readonly digests = new DigestTree();
  readonly order: Order;
  readonly #winners = new KeyMap<Version>();
  readonly #conflicted = new Set<Key>();
  readonly #snapshots = new Set<Snapshot>();
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

  /** 32 hex digits; equal on two nodes if and only if (but for 2^-128) their winners and their histories are. */
  get fingerprint(): string {
    return this.digests.root;
  }

  get conflicted(): ReadonlySet<Key> {
    return this.#conflicted;
  }

  /** The winner, a tombstone among them; `undefined` where no entry was ever seen. */
  winner(key: Key): Version | undefined {
    return this.#winners.get(key);
  }

  /** The winner, then the history, highest first. */
  versions(key: Key): readonly Version[] {
    const winner = this.#winners.get(key);
    return winner === undefined ? [] : [winner, ...winner.history];
  }

  /** The versions in open conflict with the winner. */
  conflicts(key: Key): readonly Version[] {
    const winner = this.#winners.get(key);
    return winner === undefined ? [] : conflicts(winner, this.rule);
  }

  /** Winners, tombstones too, in no order. */
  winners(): Generator<Version> {
    return this.#winners.values();
  }

  /** What it holds now, for whoever reads it bit by bit and then closes it. */
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
    const winner = this.#winners.get(key);
    const version = this.#next(key, value, winner);
    return version === null ? NOTHING : applied(version, this.#insert(version, winner));
  }

  /** Sets keys, in their order; where one is refused, the others are set all the same. */
  putAll(values: readonly (readonly [key: Key, value: JsonText])[]): Applied & { refused: RefusedAt[] } {
    const added: Version[] = [];
    const dropped: number[] = [];
    const refused: RefusedAt[] = [];
    for (let at = 0; at < values.length; at++) {
      const one = values[at] as (typeof values)[number];
      const winner = this.#winners.get(one[0]);
      try {
        const version = this.#next(one[0], one[1], winner);
        if (version === null) continue;
        const lost = this.#insert(version, winner);
        added.push(version);
        if (lost > 0) dropped.push(lost);
      } catch (why) {
        if (!(why instanceof Refused)) throw why;
        refused.push({ at, why });
      }
    }
    return { added: dropped.length === 0 ? added : added.filter(({ seq }) => seq > 0), dropped, refused };
  }

  /**
   * A `set` of the course protocol: a new key only, or a deleted one with a value that it did not have before, so that
   * no echo of an old value brings it back.
   * @param time ms since 1970 that the course node gave the entry, if any
   * @throws Refused `write-once`, `clock-wrong`
   */
  create(key: Key, value: JsonText, writer: NodeId, time?: number): Applied {
    const winner = this.#winners.get(key);
    if (winner?.value === value) return NOTHING;
    if (winner !== undefined && !this.#canRevive(winner, value, time)) {
      throw new Refused('write-once', 'The key has, or had, a value: a course set never overwrites.');
    }
    // A script that found no value saw every delete, but none of the values that are in conflict with them.
    const seen =
      winner === undefined ? [] : [winner, ...heads(winner, this.rule).filter((head) => head.value === null)];
    const parents = seen.map(({ stamp }) => stamp);
    if (time === undefined) {
      const version = newVersion({ key, value, stamp: this.clock.tick(writer), parents }, null);
      return applied(version, this.#insert(version, winner));
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
      if (stamp.time - now > MAX_AHEAD_MS) throw new ClockWrong(stamp.time - now);
      if (value === null && this.rule === 'first')
        throw new Refused('write-once', 'In this network nothing is deleted.');
    }
    return this.#apply(entries, from);
  }

  /** Entries of this node's own disk, which were checked when they came: in the order of the feed. */
  load(entries: readonly Numbered[]): void {
    for (let at = 0; at < entries.length; at++) {
      const entry = entries[at] as Numbered;
      this.clock.observe(entry.stamp);
      this.#insert(newVersion(entry, null), this.#winners.get(entry.key), entry.seq);
    }
  }

  /** The version of a key with this stamp (as `stampText` writes it). @throws Refused `not-found` */
  versionAt(key: Key, stamp: string): Version {
    const found = this.versions(key).find((version) => stampText(version.stamp) === stamp);
    if (found === undefined) throw new Refused('not-found', 'That entry is no longer in the history of the key.');
    return found;
  }

  /** What a write here adds; `null` where it changes nothing. @throws Refused as `put` */
  #next(key: Key, value: JsonText | null, winner: Version | undefined): Version | null {
    const current = winner?.value ?? null;
    const settles = winner !== undefined && conflicts(winner, this.rule).length > 0;
    if (current === null && value === null && !settles)
      throw new Refused('not-found', 'There is no such key to delete.');
    if (current === value && !settles) return null;
    if (winner !== undefined && this.rule === 'first') {
      throw new Refused('write-once', 'This network keeps the first value of a key: it cannot be edited or deleted.');
    }
    const parents = winner === undefined ? NO_PARENTS : [winner, ...heads(winner, this.rule)].map(({ stamp }) => stamp);
    return newVersion({ key, value, stamp: this.clock.tick(), parents }, null);
  }

  #canRevive(winner: Version, value: JsonText, time: number | undefined): boolean {
    return (
      this.rule === 'latest' &&
      winner.value === null &&
      !winner.history.some((version) => version.value === value) &&
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
      const lost = this.#insert(version, this.#winners.get(entry.key));
      if (version.seq > 0) added.push(version);
      if (lost > 0) dropped.push(lost);
    }
    return { added: dropped.length === 0 ? added : added.filter(({ seq }) => seq > 0), dropped };
  }

  /**
   * Returns the number of the version that fell out of the history for it, or 0.
   * @param before the key's winner
   */
  #insert(version: Version, before: Version | undefined, seq?: number): number {
    if (before === undefined) {
      this.#hold(version, seq);
      this.#won(version, null);
      return 0;
    }
    for (const snapshot of this.#snapshots) snapshot.changes(before);
    const { winner, added, dropped } = insert(before, version, this.rule, this.order);
    if (!added) return 0;
    this.#hold(version, seq);
    if (winner !== before) this.#won(winner, before);
    this.#judge(winner);
    return dropped === null ? 0 : this.#drop(dropped);
  }

  #hold(version: Version, seq?: number): void {
    this.feed.append(version, seq);
    this.digests.add(version);
  }

  #drop(version: Version): number {
    const { seq } = version;
    this.feed.drop(version);
    this.digests.remove(version);
    return seq;
  }

  #won(winner: Version, before: Version | null): void {
    this.#winners.set(winner);
    this.#live += (winner.value === null ? 0 : 1) - (before === null || before.value === null ? 0 : 1);
  }

  #judge(winner: Version): void {
    if (conflicts(winner, this.rule).length > 0) this.#conflicted.add(winner.key);
    else this.#conflicted.delete(winner.key);
  }
}

/** @param lost the number of what fell out of the history for it, or 0 */
function applied(version: Version, lost: number): Applied {
  return { added: [version], dropped: lost > 0 ? [lost] : NO_NUMBERS };
}
