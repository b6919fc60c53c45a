import type { Entry } from './entry';
import { murmur, type Words } from './murmur';
import { type NodeId, writerOf } from './stamp';

const encoder = new TextEncoder();
/** UTF-16 units. */
const SHORT = 256;
const ASCII = 0x7f;
/** Bytes of a block of the hash. */
const BLOCK = 16;
const HIGH = 2 ** 32;
/** What is hashed next; kept, as entries come by the thousand. */
let bytes = new Uint8Array(1024);
let words: Words = new Int32Array(bytes.buffer);
/** The writer whose block stands first in `bytes`: nearly always the next entry’s too. */
let writer: NodeId | null = null;

/**
 * The digest of an entry, into `digest`: the MurmurHash3_x86_128 (seed 0) of four parts, each of whole blocks of 16 bytes,
 * its words little-endian. The writer: the high and the low half of its id, 1 if it is a course node, else 0, and 0. The
 * head: the time's low 32 bits, its high 16 bits above the counter, and the bytes of the key and of the value, or -1 for
 * a tombstone. The key, then the value, in UTF-8, filled up with zeros. No two entries have all of these in common.
 */
export function digestOf({ key, value, stamp }: Entry, digest: Words): void {
  const keyLength = encode(key, 2 * BLOCK);
  const valueAt = 2 * BLOCK + whole(keyLength);
  const valueLength = value === null ? 0 : encode(value, valueAt);
  if (stamp.node !== writer) begin(stamp.node);
  words[4] = stamp.time | 0;
  words[5] = (Math.floor(stamp.time / HIGH) << 16) | stamp.counter;
  words[6] = keyLength;
  words[7] = value === null ? -1 : valueLength;
  murmur(words, (valueAt + whole(valueLength)) / 4, digest);
}

/**
 * The digest of a text and a number, into `digest`: the same hash of a head (the number's low and high 32 bits, the text's
 * bytes, 0) and of the text in UTF-8, filled up with zeros.
 */
export function digestOfText(text: string, number: number, digest: Words): void {
  const length = encode(text, BLOCK);
  words[0] = number | 0;
  words[1] = Math.floor(number / HIGH);
  words[2] = length;
  words[3] = 0;
  // Its block is overwritten.
  writer = null;
  murmur(words, (BLOCK + whole(length)) / 4, digest);
}

/** Writes a text behind `at` bytes, up to the end of a block. Returns its length in bytes. */
function encode(text: string, at: number): number {
  // A UTF-16 unit takes at most three bytes.
  const enough = at + 3 * text.length + BLOCK;
  if (enough > bytes.length) grow(enough);
  const into = bytes;
  const written = text.length > SHORT ? encodeAny(text, at) : encodeShort(text, at, into);
  const end = at + whole(written);
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

function whole(length: number): number {
  return (length + BLOCK - 1) & -BLOCK;
}

function grow(enough: number): void {
  const before = bytes;
  bytes = new Uint8Array(2 * whole(enough));
  bytes.set(before);
  words = new Int32Array(bytes.buffer);
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
