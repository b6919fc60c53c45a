import { KEY, KEY_BYTES, laidOut, laidOutKey, layOutKey, wordsOf } from './form';
import { NOWHERE, type Slot } from './record';
import type { Key } from './text';
import type { VersionTable } from './version-table';

/** Keys that a `Map` holds. */
const FEW = 2 ** 14;
/** How many of them move with each version that is set, once there are more. */
const MOVED = 2;
/** Enough that, with a million keys, no part takes more than a fraction of a ms to grow. */
const PARTS = 256;
/** Of a part: V8 keeps an array of up to 64 bytes among its objects, which is made in a fraction of the time. */
const FIRST_PLACES = 8;
/** Places where a key may stand: of a million keys some 30 need more, and keys made to have one hash slow nobody. */
const MAX_PROBES = 64;
/** Words of a place: a key's hash, and its slot beside it, as both are looked at together. */
const PLACE = 2;
const FULL = -1;

/**
 * Which version of a table each key has. Few keys stand in a `Map`, which is quick from the first one on, where code of
 * our own is yet to be compiled. A larger one would copy itself at once when it grows, 0.1 s for a million keys, and
 * keep every key as an object: more stand in a hash table with open addressing in many parts, each of which grows by
 * itself. Those of the `Map` move there a few at a time: all at once, by code that is hardly compiled yet, took 33 ms.
 */
export class KeyIndex {
  #few: Map<Key, Slot> | null = new Map();
  /** What is yet to move; `null` unless keys move. */
  #moving: Iterator<[Key, Slot]> | null = null;
  /** The key that was looked up last, and whether it stands in the `Map`, or is to. */
  #key = '' as Key;
  #isFew = true;
  readonly #parts: readonly Part[];
  /** Its hash, its part, and its place there or the free one where it belongs. */
  #hash = 0;
  #part: Part;
  #place = FULL;

  constructor(versions: VersionTable) {
    this.#parts = Array.from({ length: PARTS }, () => new Part(versions));
    this.#part = this.#parts[0] as Part;
  }

  /** `NOWHERE` for a key that was never set. */
  get(key: Key): Slot {
    if (this.#few !== null) {
      const slot = this.#few.get(key);
      this.#isFew = slot !== undefined || this.#moving === null;
      this.#key = key;
      if (this.#isFew) return slot ?? NOWHERE;
    }
    layOutKey(key);
    return this.getLaidOut();
  }

  /** As `get`, of the key that was laid out last, once the keys are spread. */
  getLaidOut(): Slot {
    const count = wordsOf(laidOut()[KEY_BYTES] as number);
    this.#hash = hashOf(count);
    this.#part = this.#parts[this.#hash & (PARTS - 1)] as Part;
    this.#place = this.#part.find(this.#hash, count);
    return this.#place === FULL ? this.#part.crowded() : this.#part.at(this.#place);
  }

  /** The key that was looked up last has another version. */
  set(slot: Slot): void {
    if (this.#few === null || !this.#isFew) this.#part.set(this.#place, this.#hash, slot);
    else {
      this.#few.set(this.#key, slot);
      if (this.#few.size > FEW) this.#moving ??= this.#few.entries();
    }
    if (this.#moving !== null) this.#move(this.#moving, MOVED);
  }

  /** Many keys are to come. */
  spread(): void {
    if (this.#few !== null) this.#move(this.#moving ?? this.#few.entries(), Number.POSITIVE_INFINITY);
  }

  /**
   * The slots of all keys, in no order, part by part as they stand when they are asked for; none of a key that is new.
   */
  *parts(): Generator<Slot[]> {
    if (this.#moving !== null) this.spread();
    if (this.#few !== null) yield [...this.#few.values()];
    else for (const part of this.#parts) yield part.slots();
  }

  #move(moving: Iterator<[Key, Slot]>, most: number): void {
    for (let moved = 0; moved < most; moved++) {
      const next = moving.next();
      if (next.done) {
        this.#few = null;
        this.#moving = null;
        return;
      }
      const [key, slot] = next.value;
      this.#few?.delete(key);
      layOutKey(key);
      this.getLaidOut();
      this.#part.set(this.#place, this.#hash, slot);
    }
  }
}

class Part {
  #places = new Int32Array(PLACE * FIRST_PLACES);
  #taken = 0;
  /** Those whose places are all taken by others. Nobody can foresee the hashes of a `Map`. */
  #crowd: Map<Key, { readonly hash: number; readonly slot: Slot }> | null = null;

  constructor(readonly versions: VersionTable) {}

  /** The place of the key that was laid out, of so many words, or the free one where it belongs; or `FULL`. */
  find(hash: number, count: number): number {
    const places = this.#places;
    const mask = places.length - 1;
    let place = ((hash >>> 8) * PLACE) & mask;
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const slot = places[place + 1] as number;
      if (slot === NOWHERE || (places[place] === hash && this.versions.hasLaidOutKey(slot, count))) return place;
      place = (place + PLACE) & mask;
    }
    return FULL;
  }

  at(place: number): Slot {
    return this.#places[place + 1] as number;
  }

  /** That of the key that was laid out, where it has no place. */
  crowded(): Slot {
    return this.#crowd?.get(laidOutKey())?.slot ?? NOWHERE;
  }

  set(place: number, hash: number, slot: Slot): void {
    if (place === FULL) return this.#squeeze(hash, slot);
    const places = this.#places;
    const isNew = places[place + 1] === NOWHERE;
    places[place] = hash;
    places[place + 1] = slot;
    if (!isNew) return;
    this.#taken += 1;
    if (this.#taken * PLACE * 3 > places.length * 2) this.#grow();
  }

  slots(): Slot[] {
    const slots = Array.from(this.#crowd?.values() ?? [], ({ slot }) => slot);
    for (let place = 0; place < this.#places.length; place += PLACE) {
      if (this.at(place) !== NOWHERE) slots.push(this.at(place));
    }
    return slots;
  }

  #grow(): void {
    const [places, crowd] = [this.#places, this.#crowd];
    this.#places = new Int32Array(2 * places.length);
    this.#taken = 0;
    this.#crowd = null;
    for (let place = 0; place < places.length; place += PLACE) {
      const slot = places[place + 1] as number;
      if (slot !== NOWHERE) this.#move(places[place] as number, slot);
    }
    for (const { hash, slot } of crowd?.values() ?? []) this.#move(hash, slot);
  }

  /** Into a part that grew, where no other one has the key. */
  #move(hash: number, slot: Slot): void {
    const places = this.#places;
    const mask = places.length - 1;
    let place = ((hash >>> 8) * PLACE) & mask;
    for (let probe = 1; places[place + 1] !== NOWHERE; probe++) {
      if (probe === MAX_PROBES) return this.#squeeze(hash, slot);
      place = (place + PLACE) & mask;
    }
    places[place] = hash;
    places[place + 1] = slot;
    this.#taken += 1;
  }

  #squeeze(hash: number, slot: Slot): void {
    this.#crowd ??= new Map();
    this.#crowd.set(this.versions.key(slot), { hash, slot });
  }
}

/**
 * Hashes the key that was laid out, by multiplication and xorshift as in MurmurHash2 (Austin Appleby, public domain).
 */
function hashOf(count: number): number {
  const words = laidOut();
  let hash = words[KEY_BYTES] as number;
  for (let word = KEY; word < KEY + count; word++) {
    hash = Math.imul(hash ^ (words[word] as number), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  return hash;
}
