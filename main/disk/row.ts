import type { Numbered } from '../store/database';
import type { Entry } from '../store/entry';
import { fromTuple } from '../store/tuple';

type Row = readonly [key: string, value: string];

/** Of entries. */
const PREFIX = 'f/';
/** Hex digits of a number of the feed: enough for every safe integer. */
const SEQ_DIGITS = 14;
const [ZERO, NINE, A, F] = ['0', '9', 'a', 'f'].map((digit) => digit.charCodeAt(0)) as [number, number, number, number];
/** Bytes that a chunk of rows may take; LevelDB's default of 16 KiB would cut it at some 200 entries. */
const CHUNK_BYTES = 1024 * 1024;

/** Rows read at once: large enough to be fast, small enough to leave the event loop within a few ms. */
export const CHUNK = 1000;
/** All entries, in the order of their numbers. They are read once: LevelDB need not keep them in its cache. */
export const ENTRIES = { gt: 'f/', lt: 'f0', highWaterMarkBytes: CHUNK_BYTES, fillCache: false };
/** Entries as they were kept before they had numbers, in the order of their stamps. */
export const UNNUMBERED = { gt: 'e/', lt: 'e0', highWaterMarkBytes: CHUNK_BYTES };

/** What the disk gives was not written there: it is damaged. */
class DamagedRow extends Error {
  override readonly name = 'DamagedRow';
  readonly code = 'DAMAGED_ROW';

  constructor(
    /** Its place: `f/` and its number in the feed, 14 hex digits, unless that is what is damaged. */
    readonly row: string,
    options?: ErrorOptions,
  ) {
    super(`The database is damaged: row ${JSON.stringify(row)} holds no entry.`, options);
  }
}

/** Of fixed width, so that LevelDB's order is the feed's. */
export function rowKey(seq: number): string {
  return `${PREFIX}${seq.toString(16).padStart(SEQ_DIGITS, '0')}`;
}

/** Four times as fast as `parseInt`, which a million rows feel. @throws DamagedRow where it is no row's key */
export function seqOf(rowKey: string): number {
  let seq = 0;
  for (let at = PREFIX.length; at < rowKey.length; at++) seq = seq * 16 + digitAt(rowKey, at);
  if (rowKey.length !== PREFIX.length + SEQ_DIGITS || Number.isNaN(seq)) throw new DamagedRow(rowKey);
  return seq;
}

function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= ZERO && code <= NINE) return code - ZERO;
  return code >= A && code <= F ? code - A + 10 : Number.NaN;
}

/** The entries of a chunk of rows. @throws DamagedRow */
export function numberedOf(rows: readonly Row[]): Numbered[] {
  const tuples = tuplesOf(rows);
  let before: Entry | undefined;
  return rows.map(([row], at) => {
    try {
      before = fromTuple(tuples[at], before);
    } catch (cause) {
      throw new DamagedRow(row, { cause });
    }
    const { key, value, stamp, parents } = before;
    return { key, value, stamp, parents, seq: seqOf(row) };
  });
}

/** One text of all rows is parsed in less time than as many; where it is none, each is, so that it is known which. */
function tuplesOf(rows: readonly Row[]): readonly unknown[] {
  let json = '';
  for (const row of rows) json += `,${row[1]}`;
  try {
    const tuples = JSON.parse(`[${json.slice(1)}]`) as unknown[];
    if (tuples.length === rows.length) return tuples;
  } catch {}
  return rows.map(([row, value]) => parsed(row, value));
}

function parsed(row: string, value: string): unknown {
  try {
    return JSON.parse(value);
  } catch (cause) {
    throw new DamagedRow(row, { cause });
  }
}
