import { type Entry, HISTORY, type Order } from './entry';
import { type Rule, wins } from './rule';
import { type NodeId, type Stamp, sameStamp } from './stamp';
import type { JsonText, Key } from './text';

/** Where a table holds a version: its chunk, above the place of its first block there. Above 0. */
export type Slot = number;
/** Of no version. */
export const NOWHERE: Slot = 0;

/** An entry as this database holds it: a copy of that. */
export interface Version extends Entry {
  /** Its number in the change feed; 0 before it is applied. */
  seq: number;
  /** The peer that it came from; `null` for one written here or read from the disk. */
  readonly from: NodeId | null;
  /** Where the database holds it. */
  slot: Slot;
}

/** What there is to know of a version without a copy of its texts. */
export type Outline = Pick<Version, 'seq' | 'stamp' | 'from'>;

/** What a key has: its winner, then, highest first, the highest `HISTORY` of all other entries ever seen. */
export type Line = readonly Version[];

export function newVersion({ key, value, stamp, parents }: Entry, from: NodeId | null): Version {
  return versionOf(key, value, stamp, parents, from, 0, NOWHERE);
}

/** The one place that makes them, as V8 compiles code for objects of one shape. */
export function versionOf(
  key: Key,
  value: JsonText | null,
  stamp: Stamp,
  parents: readonly Stamp[],
  from: NodeId | null,
  seq: number,
  slot: Slot,
): Version {
  return { key, value, stamp, parents, from, seq, slot };
}

export interface Inserted {
  readonly line: Line;
  /** What fell out of the history for it. */
  readonly dropped: Version | null;
}

/**
 * Merges an entry into what its key has; `null` where it is there already, or the history has no room for one so low.
 * The result depends on the set of entries alone, not on their order: winner and history are the extremes of a total
 * order, which no later drop can change.
 */
export function insert(line: Line, version: Version, rule: Rule, order: Order): Inserted | null {
  const winner = line[0] as Version;
  const comparison = order(version, winner);
  if (comparison === 0) return null;
  const isWinner = wins(rule, comparison);
  const history = line.slice(1);
  const lower = isWinner ? winner : version;
  const at = placeOf(lower, history, order);
  if (at === null) return null;
  history.splice(at, 0, lower);
  const dropped = history.length > HISTORY ? (history.pop() as Version) : null;
  if (dropped === version) return null;
  return { line: [isWinner ? version : winner, ...history], dropped };
}

/**
 * The versions, less the winner, that no other one replaces: a writer who sees all of them replaces them all. Under
 * rule `first` nothing is ever replaced, whatever an entry claims: so one that is stamped earlier than what stood there
 * is seen.
 */
export function heads(line: Line, rule: Rule): Line {
  if (line.length <= 1) return NOTHING;
  const history = line.slice(1);
  if (rule === 'first') return history;
  const replaced = line.flatMap((version) => version.parents);
  return history.filter((version) => !replaced.some((stamp) => sameStamp(stamp, version.stamp)));
}

/** Open conflicts: of the heads, one for each value that is not the winner's. */
export function conflicts(line: Line, rule: Rule): Line {
  const open = heads(line, rule).filter((version) => version.value !== line[0]?.value);
  return open.filter((version, at) => open.findIndex(({ value }) => value === version.value) === at);
}

const NOTHING: Line = [];

/** Where a version goes in a history, highest first; null where it is there already. */
function placeOf(version: Version, history: Line, order: Order): number | null {
  for (const [at, other] of history.entries()) {
    const comparison = order(version, other);
    if (comparison >= 0) return comparison === 0 ? null : at;
  }
  return history.length;
}
