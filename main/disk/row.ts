import type { Numbered } from '../store/contents';
import { BASIS, PRIME } from '../store/fnv';
import { isPlain, isPlainText } from '../store/text';
import { fromTuple, toTuple } from '../store/tuple';
import { isBlock, readBlock } from './block';
import { Damaged } from './damaged';
import { isAscii, readPlain } from './plain-row';

export type Row = readonly [key: string, text: string];

/** Of entries. */
const PREFIX = 'f/';
const DEAD_PREFIX = 'd/';
/** Hex digits of a number of the feed: enough for every safe integer. */
const SEQ_DIGITS = 14;
const ENTRY_KEY = /^f\/[0-9a-f]{14}\+?$/;
/** Most bytes of a chunk of rows; LevelDB's default of 16 KiB would cut it at some 200 entries. */
const CHUNK_BYTES = 1024 * 1024;

/** Rows read at once: large enough to be fast, small enough to leave the event loop within a few ms. */
export const CHUNK = 1000;
/** All entries, in the order of their numbers. */
export const ENTRIES = { gt: 'f/', lt: 'f0', highWaterMarkBytes: CHUNK_BYTES, fillCache: false };
/** Those entries in blocks that were dropped. */
export const DEAD = { gt: 'd/', lt: 'd0' };
/** Entries from before they had numbers, in the order of their stamps. */
export const UNNUMBERED = { gt: 'e/', lt: 'e0', highWaterMarkBytes: CHUNK_BYTES };
/** All notes. */
export const NOTES = { gt: 'n/', lt: 'n0' };

export function noteKey(name: string): string {
  return `n/${name}`;
}

/** Of fixed width, so that LevelDB's order is the feed's. Neighbours share all but the last digit, which is kept. */
export function rowKey(seq: number): string {
  const high = Math.floor(seq / 16);
  if (high !== keyHigh) {
    keyHigh = high;
    keyStart = `${PREFIX}${high.toString(16).padStart(SEQ_DIGITS - 1, '0')}`;
  }
  return `${keyStart}${(seq & 15).toString(16)}`;
}
let keyHigh = -1;
let keyStart = '';

/** For the entries of several numbers from this one on; not the key of a single entry, which may be dropped. */
export function blockKey(first: number): string {
  return `${rowKey(first)}+`;
}

/** Says that an entry of a block was dropped. */
export function deadKey(seq: number): string {
  return `${DEAD_PREFIX}${rowKey(seq).slice(PREFIX.length)}`;
}

export function deadSeq(deadKey: string): number {
  return Number.parseInt(deadKey.slice(DEAD_PREFIX.length), 16);
}

/** @throws Damaged if it is not an entry's key */
export function seqOf(rowKey: string): number {
  if (!ENTRY_KEY.test(rowKey)) throw new Damaged(`${JSON.stringify(rowKey)} is not the place of an entry`);
  return Number.parseInt(rowKey.slice(PREFIX.length, PREFIX.length + SEQ_DIGITS), 16);
}

/** As `seqOf`, parsed by hand as it runs hundreds of thousands of times; -1 if it is not an entry's key. */
function numberIn(rowKey: string): number {
  if (rowKey.length !== PREFIX.length + SEQ_DIGITS) return -1;
  let number = 0;
  for (let at = PREFIX.length; at < rowKey.length; at++) {
    const unit = rowKey.charCodeAt(at);
    const digit = unit < LETTER_A ? unit - DIGIT_0 : unit - LETTER_A + 10;
    if (digit < 0 || digit > 15 || (unit < LETTER_A && digit > 9)) return -1;
    number = number * 16 + digit;
  }
  return number;
}
const DIGIT_0 = 0x30;
const LETTER_A = 0x61;

/**
 * The parts of an entry's tuple, then a check of them and of its number: LevelDB reads its tables' blocks without
 * verifying their checksums.
 */
export function rowText(entry: Numbered): string {
  const parts = partsOf(entry);
  return `${parts},${checkOf(entry.seq, parts)}]`;
}

/**
 * The entry's tuple as JSON, but for the last bracket. Written by hand if nothing needs escaping: in a fifth of the
 * time.
 */
function partsOf(entry: Numbered): string {
  const { key, value, stamp, parents } = entry;
  if (value === null || parents.length > 0 || !isPlain(key) || !isPlainText(value)) {
    return JSON.stringify(toTuple(entry)).slice(0, -1);
  }
  const escaped = `"\\${value.slice(0, -1)}\\""`;
  return `["${key}",${escaped},${stamp.time},${stamp.counter},"${stamp.node}"`;
}

/**
 * The entries of a chunk of rows, each block's on its own, as they are many. Here and wherever entries come by the
 * thousand, lists are read by index: V8 takes several times as long to compile code that uses iterators.
 * @param lazily whether entries may read their parts from their row's text on demand
 * @throws Damaged
 */
export function* readChunk(rows: readonly Row[], lazily = false): Generator<{ entries: Numbered[]; isBlock: boolean }> {
  let from = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as Row;
    if (!isBlock(row[1])) continue;
    if (at > from) yield { entries: readRows(rows.slice(from, at), lazily), isBlock: false };
    yield { entries: readBlock(seqOf(row[0]), row[1]), isBlock: true };
    from = at + 1;
  }
  if (from < rows.length) yield { entries: readRows(from === 0 ? rows : rows.slice(from), lazily), isBlock: false };
}

/** The entries of rows of one entry each. @throws Damaged */
function readRows(rows: readonly Row[], lazily: boolean): Numbered[] {
  const entries: Numbered[] = [];
  let all = '';
  for (let at = 0; at < rows.length; at++) all += (rows[at] as Row)[1];
  const areAscii = isAscii(all);
  const bytes = Buffer.from(all, 'latin1');
  let from = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as Row;
    const text = row[1];
    const plain = areAscii || isAscii(text) ? readPlain(numberIn(row[0]), text, bytes, from) : null;
    entries.push(plain === null ? readAny(row[0], text) : lazily ? plain : plain.whole());
    from += text.length;
  }
  return entries;
}

function readAny(rowKey: string, text: string): Numbered {
  const seq = seqOf(rowKey);
  try {
    return { ...fromTuple(checked(seq, text, JSON.parse(text))), seq };
  } catch (cause) {
    throw cause instanceof Damaged ? cause : new Damaged(`entry ${seq} cannot be read`, { cause });
  }
}

/** A row's parts without their check, which rows of earlier versions lack. @throws Damaged if it is wrong */
function checked(seq: number, text: string, parts: unknown): unknown {
  if (!Array.isArray(parts) || typeof parts.at(-1) !== 'number') return parts;
  if (parts.pop() !== checkOf(seq, text, text.lastIndexOf(','))) {
    throw new Damaged(`entry ${seq} was changed on the disk`);
  }
  return parts;
}

/** FNV-1a over UTF-16 units, seeded with the number: no change of a single unit goes unnoticed. 32 bits. */
function checkOf(seq: number, text: string, end = text.length): number {
  let hash = BASIS ^ seq;
  for (let at = 0; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash >>> 0;
}
