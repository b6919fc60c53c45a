import { LongList } from './long-list';
import { NOWHERE, type Slot, type Version } from './record';
import type { NodeId } from './stamp';
import type { VersionTable } from './version-table';

/** Dropped versions are swept out when they are this many and more than half: a sweep then costs O(1) per drop. */
const SWEEP_AT = 1024;

/**
 * Copies of versions that are kept, some 2 MB: several links are told the same ones, some after a burst of writes in
 * which peers were yet to compile what takes them in. A power of 2.
 */
const RECENT = 2 ** 13;
/** Of those whose key and value are longer, UTF-16 units, fewer are kept: at most 32 Mi of these. A power of 2. */
const LONG = 1024;
const RECENT_LONG = 2 ** 7;

/**
 * The change feed (as CouchDB's `_changes`): every version that the database holds, in the order in which it was
 * applied here. A peer that has read up to a number holds all that was applied until then and still counts.
 */
export class Feed {
  /** Their numbers, and where they are; `NOWHERE` for one that was dropped. */
  #seqs = new LongList();
  #slots = new LongList();
  readonly #recent: (Version | undefined)[] = new Array(RECENT).fill(undefined);
  readonly #recentLong: (Version | undefined)[] = new Array(RECENT_LONG).fill(undefined);
  #dropped = 0;
  #head = 0;

  constructor(readonly versions: VersionTable) {}

  /** The number of the newest change; 0 before the first. */
  get head(): number {
    return this.#head;
  }

  /** How many versions there are. */
  get size(): number {
    return this.#seqs.length - this.#dropped;
  }

  /** @param seq its number, above all before it */
  append(slot: Slot, seq: number, version?: Version): void {
    if (seq <= this.#head) throw new RangeError(`Number ${seq} of the feed comes after ${this.#head}.`);
    this.#head = seq;
    this.#seqs.push(seq);
    this.#slots.push(slot);
    if (version !== undefined) this.#keep(version, seq);
  }

  /** Forgets the version of a number. */
  drop(seq: number): void {
    this.#slots.set(this.#placeOf(seq), NOWHERE);
    this.#dropped += 1;
    if (this.#dropped >= SWEEP_AT && this.#dropped * 2 > this.#seqs.length) this.#sweep();
  }

  /** The version of a number; `undefined` where it was dropped. */
  get(seq: number): Version | undefined {
    const place = this.#placeOf(seq);
    return this.#seqs.at(place) === seq ? (this.at(place) ?? undefined) : undefined;
  }

  /** The versions after number `since`, oldest first. Do not change the database while reading. */
  *after(since: number): Generator<Version> {
    for (let at = this.placeAfter(since); at < this.#seqs.length; at++) {
      const version = this.at(at);
      if (version) yield version;
    }
  }

  /**
   * The version at a place of the list; `null` where it was dropped, `undefined` past the end.
   * @param knownTo a peer: also `null` for what it gave, of which no copy is made
   */
  at(place: number, knownTo: NodeId | null = null): Version | null | undefined {
    const slot = this.#slots.at(place);
    if (slot === undefined) return undefined;
    if (slot === NOWHERE || (knownTo !== null && this.versions.isFrom(slot, knownTo))) return null;
    const seq = this.#seqs.at(place) as number;
    const recent = this.#recent[seq & (RECENT - 1)];
    if (recent?.seq === seq) return recent;
    const long = this.#recentLong[seq & (RECENT_LONG - 1)];
    if (long?.seq === seq) return long;
    const version = this.versions.read(slot);
    this.#keep(version, seq);
    return version;
  }

  /** How many versions `after` yields, or a few more where some were dropped. */
  countAfter(since: number): number {
    return since >= this.#head ? 0 : this.#seqs.length - this.placeAfter(since);
  }

  /** The place of the first version after number `since`. It holds until the next change. */
  placeAfter(since: number): number {
    return this.#placeOf(since + 1);
  }

  /** The place of the first number that is not below this one. */
  #placeOf(seq: number): number {
    let low = 0;
    let high = this.#seqs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#seqs.at(middle) as number) >= seq) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #keep(version: Version, seq: number): void {
    if (version.key.length + (version.value?.length ?? 0) > LONG) this.#recentLong[seq & (RECENT_LONG - 1)] = version;
    else this.#recent[seq & (RECENT - 1)] = version;
  }

  #sweep(): void {
    const [seqs, slots] = [this.#seqs, this.#slots];
    this.#seqs = new LongList();
    this.#slots = new LongList();
    this.#dropped = 0;
    for (let place = 0; place < slots.length; place++) {
      const slot = slots.at(place) as Slot;
      if (slot === NOWHERE) continue;
      this.#seqs.push(seqs.at(place) as number);
      this.#slots.push(slot);
    }
  }
}
