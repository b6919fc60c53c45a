import type { Numbered } from '../store/contents';
import { NO_PARENTS } from '../store/entry';
import { BASIS, PRIME } from '../store/fnv';
import { layOutParts } from '../store/form';
import { isNodeId, isWhole, MAX_COUNTER, MAX_TIME, type NodeId, type Stamp } from '../store/stamp';
import { type JsonText, type Key, MAX_KEY_BYTES, MAX_VALUE_BYTES } from '../store/text';

const QUOTE = 0x22;
const DIGIT_0 = 0x30;
const BACKSLASH = 0x5c;
/** Characters allowed in a row written by hand: from the space to the tilde. */
const FIRST = 0x20;
const LAST = 0x7e;

/** Where the key begins; what separates it from the value's text, and what follows that. */
const KEY_AT = 2;
const VALUE = Buffer.from('","\\"');
const END = Buffer.from('\\"",');

/** The writer of the entry read last, mostly of the next one too, which then shares the id. Empty before the first. */
let writer = '' as NodeId;
let writerBytes = Buffer.from(writer);
/** Where the digits read last end. */
let digitsEnd = 0;

/** An entry whose key and value are read on demand: a start lays most of them out straight from the row. */
class PlainRow implements Numbered {
  readonly parents = NO_PARENTS;

  /** @param from where the row begins in `bytes`, in which the value ends at `valueEnd` and the key at `keyEnd` */
  constructor(
    readonly seq: number,
    readonly stamp: Stamp,
    readonly text: string,
    readonly bytes: Uint8Array,
    readonly from: number,
    readonly keyEnd: number,
    readonly valueEnd: number,
  ) {}

  get key(): Key {
    return this.text.slice(KEY_AT, this.keyEnd - this.from) as Key;
  }

  get value(): JsonText {
    return `"${this.text.slice(this.keyEnd + VALUE.length - this.from, this.valueEnd - this.from)}"` as JsonText;
  }

  whole(): Numbered {
    const { key, value, stamp, parents, seq } = this;
    return { key, value, stamp, parents, seq };
  }

  layOut(): number {
    const { bytes, from, keyEnd, valueEnd, stamp } = this;
    return layOutParts(bytes, from + KEY_AT, keyEnd, keyEnd + VALUE.length, valueEnd, stamp);
  }
}

export function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

/**
 * Reads and checks by hand a row written by hand, as a start reads them all; `null` for any other row. It reads bytes,
 * as a string takes a call for each character.
 * @param text in ASCII, whose bytes stand in `bytes` from `from` on; these must not change while the row is in use
 */
export function readPlain(seq: number, text: string, bytes: Uint8Array, from: number): PlainRow | null {
  const keyEnd = stringEnd(bytes, from + KEY_AT);
  if (!standsAt(bytes, keyEnd, VALUE)) return null;
  const valueAt = keyEnd + VALUE.length;
  const valueEnd = stringEnd(bytes, valueAt);
  if (!standsAt(bytes, valueEnd, END)) return null;
  const keyLength = keyEnd - from - KEY_AT;
  if (keyLength === 0 || keyLength > MAX_KEY_BYTES || valueEnd - valueAt > MAX_VALUE_BYTES) return null;
  const time = wholeAt(bytes, valueEnd + END.length);
  const counter = wholeAt(bytes, digitsEnd + 1);
  const nodeAt = digitsEnd + 2;
  if (writer === '' || !standsAt(bytes, nodeAt, writerBytes) || bytes[nodeAt + writer.length] !== QUOTE) {
    const node = text.slice(nodeAt - from, text.indexOf('"', nodeAt - from));
    if (!isNodeId(node)) return null;
    writer = node;
    writerBytes = Buffer.from(node);
  }
  const checkAt = nodeAt + writer.length + 1;
  const check = wholeAt(bytes, checkAt + 1);
  if (digitsEnd !== from + text.length - 1 || !isWhole(time, MAX_TIME) || !isWhole(counter, MAX_COUNTER)) return null;
  if (check !== checkOf(seq, bytes, from, checkAt)) return null;
  return new PlainRow(seq, { time, counter, node: writer }, text, bytes, from, keyEnd, valueEnd);
}

/** Where a string ends, or its first escape begins. */
function stringEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== QUOTE && bytes[at] !== BACKSLASH) at += 1;
  return at;
}

function standsAt(bytes: Uint8Array, at: number, what: Uint8Array): boolean {
  for (let i = 0; i < what.length; i++) if (bytes[at + i] !== what[i]) return false;
  return true;
}

function wholeAt(bytes: Uint8Array, from: number): number {
  let whole = 0;
  let at = from;
  for (; at < bytes.length; at++) {
    const digit = (bytes[at] as number) - DIGIT_0;
    if (digit < 0 || digit > 9) break;
    whole = whole * 10 + digit;
  }
  digitsEnd = at;
  return whole;
}

/** A row's check, over the bytes up to `end`; -1 if one of them is not allowed. */
function checkOf(seq: number, bytes: Uint8Array, from: number, end: number): number {
  let hash = BASIS ^ seq;
  for (let at = from; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < FIRST || byte > LAST) return -1;
    hash = Math.imul(hash ^ byte, PRIME);
  }
  return hash >>> 0;
}
