import type { Key } from './text';

/** Keys that a `Map` holds: it takes some 4 ms at most to grow to so many. */
const FEW = 2 ** 17;
/** Of these, how many move with each key that is set once there are more: 2,000 at most with a batch, in a ms or two. */
const MOVED = 4;
/** Enough that, with a million keys, no part takes more than about 1 ms to grow. */
const PARTS = 256;
/** Of each part: twice as many as the keys that move into it. */
const FIRST_SLOTS = (2 * FEW) / PARTS;
/** Slots in which a key may stand: of a million keys some 30 need more, and keys made to have one hash slow nobody. */
const MAX_PROBES = 64;

interface Keyed {
  readonly key: Key;
}

/**
 * What has a key, by its key. Few stand in a `Map`, which is quick from the first one on, where code of our own is yet to be
 * compiled. A larger one would copy itself at once when it grows, 0.1 s for a million keys: so more stand in a table of many
 * parts, into which the few move little by little (as Redis grows its dictionaries).
 */
export class KeyMap<T extends Keyed> {
  /** All, until they are too many; then as it was, until all have moved. */
  #few = new Map<Key, T>();
  /** Once there were too many: what was set since, and what has moved. */
  #many: Parts<T> | null = null;
  /** What is to move. */
  #rest: Iterator<T> | null = null;

  get(key: Key): T | undefined {
    if (this.#many === null) return this.#few.get(key);
    const found = this.#many.get(key);
    return found === undefined && this.#rest !== null ? this.#few.get(key) : found;
  }

  set(value: T): void {
    if (this.#many !== null) {
      this.#many.set(value);
      if (this.#rest !== null) this.#move(this.#many, this.#rest);
    } else {
      this.#few.set(value.key, value);
      if (this.#few.size > FEW) this.#begin();
    }
  }

  /** Each once, in no order. A key that is set for the first time meanwhile may be missing. */
  *values(): Generator<T> {
    const few = this.#few;
    for (const value of few.values()) yield this.#many?.get(value.key) ?? value;
    for (const value of this.#many?.values() ?? []) if (!few.has(value.key)) yield value;
  }

  #begin(): void {
    this.#many = new Parts();
    this.#rest = this.#few.values();
  }

  #move(many: Parts<T>, rest: Iterator<T>): void {
    for (let moved = 0; moved < MOVED; moved++) {
      const { value, done } = rest.next();
      if (done) {
        this.#rest = null;
        this.#few = new Map();
        return;
      }
      // Else it was set since.
      if (many.get(value.key) === undefined) many.set(value);
    }
  }
}

/**
 * A hash table with open addressing in many parts, each of which grows by itself. Beside a `Map` for each part, a million
 * keys are read from a disk in a quarter less processor time, and take 19 MB less.
 */
class Parts<T extends Keyed> {
  readonly #parts: readonly Part<T>[] = Array.from({ length: PARTS }, () => new Part<T>());
  /** The latest key that was looked up, which is often set next. */
  #latest = '' as Key;
  #latestHash = fnv('');

  get(key: Key): T | undefined {
    this.#latest = key;
    this.#latestHash = fnv(key);
    return this.#part(this.#latestHash).get(key, this.#latestHash);
  }

  set(value: T): void {
    const hash = value.key === this.#latest ? this.#latestHash : fnv(value.key);
    this.#part(hash).set(value, hash);
  }

  *values(): Generator<T> {
    for (const part of this.#parts) yield* part.values();
  }

  #part(hash: number): Part<T> {
    return this.#parts[hash & (PARTS - 1)] as Part<T>;
  }
}

class Part<T extends Keyed> {
  #hashes = new Int32Array(FIRST_SLOTS);
  #slots: (T | undefined)[] = new Array(FIRST_SLOTS).fill(undefined);
  #taken = 0;
  /** Those whose slots are all taken by others. Nobody can foresee the hashes of a `Map`. */
  #crowd: Map<Key, T> | null = null;

  get(key: Key, hash: number): T | undefined {
    const slot = this.#find(key, hash);
    return slot < 0 ? this.#crowd?.get(key) : this.#slots[slot];
  }

  set(value: T, hash: number): void {
    const slot = this.#find(value.key, hash);
    if (slot < 0) {
      this.#crowd ??= new Map();
      this.#crowd.set(value.key, value);
    } else if (this.#slots[slot] !== undefined) {
      this.#slots[slot] = value;
    } else {
      this.#slots[slot] = value;
      this.#hashes[slot] = hash;
      this.#taken += 1;
      if (this.#taken * 3 > this.#slots.length * 2) this.#grow();
    }
  }

  *values(): Generator<T> {
    for (const value of this.#slots) if (value !== undefined) yield value;
    if (this.#crowd !== null) yield* this.#crowd.values();
  }

  /** The slot of a key, or the free one where it belongs; -1 where there is none. */
  #find(key: Key, hash: number): number {
    const hashes = this.#hashes;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const first = hash >>> 8;
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const slot = (first + probe) & mask;
      const value = slots[slot];
      if (value === undefined || (hashes[slot] === hash && value.key === key)) return slot;
    }
    return -1;
  }

  /** Into a part that grew, where there is room and no other one of the key. */
  #move(value: T, hash: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash >>> 8) & mask;
    for (let probe = 1; slots[slot] !== undefined; probe++) {
      if (probe === MAX_PROBES) return this.set(value, hash);
      slot = (slot + 1) & mask;
    }
    slots[slot] = value;
    this.#hashes[slot] = hash;
    this.#taken += 1;
  }

  #grow(): void {
    const [hashes, slots, crowd] = [this.#hashes, this.#slots, this.#crowd];
    this.#hashes = new Int32Array(2 * slots.length);
    this.#slots = new Array(2 * slots.length).fill(undefined);
    this.#taken = 0;
    this.#crowd = null;
    for (let slot = 0; slot < slots.length; slot++) {
      const value = slots[slot];
      if (value !== undefined) this.#move(value, hashes[slot] as number);
    }
    for (const value of crowd?.values() ?? []) this.set(value, fnv(value.key));
  }
}

/** FNV-1a over UTF-16 units (Fowler, Noll and Vo 1991), its high bits folded in. */
function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 16);
}
