import { type Clock, MAX_AHEAD_MS } from './clock';
import { type Entry, entryOrder, type Order, type Sha256 } from './entry';
import { Feed } from './feed';
import { Fingerprint } from './fingerprint';
import { conflicts, heads, insert, type KeyRecord, type Version } from './record';
import { Refused } from './refusal';
import type { Rule } from './rule';
import { type NodeId, stampText } from './stamp';
import type { JsonText, Key } from './text';

/** What a change came to, for the disk and for whoever shows it. */
export interface Applied {
  readonly added: readonly Version[];
  readonly dropped: readonly Version[];
}

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
  readonly order: Order;
  readonly #records = new Map<Key, KeyRecord>();
  readonly #fingerprint: Fingerprint;
  readonly #conflicted = new Set<Key>();
  #live = 0;

  constructor(
    readonly rule: Rule,
    readonly clock: Clock,
    sha256: Sha256,
  ) {
    this.order = entryOrder(sha256);
    this.#fingerprint = new Fingerprint(sha256);
  }

  /** Keys with a value. */
  get size(): number {
    return this.#live;
  }

  /** 32 hex digits; equal on two nodes if and only if (but for 2^-128) their winners are equal. */
  get fingerprint(): string {
    return this.#fingerprint.toString();
  }

  get conflicted(): ReadonlySet<Key> {
    return this.#conflicted;
  }

  /** The winner, a tombstone among them; `undefined` where no entry was ever seen. */
  winner(key: Key): Version | undefined {
    return this.#records.get(key)?.winner;
  }

  /** The winner, then the history, highest first. */
  versions(key: Key): readonly Version[] {
    const record = this.#records.get(key);
    return record === undefined ? [] : [record.winner, ...record.history];
  }

  /** The versions in open conflict with the winner. */
  conflicts(key: Key): readonly Version[] {
    const record = this.#records.get(key);
    return record === undefined ? [] : conflicts(record);
  }

  /** Winners, tombstones too, in no order. */
  *winners(): Generator<Version> {
    for (const record of this.#records.values()) yield record.winner;
  }

  /**
   * A write here: sets a value, or deletes where `value` is `null`. Writing what stands there already changes nothing,
   * unless it settles a conflict.
   * @throws Refused `write-once` under rule `first` for a key that has a value, `not-found` for deleting nothing
   */
  put(key: Key, value: JsonText | null): Applied {
    const record = this.#records.get(key);
    const current = record?.winner.value ?? null;
    const settles = record !== undefined && conflicts(record).length > 0;
    if (current === null && value === null && !settles)
      throw new Refused('not-found', 'There is no such key to delete.');
    if (current === value && !settles) return { added: [], dropped: [] };
    if (record !== undefined && this.rule === 'first') {
      throw new Refused('write-once', 'This network keeps the first value of a key: it cannot be edited or deleted.');
    }
    const parents = record === undefined ? [] : [record.winner, ...heads(record)].map(({ stamp }) => stamp);
    return this.#apply([{ key, value, stamp: this.clock.tick(), parents }], null);
  }

  /**
   * A `set` of the course protocol: a new key only, or a deleted one with a value that it did not have before, so that
   * no echo of an old value brings it back.
   * @param time ms since 1970 that the course node gave the entry, if any
   * @throws Refused `write-once`, `clock-wrong`
   */
  create(key: Key, value: JsonText, writer: NodeId, time?: number): Applied {
    const record = this.#records.get(key);
    if (record?.winner.value === value) return { added: [], dropped: [] };
    if (record !== undefined && !this.#canRevive(record, value, time)) {
      throw new Refused('write-once', 'The key has, or had, a value: a course set never overwrites.');
    }
    // A script that found no value saw every delete, but none of the values that are in conflict with them.
    const seen = record === undefined ? [] : [record.winner, ...heads(record).filter((head) => head.value === null)];
    const parents = seen.map(({ stamp }) => stamp);
    if (time === undefined) return this.#apply([{ key, value, stamp: this.clock.tick(writer), parents }], null);
    return this.merge([{ key, value, stamp: { time, counter: 0, node: writer }, parents }], null);
  }

  /**
   * Entries of a peer (`from`), all or none.
   * @throws ClockWrong
   */
  merge(entries: readonly Entry[], from: NodeId | null): Applied {
    for (const { stamp } of entries) {
      const ahead = this.clock.ahead(stamp);
      if (ahead > MAX_AHEAD_MS) throw new ClockWrong(ahead);
    }
    return this.#apply(entries, from);
  }

  /** Entries of this node's own disk, which were checked when they came. */
  load(entries: readonly Entry[]): void {
    this.#apply(entries, null);
  }

  /** The version of a key with this stamp (as `stampText` writes it). @throws Refused `not-found` */
  versionAt(key: Key, stamp: string): Version {
    const found = this.versions(key).find((version) => stampText(version.stamp) === stamp);
    if (found === undefined) throw new Refused('not-found', 'That entry is no longer in the history of the key.');
    return found;
  }

  #canRevive({ winner, history }: KeyRecord, value: JsonText, time: number | undefined): boolean {
    return (
      this.rule === 'latest' &&
      winner.value === null &&
      !history.some((version) => version.value === value) &&
      (time === undefined || time > winner.stamp.time)
    );
  }

  #apply(entries: readonly Entry[], from: NodeId | null): Applied {
    const added: Version[] = [];
    const dropped: Version[] = [];
    for (const { key, value, stamp, parents } of entries) {
      this.clock.observe(stamp);
      const version: Version = { key, value, stamp, parents, seq: 0, from };
      const lost = this.#insert(version);
      if (version.seq > 0) added.push(version);
      if (lost !== null && lost !== version) dropped.push(lost);
    }
    return { added: added.filter((version) => version.seq > 0), dropped };
  }

  /** Returns the version that fell out of the history, if any. */
  #insert(version: Version): Version | null {
    const record = this.#records.get(version.key);
    if (record === undefined) {
      this.#records.set(version.key, { winner: version, history: [] });
      this.feed.append(version);
      this.#won(version, null);
      return null;
    }
    const before = record.winner;
    const { added, dropped } = insert(record, version, this.rule, this.order);
    if (added) this.feed.append(version);
    if (dropped !== null) this.feed.drop(dropped);
    if (record.winner !== before) this.#won(record.winner, before);
    if (added) this.#judge(record);
    return dropped;
  }

  #won(winner: Version, before: Version | null): void {
    if (before !== null) this.#fingerprint.toggle(before);
    this.#fingerprint.toggle(winner);
    this.#live += (winner.value === null ? 0 : 1) - (before === null || before.value === null ? 0 : 1);
  }

  #judge(record: KeyRecord): void {
    const { key } = record.winner;
    if (conflicts(record).length > 0) this.#conflicted.add(key);
    else this.#conflicted.delete(key);
  }
}
