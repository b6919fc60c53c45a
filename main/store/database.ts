import { aheadText, type Clock, MAX_AHEAD_MS } from './clock';
import { Contents, type Numbered } from './contents';
import { type Entry, NO_PARENTS, type Sha256 } from './entry';
import { conflicts, heads, type Line, newVersion, type Version } from './record';
import { Refused } from './refusal';
import { restamped } from './restamp';
import type { Rule } from './rule';
import { courseWriter, type NodeId, type Stamp, writerOf } from './stamp';
import type { JsonText, Key } from './text';

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

const NO_NUMBERS: readonly number[] = [];
const NOTHING: Applied = { added: [], dropped: NO_NUMBERS };

/** An entry stamped further ahead than `MAX_AHEAD_MS`. The batch that holds it changed nothing. */
export class ClockWrong extends Refused {
  constructor(
    /** How far ahead of the local clock, ms. */
    readonly ahead: number,
    /** The latest time that a stamp may have, ms since 1970. */
    readonly latest: number,
  ) {
    super('clock-wrong', `An entry is stamped ${aheadText(ahead)} in the future; set the clocks right.`);
  }
}

/**
 * The replicated database of one node: a join semilattice of entries per key (Shapiro et al. 2011), so that merging is
 * commutative, associative and idempotent. All in memory, synchronous, without any I/O; whoever calls keeps what
 * `Applied` says on a disk. It must never stamp an entry before what it replaces.
 */
export class Database extends Contents {
  constructor(
    rule: Rule,
    readonly clock: Clock,
    sha256: Sha256,
  ) {
    super(rule, sha256);
  }

  /**
   * A write here: sets a value, or deletes where `value` is `null`. Writing what stands there already changes nothing,
   * unless it settles a conflict.
   * @throws Refused `write-once` under rule `first` for a key that has a value, `not-found` for deleting nothing
   */
  put(key: Key, value: JsonText | null): Applied {
    const line = this.versions(key);
    const version = this.#next(key, value, line);
    return version === null ? NOTHING : applied(version, this.insert(version, line));
  }

  /** As `put`, of many keys in their order; where one is refused, the others are written all the same. */
  putAll(values: readonly KeyValue[]): Applied & { refused: RefusedAt[] } {
    const added: Version[] = [];
    const dropped: number[] = [];
    const refused: RefusedAt[] = [];
    for (let at = 0; at < values.length; at++) {
      const one = values[at] as KeyValue;
      const line = this.versions(one[0]);
      try {
        const version = this.#next(one[0], one[1], line);
        if (version === null) continue;
        const lost = this.insert(version, line);
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
    const winner = this.winner(key);
    if (winner?.value === value) return NOTHING;
    // A script may set again and again what has a value: what lies below that is not copied.
    const line = winner?.value === null ? this.versions(key) : [];
    if (winner !== undefined && !this.#canRevive(winner, line, value, time)) {
      throw new Refused('write-once', 'The key has, or had, a value: a course set never overwrites.');
    }
    // A script that found no value saw every delete, but none of the values that are in conflict with them.
    const seen = winner === undefined ? [] : [winner, ...heads(line, this.rule).filter((head) => head.value === null)];
    const parents = seen.map(({ stamp }) => stamp);
    if (time === undefined) {
      const version = newVersion({ key, value, stamp: this.clock.tick(writer, winner?.stamp), parents }, null);
      return applied(version, this.insert(version, line));
    }
    return this.merge([{ key, value, stamp: { time, counter: 0, node: writer }, parents }], null);
  }

  /**
   * Entries of a peer (`from`), all or none.
   * @throws ClockWrong; Refused `write-once` for a delete under rule `first`, which no node of ours writes
   */
  merge(entries: readonly Entry[], from: NodeId | null): Applied {
    const { latest } = this;
    for (let at = 0; at < entries.length; at++) {
      const { stamp, value } = entries[at] as Entry;
      if (stamp.time > latest) throw new ClockWrong(stamp.time - latest + MAX_AHEAD_MS, latest);
      if (value === null && this.rule === 'first')
        throw new Refused('write-once', 'In this network nothing is deleted.');
    }
    return this.#apply(entries, from);
  }

  /** The latest time that a stamp may have now, ms since 1970: a later one is ahead. */
  get latest(): number {
    return Math.floor(this.clock.now()) + MAX_AHEAD_MS;
  }

  /**
   * Writes anew, stamped now, what these keys have that is stamped ahead, as `restamped` says: nobody else takes it until
   * its time has come, though the clock that stamped it be set right. Another node may hold it still, as this one might
   * if its disk were set back: what this one has instead says the same.
   */
  restamp(keys: readonly Key[]): Applied {
    const { latest, clock } = this;
    const tick = (writer: NodeId, after: Stamp | undefined): Stamp =>
      clock.tick(writerOf(writer).course ? courseWriter(clock.node) : clock.node, after);
    const added: Version[] = [];
    const dropped: number[] = [];
    for (const key of keys) {
      const line = this.versions(key);
      const { gone, fresh } = restamped(line, ({ time }) => time > latest, this.order, tick);
      if (gone.length === 0) continue;
      dropped.push(...this.replace(line, gone, fresh));
      added.push(...fresh);
    }
    return { added, dropped };
  }

  /** Entries of this node's own disk, which were checked when they came: in the order of the feed. */
  load(entries: readonly Numbered[]): void {
    if (entries.length > 0) this.spread();
    for (let at = 0; at < entries.length; at++) {
      const entry = entries[at] as Numbered;
      this.clock.observe(entry.stamp);
      this.take(entry);
    }
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
    return newVersion({ key, value, stamp: this.clock.tick(undefined, winner?.stamp), parents }, null);
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
      const line = this.lineFor(entry);
      if (line === null) continue;
      const version = newVersion(entry, from);
      const lost = this.insert(version, line);
      added.push(version);
      if (lost > 0) dropped.push(lost);
    }
    return { added: without(added, dropped), dropped };
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
