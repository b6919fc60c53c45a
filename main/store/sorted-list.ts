/** Items of a chunk: an insertion moves some of them, and a million items have some thousand chunks. */
const CHUNK = 512;
/** Items sorted or merged between two steps: less than a ms of work. */
const STEP = 1_024;

/** Negative where `a` comes first, 0 only where both are the same. */
type Compare<T> = (a: T, b: T) => number;

/**
 * Items in order, kept in chunks: to add or remove one takes a search and a move within its chunk, microseconds among a
 * million.
 */
export class SortedList<T> {
  readonly #chunks: T[][] = [];
  #size = 0;

  constructor(readonly compare: Compare<T>) {}

  /** Sorts items in steps. No two may be the same. */
  static *of<T>(items: readonly T[], compare: Compare<T>): Generator<void, SortedList<T>> {
    const list = new SortedList(compare);
    const sorted = yield* mergeSort(items, compare);
    for (let at = 0; at < sorted.length; at += CHUNK / 2) list.#chunks.push(sorted.slice(at, at + CHUNK / 2));
    list.#size = sorted.length;
    return list;
  }

  get size(): number {
    return this.#size;
  }

  /** Returns the item in whose place this one now stands, if there was one. */
  put(item: T): T | undefined {
    const chunk = this.#chunkOf(item);
    const held = this.#chunks[chunk] ?? [];
    if (this.#size === 0) this.#chunks.push(held);
    const at = this.#placeIn(held, item);
    const before = held[at];
    if (before !== undefined && this.compare(item, before) === 0) {
      held[at] = item;
      return before;
    }
    held.splice(at, 0, item);
    if (held.length > CHUNK) this.#chunks.splice(chunk + 1, 0, held.splice(CHUNK / 2));
    this.#size += 1;
    return undefined;
  }

  /** Returns what stood in the item's place, and stands there no more. */
  delete(item: T): T | undefined {
    const chunk = this.#chunkOf(item);
    const held = this.#chunks[chunk] ?? [];
    const at = this.#placeIn(held, item);
    const before = held[at];
    if (before === undefined || this.compare(item, before) !== 0) return undefined;
    held.splice(at, 1);
    if (held.length === 0) this.#chunks.splice(chunk, 1);
    this.#size -= 1;
    return before;
  }

  /** The items from place `from` on, before place `end`; fewer past its own end. */
  slice(from: number, end: number): T[] {
    const items: T[] = [];
    let at = 0;
    for (const held of this.#chunks) {
      if (at >= end) break;
      if (at + held.length > from) items.push(...held.slice(Math.max(0, from - at), end - at));
      at += held.length;
    }
    return items;
  }

  /** The last chunk that does not begin behind the item; else the first. */
  #chunkOf(item: T): number {
    let low = 0;
    let high = this.#chunks.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.compare(item, (this.#chunks[middle] as T[])[0] as T) < 0) high = middle;
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
      if (this.compare(held[middle] as T, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** As `sort` of an array, which has no steps. */
function* mergeSort<T>(items: readonly T[], compare: Compare<T>): Generator<void, readonly T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < items.length; at += STEP) {
    runs.push(items.slice(at, at + STEP).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(yield* merge(runs[at] as T[], runs[at + 1] ?? [], compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<T>(one: readonly T[], other: readonly T[], compare: Compare<T>): Generator<void, T[]> {
  const merged: T[] = [];
  let [at, otherAt] = [0, 0];
  while (at < one.length && otherAt < other.length) {
    const [first, second] = [one[at] as T, other[otherAt] as T];
    if (compare(first, second) < 0) {
      merged.push(first);
      at += 1;
    } else {
      merged.push(second);
      otherAt += 1;
    }
    if (merged.length % STEP === 0) yield;
  }
  return merged.concat(one.slice(at), other.slice(otherAt));
}
