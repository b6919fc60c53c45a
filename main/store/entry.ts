import { type Stamp, stampOrder } from './stamp';
import type { JsonText, Key } from './text';

/** One write. `value` is `null` in a tombstone. */
export interface Entry {
  readonly key: Key;
  readonly value: JsonText | null;
  readonly stamp: Stamp;
  /**
   * Stamps of the entries that the writer had before it and replaced: first the winner of then, then those that were
   * in conflict with it. Empty for a key's first entry. At most `MAX_PARENTS`.
   */
  readonly parents: readonly Stamp[];
}

/** Entries that a key keeps beside its winner. */
export const HISTORY = 8;
export const MAX_PARENTS = HISTORY + 1;
/** One list for all entries that replaced nothing: most do. */
export const NO_PARENTS: readonly Stamp[] = [];

/**
 * SHA-256 (FIPS 180-4) of the text's UTF-8: 32 bytes. Passed in, as the machine's own is faster than any in JavaScript.
 */
export type Sha256 = (text: string) => Uint8Array;

/** A total order on the entries of one key: negative where `a` comes first, 0 only for the same entry. */
export type Order = (a: Entry, b: Entry) => number;

/**
 * The order by time, counter, SHA-256 of the value's JSON text (of nothing for a tombstone), node id. The hash stands
 * before the node, so that equal values written at one time need no winner by name.
 */
export function entryOrder(sha256: Sha256): Order {
  return (a, b) =>
    stampOrder(a.stamp, b.stamp) ||
    (a.value === b.value ? 0 : compareBytes(sha256(a.value ?? ''), sha256(b.value ?? ''))) ||
    compareTexts(a.stamp.node, b.stamp.node);
}

/** By UTF-16 units: the same on every machine, whatever its language. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
