/** Hex digits of a number of the feed: enough for every safe integer. */
const SEQ_DIGITS = 14;
/** Bytes that a chunk of rows may take; LevelDB's default of 16 KiB would cut it at some 200 entries. */
const CHUNK_BYTES = 1024 * 1024;

/** Rows read at once: large enough to be fast, small enough to leave the event loop within a few ms. */
export const CHUNK = 1000;
/** All entries, in the order of their numbers. */
export const ENTRIES = { gt: 'f/', lt: 'f0', highWaterMarkBytes: CHUNK_BYTES };
/** Entries as they were kept before they had numbers, in the order of their stamps. */
export const UNNUMBERED = { gt: 'e/', lt: 'e0', highWaterMarkBytes: CHUNK_BYTES };

/** Of fixed width, so that LevelDB's order is the feed's. */
export function rowKey(seq: number): string {
  return `f/${seq.toString(16).padStart(SEQ_DIGITS, '0')}`;
}

export function seqOf(rowKey: string): number {
  return Number.parseInt(rowKey.slice(2), 16);
}
