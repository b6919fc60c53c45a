import { type Entry, HISTORY, type Order } from './entry';
import { type Rule, wins } from './rule';
import { type NodeId, sameStamp } from './stamp';

/** An entry as this database holds it. */
export interface Version extends Entry {
  /** Its number in the change feed; 0 before it is applied, negated once it was dropped. */
  seq: number;
  /** The peer that it came from; `null` for one written here or read from the disk. */
  readonly from: NodeId | null;
}

/** What one key holds: the winner, and the highest `HISTORY` of all other entries ever seen, highest first. */
export interface KeyRecord {
  winner: Version;
  history: Version[];
}

export interface Inserted {
  /** False where the record holds the entry already, or its history has no room for one so low. */
  added: boolean;
  dropped: Version | null;
}

const NOTHING: Inserted = { added: false, dropped: null };

/**
 * Merges an entry into its key's record. The result depends on the set of entries alone, not on their order: winner and
 * history are the extremes of a total order, which no later drop can change.
 */
export function insert(record: KeyRecord, version: Version, rule: Rule, order: Order): Inserted {
  const { winner, history } = record;
  const comparison = order(version, winner);
  if (comparison === 0) return NOTHING;
  if (!wins(rule, comparison)) return intoHistory(history, version, order);
  record.winner = version;
  return { added: true, dropped: intoHistory(history, winner, order).dropped };
}

/** The versions, less the winner, that no other one replaces: a writer who sees the record replaces them all. */
export function heads({ winner, history }: KeyRecord): Version[] {
  if (history.length === 0) return [];
  const replaced = [winner, ...history].flatMap((version) => version.parents);
  return history.filter((version) => !replaced.some((stamp) => sameStamp(stamp, version.stamp)));
}

/** Open conflicts: of the heads, one for each value that is not the winner's. */
export function conflicts(record: KeyRecord): Version[] {
  const open = heads(record).filter((version) => version.value !== record.winner.value);
  return open.filter((version, at) => open.findIndex(({ value }) => value === version.value) === at);
}

function intoHistory(history: Version[], version: Version, order: Order): Inserted {
  let at = 0;
  for (let other = history[at]; other !== undefined; other = history[++at]) {
    const comparison = order(version, other);
    if (comparison === 0) return NOTHING;
    if (comparison > 0) break;
  }
  if (at === HISTORY) return { added: false, dropped: version };
  history.splice(at, 0, version);
  return { added: true, dropped: history.length > HISTORY ? (history.pop() ?? null) : null };
}
