import { type Entry, MAX_PARENTS, NO_PARENTS } from './entry';
import { Refused } from './refusal';
import { isNodeId, isWhole, MAX_COUNTER, MAX_TIME, type NodeId, type Stamp } from './stamp';
import { checkKey, checkValue } from './text';

/** Entries packed together: applied in a few ms, so that the event loop stays free. */
export const MAX_ENTRIES = 500;
/**
 * UTF-16 units of keys and values after which no further entry is taken: so a slow link brings some every few seconds.
 */
export const MAX_ENTRIES_SIZE = 64 * 1024;
/** Places in the row of an entry. */
const FIELDS = 6;
/** Places of one stamp in a list of parents. */
const STAMP = 3;

/**
 * Entries as they go over a wire and, many together, onto a disk, without what they repeat. Each has six places in
 * `rows`: key, value or null, ms after `base`, counter, place of the writer's id in `nodes`, and 0 or its parents (each
 * ms after `base`, counter, place of the writer). Socket.IO writes, searches for binary parts and reads a flat list
 * faster than nested ones.
 */
export interface Packed {
  readonly nodes: readonly string[];
  readonly base: number;
  readonly rows: readonly unknown[];
}

/** Links and the disk are told of the same entries one after the other: the last ones are not packed anew. */
let latest: { readonly entries: readonly Entry[]; readonly packed: Packed } | null = null;

export function pack(entries: readonly Entry[]): Packed {
  if (latest === null || !areSame(entries, latest.entries)) latest = { entries, packed: packAnew(entries) };
  return latest.packed;
}

function areSame(some: readonly Entry[], others: readonly Entry[]): boolean {
  return some.length === others.length && some.every((entry, at) => entry === others[at]);
}

function packAnew(entries: readonly Entry[]): Packed {
  const nodes: NodeId[] = [];
  // Filled by push: a list that is made of its length has holes to V8, which takes longer to write it as JSON.
  const rows: unknown[] = [];
  let base = entries[0]?.stamp.time ?? 0;
  for (let i = 0; i < entries.length; i++) base = Math.min(base, (entries[i] as Entry).stamp.time);
  for (let i = 0; i < entries.length; i++) {
    const { key, value, stamp, parents } = entries[i] as Entry;
    const after = parents.length === 0 ? 0 : flat(parents, base, nodes);
    rows.push(key, value, stamp.time - base, stamp.counter, placeOf(stamp.node, nodes), after);
  }
  return { nodes, base, rows };
}

function flat(parents: readonly Stamp[], base: number, nodes: NodeId[]): unknown[] {
  return parents.flatMap(({ time, counter, node }) => [time - base, counter, placeOf(node, nodes)]);
}

/** Few nodes write, and mostly the same one again: a search is faster than a map. */
function placeOf(node: NodeId, nodes: NodeId[]): number {
  const place = nodes.lastIndexOf(node);
  return place >= 0 ? place : nodes.push(node) - 1;
}

/** What was written of packed entries: several links are told the same ones, and the disk. */
const texts = new WeakMap<Packed, string>();

/** Packed entries as JSON, written once. */
export function packedText(packed: Packed): string {
  const known = texts.get(packed);
  if (known !== undefined) return known;
  const text = JSON.stringify(packed);
  texts.set(packed, text);
  return text;
}

/** How many of these entries are stamped up to a time, ms since 1970, and the key of the first. */
export function toldUpTo(latest: number, { base, rows }: Packed): { count: number; key: string | undefined } {
  let count = 0;
  let key: string | undefined;
  for (let at = 0; at < rows.length; at += FIELDS) {
    if (base + (rows[at + 2] as number) > latest) continue;
    count += 1;
    key ??= rows[at] as string;
  }
  return { count, key };
}

/** Checks every part. @throws Refused with what is wrong */
export function unpack(packed: unknown): Entry[] {
  const { nodes, base, rows } = (packed ?? {}) as Partial<Record<keyof Packed, unknown>>;
  if (!Array.isArray(nodes) || nodes.length > MAX_ENTRIES * (1 + MAX_PARENTS) || !nodes.every(isNodeId))
    throw bad('nodes');
  if (!isWhole(base, MAX_TIME)) throw bad('a time');
  if (!Array.isArray(rows) || rows.length % FIELDS !== 0 || rows.length > MAX_ENTRIES * FIELDS) throw bad('entries');
  const entries: Entry[] = [];
  for (let at = 0; at < rows.length; at += FIELDS) {
    const key: unknown = rows[at];
    const value: unknown = rows[at + 1];
    const parents: unknown = rows[at + 5];
    if (typeof key !== 'string') throw bad('a key');
    entries.push({
      key: checkKey(key),
      value: value === null ? null : checkValue(value),
      stamp: stampAt(rows, at + 2, base, nodes),
      parents: parents === 0 ? NO_PARENTS : parentsOf(parents, base, nodes),
    });
  }
  return entries;
}

function parentsOf(parents: unknown, base: number, nodes: readonly NodeId[]): Stamp[] {
  if (!Array.isArray(parents) || parents.length % STAMP !== 0 || parents.length > MAX_PARENTS * STAMP) {
    throw bad('parents');
  }
  return Array.from({ length: parents.length / STAMP }, (_, i) => stampAt(parents, i * STAMP, base, nodes));
}

/** A parent's time may lie before `base`. */
function stampAt(list: readonly unknown[], at: number, base: number, nodes: readonly NodeId[]): Stamp {
  const after = list[at];
  const counter = list[at + 1];
  const place = list[at + 2];
  const time = typeof after === 'number' ? base + after : Number.NaN;
  const node = typeof place === 'number' ? nodes[place] : undefined;
  if (!isWhole(time, MAX_TIME) || !isWhole(counter, MAX_COUNTER) || node === undefined) throw bad('a stamp');
  return { time, counter, node };
}

function bad(what: string): Refused {
  return new Refused('bad-request', `These are not ${what}.`);
}
