import type { Entry } from './entry';
import type { Words } from './murmur';
import { type NodeId, type Stamp, writerOf } from './stamp';
import type { Key } from './text';

/** Bytes of a block, and words. */
const BLOCK = 16;
const BLOCK_WORDS = 4;
/** Blocks before a key: of the writer, and the head. */
const KEY_AT = 2;
/** Places of words. */
export const TIME = 4;
export const COUNTER = 5;
export const KEY_BYTES = 6;
export const VALUE_BYTES = 7;
export const KEY = KEY_AT * BLOCK_WORDS;
/** UTF-16 units. */
const SHORT = 256;
const ASCII = 0x7f;
const QUOTE = 0x22;
export const HIGH = 2 ** 32;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** What was laid out last; kept, as entries come by the thousand. */
let bytes = new Uint8Array(1024);
let words: Words = new Int32Array(bytes.buffer);
/** What of it is there still: mostly the next entry has the same writer, and the key that was just looked up. */
let writer: NodeId | null = null;
let key: Key | null = null;

/** What was laid out last; it may be another array after the next. */
export function laidOut(): Words {
  return words;
}

/**
 * Lays an entry out in words, little-endian, four parts of whole blocks of 16 bytes. The writer: the high and the low
 * half of its id, 1 if it is a course node, else 0, and 0. The head: the time's low 32 bits, its high 16 bits above the
 * counter, and the bytes of the key and of the value, or -1 for a tombstone. The key, then the value, in UTF-8, filled
 * up with zeros. No two entries have all of these in common. Returns the number of words.
 */
export function layOut({ key, value, stamp }: Entry): number {
  const keyWords = layOutKey(key);
  const valueAt = KEY + keyWords;
  const valueLength = value === null ? 0 : encode(value, 4 * valueAt);
  layOutHead(stamp, value === null ? -1 : valueLength);
  return valueAt + wordsOf(valueLength);
}

/**
 * As `layOut`, for an entry whose key and whose value, a text less its quotes, stand somewhere among bytes, in ASCII.
 */
export function layOutParts(
  from: Uint8Array,
  keyFrom: number,
  keyEnd: number,
  valueFrom: number,
  valueEnd: number,
  stamp: Stamp,
): number {
  const keyLength = keyEnd - keyFrom;
  const valueAt = KEY + wordsOf(keyLength);
  const valueLength = valueEnd - valueFrom + 2;
  const count = valueAt + wordsOf(valueLength);
  if (4 * count > bytes.length) grow(4 * count);
  const at = 4 * valueAt;
  zeroBlock(valueAt);
  zeroBlock(count);
  for (let i = 0; i < keyLength; i++) bytes[4 * KEY + i] = from[keyFrom + i] as number;
  bytes[at] = QUOTE;
  for (let i = valueFrom; i < valueEnd; i++) bytes[at + 1 + i - valueFrom] = from[i] as number;
  bytes[at + valueLength - 1] = QUOTE;
  key = null;
  words[KEY_BYTES] = keyLength;
  layOutHead(stamp, valueLength);
  return count;
}

/** Lays a key out where an entry's stands, its bytes at `KEY_BYTES`. Returns the number of its words. */
export function layOutKey(text: Key): number {
  if (text !== key) {
    // First: there may be other words then.
    const length = encode(text, 4 * KEY);
    words[KEY_BYTES] = length;
    key = text;
  }
  return wordsOf(words[KEY_BYTES] as number);
}

/** The key that was laid out last. */
export function laidOutKey(): Key {
  key ??= decoder.decode(bytes.subarray(4 * KEY, 4 * KEY + (words[KEY_BYTES] as number))) as Key;
  return key;
}

/** Lays a text out behind a head: a number's low and high 32 bits, the text's bytes, 0. Returns the number of words. */
export function layOutText(text: string, number: number): number {
  const length = encode(text, BLOCK);
  words[0] = number | 0;
  words[1] = Math.floor(number / HIGH);
  words[2] = length;
  words[3] = 0;
  // Their blocks are overwritten.
  writer = null;
  key = null;
  return BLOCK_WORDS + wordsOf(length);
}

/** A time's high 16 bits above a counter. */
export function highWord(time: number, counter: number): number {
  return (Math.floor(time / HIGH) << 16) | counter;
}

/** Words that so many bytes take. */
export function wordsOf(bytes: number): number {
  return ((bytes + BLOCK - 1) & -BLOCK) >>> 2;
}

/** Writes a text behind `at` bytes, up to the end of a block. Returns its length in bytes. */
function encode(text: string, at: number): number {
  // A UTF-16 unit takes at most three bytes.
  const enough = at + 3 * text.length + BLOCK;
  if (enough > bytes.length) grow(enough);
  const into = bytes;
  const written = text.length > SHORT ? encodeAny(text, at) : encodeShort(text, at, into);
  const end = at + 4 * wordsOf(written);
  for (let i = at + written; i < end; i++) into[i] = 0;
  return written;
}

function encodeAny(text: string, at: number): number {
  return encoder.encodeInto(text, bytes.subarray(at)).written;
}

/** A short text, mostly of ASCII, is written sooner than the encoder is called. */
function encodeShort(text: string, at: number, into: Uint8Array): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > ASCII) return encodeAny(text, at);
    into[at + i] = unit;
  }
  return text.length;
}

function grow(enough: number): void {
  const before = bytes;
  bytes = new Uint8Array(8 * wordsOf(enough));
  bytes.set(before);
  words = new Int32Array(bytes.buffer);
}

function layOutHead({ time, counter, node }: Stamp, valueBytes: number): void {
  if (node !== writer) begin(node);
  words[TIME] = time | 0;
  words[COUNTER] = highWord(time, counter);
  words[VALUE_BYTES] = valueBytes;
}

/** The block that ends there. */
function zeroBlock(end: number): void {
  words[end - 1] = 0;
  words[end - 2] = 0;
  words[end - 3] = 0;
  words[end - 4] = 0;
}

function begin(by: NodeId): void {
  const { node, course } = writerOf(by);
  const half = node.length / 2;
  words[0] = Number.parseInt(node.slice(0, half), 16);
  words[1] = Number.parseInt(node.slice(half), 16);
  words[2] = course ? 1 : 0;
  words[3] = 0;
  writer = by;
}
