import { sha256 } from '@noble/hashes/sha2.js';
import type { Stamp } from './stamp';
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

const encoder = new TextEncoder();

/**
 * The total order on entries of one key: time, counter, SHA-256 of the value, node id. The hash stands before the node
 * so that equal values written at one time need no winner by name. Negative where `a` comes first.
 */
export function compareEntries(a: Entry, b: Entry): number {
  return (
    a.stamp.time - b.stamp.time ||
    a.stamp.counter - b.stamp.counter ||
    (a.value === b.value ? 0 : compareBytes(valueHash(a.value), valueHash(b.value))) ||
    compareTexts(a.stamp.node, b.stamp.node)
  );
}

/** SHA-256 of the UTF-8 of the value's JSON text; of nothing for a tombstone. */
export function valueHash(value: JsonText | null): Uint8Array {
  return sha256(encoder.encode(value ?? ''));
}

/** SHA-256 of the UTF-8 of the JSON text `[key, value, time, counter, node]`, where `value` is a string or null. */
export function entryDigest({ key, value, stamp }: Entry): Uint8Array {
  return sha256(encoder.encode(JSON.stringify([key, value, stamp.time, stamp.counter, stamp.node])));
}

/** By UTF-16 units: the same on every machine, whatever its language. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
