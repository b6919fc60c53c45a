/** Items of a chunk: an insertion moves some of them, and a million items have some thousand chunks. */
const CHUNK = 512;
/** Items sorted or merged between two steps: a ms or two of work. */
const STEP = 2_048;

/** A strict total order: two items neither of which precedes the other are the same. */
type Precedes<T> = (a: T, b: T) => boolean;

/** An array, or another sorted list. */
interface Items<T> {
  readonly length: number;
  slice(from: number, end: number): T[];
}

/**
 * Items in order, kept in chunks: to add or remove one takes a search and a move within its chunk, microseconds among a
 * million.
 */
export class SortedList<T> {
  readonly #chunks: T[][] = [];
  #length = 0;

  constructor(readonly precedes: Precedes<T>) {}

  /** Sorts items, which stay as they are meanwhile, in steps. No two may be the same. */
  static *of<T>(items: Items<T>, precedes: Precedes<T>): Generator<void, SortedList<T>> {
    const list = new SortedList(precedes);
    const sorted = yield* mergeSort(items, precedes);
    for (let at = 0; at < sorted.length; at += CHUNK / 2) {
      list.#chunks.push(sorted.slice(at, at + CHUNK / 2));
      if (at % STEP === 0) yield;
    }
    list.#length = sorted.length;
    return list;
  }

  get length(): number {
    return this.#length;
  }

  /** Returns the item in whose place this one now stands, if there was one. */
  put(item: T): T | undefined {
    const chunk = this.#chunkOf(item);
    const held = this.#chunks[chunk] ?? [];
    if (this.#length === 0) this.#chunks.push(held);
    const at = this.#placeIn(held, item);
    const before = held[at];
    if (before !== undefined && !this.precedes(item, before)) {
      held[at] = item;
      return before;
    }
    held.splice(at, 0, item);
    if (held.length > CHUNK) this.#chunks.splice(chunk + 1, 0, held.splice(CHUNK / 2));
    this.#length += 1;
    return undefined;
  }

  /** Returns what stood in the item's place, and stands there no more. */
  delete(item: T): T | undefined {
    const chunk = this.#chunkOf(item);
    const held = this.#chunks[chunk] ?? [];
    const at = this.#placeIn(held, item);
    const before = held[at];
    if (before === undefined || this.precedes(item, before)) return undefined;
    held.splice(at, 1);
    if (held.length === 0) this.#chunks.splice(chunk, 1);
    this.#length -= 1;
    return before;
  }

  /** The items from place `from` on, before place `end`; fewer past its own end. */
  slice(from: number, end: number): T[] {
    const parts: T[][] = [];
    let at = 0;
    for (const held of this.#chunks) {
      if (at >= end) break;
      if (at + held.length > from) parts.push(held.slice(Math.max(0, from - at), end - at));
      at += held.length;
    }
    return ([] as T[]).concat(...parts);
  }

  /** The last chunk that does not begin behind the item; else the first. */
  #chunkOf(item: T): number {
    let low = 0;
    let high = this.#chunks.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.precedes(item, (this.#chunks[middle] as T[])[0] as T)) high = middle;
      else low = middle;
    }
    return low;
  }

  /** The first place of a chunk whose item does not come before this one. */
  #placeIn(held: readonly T[], item: T): number {
    let low = 0;
    let high = held.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.precedes(held[middle] as T, item)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** As `sort` of an array, which has no steps. */
function* mergeSort<T>(items: Items<T>, precedes: Precedes<T>): Generator<void, readonly T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < items.length; at += STEP) {
    runs.push(items.slice(at, at + STEP).sort((a, b) => (precedes(a, b) ? -1 : 1)));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(yield* merge(runs[at] as T[], runs[at + 1] ?? [], precedes));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<T>(one: readonly T[], other: readonly T[], precedes: Precedes<T>): Generator<void, T[]> {
  const merged = new Array<T>(one.length + other.length);
  let [at, otherAt] = [0, 0];
  while (at + otherAt < merged.length) {
    for (const end = Math.min(merged.length, at + otherAt + STEP); at + otherAt < end; ) {
      const isOther = at === one.length || (otherAt < other.length && precedes(other[otherAt] as T, one[at] as T));
      merged[at + otherAt] = (isOther ? other[otherAt] : one[at]) as T;
      if (isOther) otherAt += 1;
      else at += 1;
    }
    yield;
  }
  return merged;
}
