import { type Entry, MAX_PARENTS, NO_PARENTS } from './entry';
import { Refused } from './refusal';
import { isNodeId, isWhole, MAX_COUNTER, MAX_TIME, type Stamp } from './stamp';
import { checkKey, checkValue, type JsonText, type Key } from './text';

export type StampTuple = readonly [time: number, counter: number, node: string];
/** An entry as it goes over a wire and onto a disk; the parents are left out where there are none. */
export type EntryTuple = readonly [
  key: string,
  value: string | null,
  time: number,
  counter: number,
  node: string,
  ...parents: StampTuple[],
];

export function toTuple({ key, value, stamp, parents }: Entry): EntryTuple {
  return [key, value, ...stampTuple(stamp), ...parents.map(stampTuple)];
}

/** Checks every part. @throws Refused with what is wrong */
export function fromTuple(tuple: unknown): Entry {
  checkLength(tuple);
  return { key: keyOf(tuple), value: jsonOf(tuple), stamp: stampAt(tuple, 2), parents: parentsOf(tuple) };
}

function checkLength(tuple: unknown): asserts tuple is readonly unknown[] {
  if (!Array.isArray(tuple) || tuple.length < 5 || tuple.length > 5 + MAX_PARENTS) throw bad('an entry');
}

// By index: to take a list apart goes through its iterator, and costs twice as much.
function keyOf(tuple: readonly unknown[]): Key {
  const key = tuple[0];
  if (typeof key !== 'string') throw bad('a key');
  return checkKey(key);
}

function jsonOf(tuple: readonly unknown[]): JsonText | null {
  return tuple[1] === null ? null : checkValue(tuple[1]);
}

function parentsOf(tuple: readonly unknown[]): readonly Stamp[] {
  return tuple.length === 5 ? NO_PARENTS : tuple.slice(5).map(fromStampTuple);
}

function stampTuple({ time, counter, node }: Stamp): StampTuple {
  return [time, counter, node];
}

function fromStampTuple(tuple: unknown): Stamp {
  if (!Array.isArray(tuple) || tuple.length !== 3) throw bad('a stamp');
  return stampAt(tuple, 0);
}

function stampAt(tuple: readonly unknown[], at: number): Stamp {
  const time = tuple[at];
  const counter = tuple[at + 1];
  const node = tuple[at + 2];
  if (!isWhole(time, MAX_TIME) || !isWhole(counter, MAX_COUNTER)) throw bad('a stamp');
  if (!isNodeId(node)) throw bad('a node id');
  return { time, counter, node };
}

function bad(what: string): Refused {
  return new Refused('bad-request', `This is not ${what}.`);
}
