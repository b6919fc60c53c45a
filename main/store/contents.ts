import { DigestTree } from './digest-tree';
import { type Entry, entryOrder, HISTORY, type Order, type Sha256 } from './entry';
import { Feed } from './feed';
import { layOut } from './form';
import { KeyIndex } from './key-index';
import { conflicts, insert, type Line, NOWHERE, newVersion, type Slot, type Version } from './record';
import { Refused } from './refusal';
import { type Rule, wins } from './rule';
import { Snapshot } from './snapshot';
import { stampOrder, stampText } from './stamp';
import type { Key } from './text';
import { VersionTable } from './version-table';

/** An entry with its number in the change feed. */
export interface Numbered extends Entry {
  readonly seq: number;
  /** Lays it out as `layOut` does, where it can in less time. */
  layOut?(): number;
}

const EMPTY: Line = [];

/**
 * What a database holds: of each key its winner and its history, of all of them the digests and the feed. Everybody may
 * read it; what comes in is decided by `Database`, which alone extends it.
 */
export class Contents {
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

  /** The highest number in the feed of all that a key has; 0 where no entry was ever seen. */
  newest(key: Key): number {
    let newest = 0;
    for (let slot = this.#winners.get(key); slot !== NOWHERE; slot = this.#versions.lower(slot)) {
      newest = Math.max(newest, this.#versions.outline(slot).seq);
    }
    return newest;
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
   * The keys whose winners are tombstones, as `keys` gives them, and `undefined` once a part of the keys: others are
   * passed over by the thousand, as no copy of them is made.
   */
  tombstones(): Generator<Key | undefined> {
    return this.#keysWhere((slot) => this.#versions.isTombstone(slot));
  }

  /** As `tombstones`, of the keys that have a version stamped later than a time. */
  stampedAfter(time: number): Generator<Key | undefined> {
    const isAfter = (slot: Slot): boolean => slot !== NOWHERE && this.#versions.outline(slot).stamp.time > time;
    // The latest is the winner or, under rule `first`, the highest of the others, which comes next.
    return this.#keysWhere((winner) => isAfter(winner) || isAfter(this.#versions.lower(winner)));
  }

  /** The version of a key with this stamp (as `stampText` writes it). @throws Refused `not-found` */
  versionAt(key: Key, stamp: string): Version {
    const found = this.versions(key).find((version) => stampText(version.stamp) === stamp);
    if (found === undefined) throw new Refused('not-found', 'That entry is no longer in the history of the key.');
    return found;
  }

  /** What it holds now. The caller reads it bit by bit, then closes it. */
  snapshot(): Snapshot {
    const snapshot: Snapshot = new Snapshot(this, () => this.#snapshots.delete(snapshot));
    this.#snapshots.add(snapshot);
    return snapshot;
  }

  /** Many keys are to come. */
  protected spread(): void {
    this.#winners.spread();
  }

  /**
   * As `versions`, of the key of an entry that comes; `null` where that changes nothing, which is told without a copy of
   * the key's texts: they may be long, and the same comes from several peers.
   */
  protected lineFor(entry: Entry): Line | null {
    const winner = this.#winners.get(entry.key);
    return this.#hasRoom(winner, entry) ? this.#lineFrom(winner) : null;
  }

  /** As `insert`, of an entry that this node accepted before. */
  protected take(entry: Numbered): void {
    const count = entry.layOut?.() ?? layOut(entry);
    const winner = this.#winners.getLaidOut();
    if (winner !== NOWHERE) {
      this.insert(newVersion(entry, null), this.#lineFrom(winner), entry.seq);
      return;
    }
    const slot = this.#versions.addLaidOut(count, entry, null, entry.seq);
    this.#list(slot, entry.seq);
    this.#winners.set(slot);
    this.#seen += 1;
    if (!this.#versions.isTombstone(slot)) this.#live += 1;
  }

  /**
   * Returns the number of the version that fell out of the history for it, or 0.
   * @param before what the key has
   */
  protected insert(version: Version, before: Line, seq = this.feed.head + 1): number {
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

  /**
   * Has a key other versions in the place of some. Returns the numbers of those that went.
   * @param line what the key has, as read last
   * @param gone of the line; not all of it, unless there are fresh ones
   * @param fresh not applied, and no more than went
   */
  protected replace(line: Line, gone: readonly Version[], fresh: readonly Version[]): number[] {
    for (const snapshot of this.#snapshots) snapshot.changes(line);
    for (const version of fresh) {
      version.seq = this.feed.head + 1;
      this.#hold(version);
    }
    const [first, ...others] = [...line.filter((version) => !gone.includes(version)), ...fresh] as [Version];
    const merge = (to: Line, version: Version): Line => insert(to, version, this.rule, this.order)?.line ?? to;
    this.#keep(others.reduce(merge, [first]), line[0] as Version);
    return gone.map((version) => this.#drop(version));
  }

  *#keysWhere(has: (winner: Slot) => boolean): Generator<Key | undefined> {
    for (const part of this.#winners.parts()) {
      // First: once the caller goes on, any of these slots may belong to another key.
      const keys = part.filter(has).map((slot) => this.#versions.key(slot));
      yield undefined;
      yield* keys;
    }
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

  /** Whether an entry is not there, nor too low for the history. @param winner of its key */
  #hasRoom(winner: Slot, entry: Entry): boolean {
    let place = 0;
    for (let slot = winner; slot !== NOWHERE; slot = this.#versions.lower(slot)) {
      const { stamp } = this.#versions.outline(slot);
      const comparison = stampOrder(entry.stamp, stamp) || this.order(entry, this.#versions.read(slot));
      if (comparison === 0) return false;
      if (place === 0 ? wins(this.rule, comparison) : comparison > 0) return true;
      place += 1;
    }
    return place <= HISTORY;
  }

  #lineFrom(winner: Slot): Line {
    if (winner === NOWHERE) return EMPTY;
    const line: Version[] = [];
    for (let slot = winner; slot !== NOWHERE; slot = this.#versions.lower(slot)) line.push(this.#versions.read(slot));
    return line;
  }
}
