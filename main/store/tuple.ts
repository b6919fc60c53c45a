import { type Entry, MAX_PARENTS } from './entry';
import { Refused } from './refusal';
import { isNodeId, isWhole, MAX_COUNTER, MAX_TIME, type Stamp } from './stamp';
import { checkKey, checkValue } from './text';

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
  if (!Array.isArray(tuple) || tuple.length < 5 || tuple.length > 5 + MAX_PARENTS) throw bad('an entry');
  const [key, value, time, counter, node, ...parents] = tuple as unknown[];
  if (typeof key !== 'string') throw bad('a key');
  return {
    key: checkKey(key),
    value: value === null ? null : checkValue(value),
    stamp: fromStampTuple([time, counter, node]),
    parents: parents.map(fromStampTuple),
  };
}

function stampTuple({ time, counter, node }: Stamp): StampTuple {
  return [time, counter, node];
}

function fromStampTuple(tuple: unknown): Stamp {
  if (!Array.isArray(tuple) || tuple.length !== 3) throw bad('a stamp');
  const [time, counter, node] = tuple as unknown[];
  if (!isWhole(time, MAX_TIME) || !isWhole(counter, MAX_COUNTER)) throw bad('a stamp');
  if (typeof node !== 'string' || !isNodeId(node)) throw bad('a node id');
  return { time, counter, node };
}

function bad(what: string): Refused {
  return new Refused('bad-request', `This is not ${what}.`);
}
