import type { Version } from './record';

/** Dropped versions are swept out when they are this many and more than half: a sweep then costs O(1) per drop. */
const SWEEP_AT = 1024;

/**
 * The change feed (as CouchDB's `_changes`): every version that the database holds, in the order in which it was
 * applied here. A peer that has read up to a number holds all that was applied until then and still counts.
 */
export class Feed {
  #versions: Version[] = [];
  #dropped = 0;
  #head = 0;

  /** The number of the newest change; 0 before the first. */
  get head(): number {
    return this.#head;
  }

  /** How many versions there are. */
  get size(): number {
    return this.#versions.length - this.#dropped;
  }

  /** @param seq its number; the next one, or, for a version off the disk, the one that it had: above all before it */
  append(version: Version, seq = this.#head + 1): void {
    if (seq <= this.#head) throw new RangeError(`Number ${seq} of the feed comes after ${this.#head}.`);
    this.#head = seq;
    version.seq = seq;
    this.#versions.push(version);
  }

  /** Forgets a version; one that was never appended is none of its business. */
  drop(version: Version): void {
    if (version.seq <= 0) return;
    version.seq = -version.seq;
    this.#dropped += 1;
    if (this.#dropped >= SWEEP_AT && this.#dropped * 2 > this.#versions.length) this.#sweep();
  }

  /** The versions after number `since`, oldest first. Do not change the database while reading. */
  *after(since: number): Generator<Version> {
    for (let at = this.placeAfter(since); at < this.#versions.length; at++) {
      const version = this.#versions[at];
      if (version !== undefined && version.seq > 0) yield version;
    }
  }

  /** The version at a place of the list, one that was dropped (its `seq` negated) too; `undefined` past its end. */
  at(place: number): Version | undefined {
    return this.#versions[place];
  }

  /** How many versions `after` yields, or a few more where some were dropped. */
  countAfter(since: number): number {
    return since >= this.#head ? 0 : this.#versions.length - this.placeAfter(since);
  }

  /** The place of the first version after number `since`. It holds until the next change. */
  placeAfter(since: number): number {
    let low = 0;
    let high = this.#versions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (Math.abs(this.#versions[middle]?.seq ?? 0) > since) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #sweep(): void {
    this.#versions = this.#versions.filter((version) => version.seq > 0);
    this.#dropped = 0;
  }
}
