import { type Entry, NO_PARENTS } from './entry';
import { COUNTER, HIGH, highWord, KEY, KEY_BYTES, laidOut, layOut, TIME, VALUE_BYTES, wordsOf } from './form';
import { murmur, type Words } from './murmur';
import { NodeNumbers } from './node-numbers';
import { NOWHERE, type Outline, type Slot, type Version, versionOf } from './record';
import type { NodeId, Stamp } from './stamp';
import type { JsonText, Key } from './text';

/** Words of a block. */
const BLOCK = 4;
/** A slot's low bits, and the blocks of a chunk: 1 MiB, which takes some 0.1 ms to make. */
const PLACE_BITS = 16;
const CHUNK_BLOCKS = 2 ** PLACE_BITS;
/** A slot fits 31 bits. */
const MAX_CHUNKS = 2 ** (31 - PLACE_BITS);
/**
 * Of the first chunk. Each later one has twice as many, as V8 is to see one begin before it compiles what does that.
 */
const FIRST_BLOCKS = 2 ** 6;
/** A version of more blocks has a chunk of its own, which goes with it. */
const MAX_SHARED = 2 ** 12;
/** Blocks up to which a version takes no more than it needs. */
const EXACT = 2 ** 4;

/** Words before an entry's form: the next version in its leaf of the digest tree, and the next lower one of its key; */
const NEXT = 0;
const LOWER = 1;
/** its number in the change feed, in two words; who gave it and who wrote it; its parents; the blocks it takes. */
const SEQ = 2;
const SEQ_HIGH = 3;
const FROM = 4;
const WRITER = 5;
const PARENTS = 6;
const BLOCKS = 7;
/** Behind it stand the parents, a block each. */
const FORM = 8;

/** Of a number, what its low word holds less than: 30 bits, which V8 holds as a small integer in Electron, too. */
const SEQ_LOW = 2 ** 30;

const NO_WORDS: Words = new Int32Array(0);
const NO_BYTES = Buffer.alloc(0);

/**
 * Versions as blocks of words outside of the heap of JavaScript: a million as objects, five each, would have its
 * garbage collector stop everything for tenths of a second. What is read is a copy. Where one was removed, the next of
 * about its size goes.
 */
export class VersionTable {
  /** Chunks; the first is empty, so that no slot is `NOWHERE`. */
  readonly #words: Words[] = [NO_WORDS];
  readonly #bytes: Buffer[] = [NO_BYTES];
  /** The chunk that is filled, the slot of its first block, and how many of its blocks are filled. */
  #chunk = NO_WORDS;
  #first: Slot = NOWHERE;
  #filled = 0;
  /** Slots that are free, by their size in blocks. */
  readonly #free: Slot[][] = [];
  #freed = 0;
  readonly #freeChunks: number[] = [];
  readonly #nodes = new NodeNumbers();

  add(entry: Entry, from: NodeId | null, seq: number): Slot {
    return this.addLaidOut(layOut(entry), entry, from, seq);
  }

  /** As `add`, of an entry that was laid out last, in so many words. @throws RangeError once it has 32,768 chunks */
  addLaidOut(
    count: number,
    { stamp, parents }: Pick<Entry, 'stamp' | 'parents'>,
    from: NodeId | null,
    seq: number,
  ): Slot {
    const blocks = roomFor(((FORM + count) >>> 2) + parents.length);
    const filled = this.#filled;
    let words = this.#chunk;
    let at = BLOCK * filled;
    let slot = this.#first + filled;
    const fits = blocks <= MAX_SHARED && at + BLOCK * blocks <= words.length;
    if (fits && this.#freed === 0) this.#filled = filled + blocks;
    else {
      slot = this.#take(blocks);
      words = this.#wordsOf(slot);
      at = placeOf(slot);
    }
    const form = laidOut();
    words[at + NEXT] = NOWHERE;
    words[at + LOWER] = NOWHERE;
    words[at + SEQ] = seq & (SEQ_LOW - 1);
    words[at + SEQ_HIGH] = Math.floor(seq / SEQ_LOW);
    words[at + FROM] = this.#nodes.use(from);
    words[at + WRITER] = this.#nodes.use(stamp.node);
    words[at + PARENTS] = parents.length;
    words[at + BLOCKS] = blocks;
    for (let word = 0; word < count; word++) words[at + FORM + word] = form[word] as number;
    for (let i = 0; i < parents.length; i++) {
      this.#writeStamp(words, at + FORM + count + i * BLOCK, parents[i] as Stamp);
    }
    return slot;
  }

  remove(slot: Slot): void {
    const words = this.#wordsOf(slot);
    const at = placeOf(slot);
    this.#endNodes(words, at);
    const blocks = words[at + BLOCKS] as number;
    if (blocks > MAX_SHARED) {
      const chunk = slot >>> PLACE_BITS;
      this.#words[chunk] = NO_WORDS;
      this.#bytes[chunk] = NO_BYTES;
      this.#freeChunks.push(chunk);
      return;
    }
    const free = this.#free[blocks];
    if (free === undefined) this.#free[blocks] = [slot];
    else free.push(slot);
    this.#freed += 1;
  }

  read(slot: Slot): Version {
    const words = this.#wordsOf(slot);
    const bytes = this.#bytes[slot >>> PLACE_BITS] as Buffer;
    const at = placeOf(slot);
    const form = at + FORM;
    const keyBytes = words[form + KEY_BYTES] as number;
    const valueBytes = words[form + VALUE_BYTES] as number;
    const keyAt = form + KEY;
    const valueAt = keyAt + wordsOf(keyBytes);
    const parents = words[at + PARENTS] as number;
    return versionOf(
      textAt(bytes, keyAt, keyBytes) as Key,
      valueBytes < 0 ? null : (textAt(bytes, valueAt, valueBytes) as JsonText),
      this.#stamp(words, form + TIME, words[at + WRITER] as number),
      parents === 0 ? NO_PARENTS : this.#parents(words, valueAt + wordsOf(Math.max(0, valueBytes)), parents),
      this.#nodes.at(words[at + FROM] as number),
      seqOf(words[at + SEQ] as number, words[at + SEQ_HIGH] as number),
      slot,
    );
  }

  outline(slot: Slot): Outline {
    const words = this.#wordsOf(slot);
    const at = placeOf(slot);
    return {
      seq: seqOf(words[at + SEQ] as number, words[at + SEQ_HIGH] as number),
      stamp: this.#stamp(words, at + FORM + TIME, words[at + WRITER] as number),
      from: this.#nodes.at(words[at + FROM] as number),
    };
  }

  /** Whether that node gave it. */
  isFrom(slot: Slot, node: NodeId): boolean {
    return this.#nodes.at(this.#wordsOf(slot)[placeOf(slot) + FROM] as number) === node;
  }

  key(slot: Slot): Key {
    const form = placeOf(slot) + FORM;
    const bytes = this.#bytes[slot >>> PLACE_BITS] as Buffer;
    return textAt(bytes, form + KEY, this.#wordsOf(slot)[form + KEY_BYTES] as number) as Key;
  }

  /** Whether an entry's key is the one that was laid out last, of so many words. */
  hasLaidOutKey(slot: Slot, count: number): boolean {
    const words = this.#wordsOf(slot);
    const at = placeOf(slot) + FORM;
    const form = laidOut();
    if (words[at + KEY_BYTES] !== form[KEY_BYTES]) return false;
    for (let word = KEY; word < KEY + count; word++) if (words[at + word] !== form[word]) return false;
    return true;
  }

  /** As `digestOf`. */
  digest(slot: Slot, digest: Words): void {
    const words = this.#wordsOf(slot);
    const form = placeOf(slot) + FORM;
    const valueBytes = Math.max(0, words[form + VALUE_BYTES] as number);
    murmur(words, form, KEY + wordsOf(words[form + KEY_BYTES] as number) + wordsOf(valueBytes), digest);
  }

  isTombstone(slot: Slot): boolean {
    return (this.#wordsOf(slot)[placeOf(slot) + FORM + VALUE_BYTES] as number) < 0;
  }

  next(slot: Slot): Slot {
    return this.#wordsOf(slot)[placeOf(slot) + NEXT] as number;
  }

  setNext(slot: Slot, next: Slot): void {
    this.#wordsOf(slot)[placeOf(slot) + NEXT] = next;
  }

  lower(slot: Slot): Slot {
    return this.#wordsOf(slot)[placeOf(slot) + LOWER] as number;
  }

  setLower(slot: Slot, lower: Slot): void {
    this.#wordsOf(slot)[placeOf(slot) + LOWER] = lower;
  }

  #wordsOf(slot: Slot): Words {
    return this.#words[slot >>> PLACE_BITS] as Words;
  }

  #take(blocks: number): Slot {
    if (blocks > MAX_SHARED) return this.#newChunk(blocks) << PLACE_BITS;
    const free = this.#free[blocks];
    if (free !== undefined && free.length > 0) {
      this.#freed -= 1;
      return free.pop() as Slot;
    }
    if (BLOCK * (this.#filled + blocks) > this.#chunk.length) this.#nextChunk(blocks);
    const slot = this.#first + this.#filled;
    this.#filled += blocks;
    return slot;
  }

  #nextChunk(needed: number): void {
    const twice = Math.max(FIRST_BLOCKS, this.#chunk.length >>> 1);
    const chunk = this.#newChunk(Math.min(CHUNK_BLOCKS, Math.max(needed, twice)));
    this.#chunk = this.#words[chunk] as Words;
    this.#first = chunk << PLACE_BITS;
    this.#filled = 0;
  }

  #newChunk(blocks: number): number {
    const chunk = this.#freeChunks.pop() ?? this.#words.length;
    if (chunk === MAX_CHUNKS) throw new RangeError('There is no room for more entries.');
    const buffer = new ArrayBuffer(4 * BLOCK * blocks);
    this.#words[chunk] = new Int32Array(buffer);
    this.#bytes[chunk] = Buffer.from(buffer);
    return chunk;
  }

  /** Of a version that goes. */
  #endNodes(words: Words, at: number): void {
    const form = at + FORM;
    const value = Math.max(0, words[form + VALUE_BYTES] as number);
    const end = form + KEY + wordsOf(words[form + KEY_BYTES] as number) + wordsOf(value);
    for (let i = 0; i < (words[at + PARENTS] as number); i++) this.#nodes.end(words[end + i * BLOCK + 2] as number);
    this.#nodes.end(words[at + WRITER] as number);
    this.#nodes.end(words[at + FROM] as number);
  }

  #writeStamp(words: Words, at: number, { time, counter, node }: Stamp): void {
    words[at] = time | 0;
    words[at + COUNTER - TIME] = highWord(time, counter);
    words[at + 2] = this.#nodes.use(node);
  }

  /** @param at of the time's low bits; the high ones follow, above the counter */
  #stamp(words: Words, at: number, writer: number): Stamp {
    const high = words[at + COUNTER - TIME] as number;
    return {
      time: (high >>> 16) * HIGH + ((words[at] as number) >>> 0),
      counter: high & 0xffff,
      node: this.#nodes.at(writer) as NodeId,
    };
  }

  #parents(words: Words, from: number, count: number): Stamp[] {
    return Array.from({ length: count }, (_, i) => {
      const at = from + i * BLOCK;
      return this.#stamp(words, at, words[at + 2] as number);
    });
  }
}

/** A small one without a product, which V8 would hold as another kind of number. */
function seqOf(low: number, high: number): number {
  return high === 0 ? low : high * SEQ_LOW + low;
}

/**
 * Rounds a number of blocks up, by an eighth at most, so that few sizes are in use. Otherwise the blocks freed by a
 * text that grows letter by letter would not fit its later versions.
 */
function roomFor(blocks: number): number {
  if (blocks <= EXACT) return blocks;
  const step = 2 ** (31 - Math.clz32(blocks) - 3);
  return Math.ceil(blocks / step) * step;
}

function placeOf(slot: Slot): number {
  return (slot & (CHUNK_BLOCKS - 1)) * BLOCK;
}

/** @param at in words */
function textAt(bytes: Buffer, at: number, length: number): string {
  return bytes.toString('utf8', 4 * at, 4 * at + length);
}
