import { type Entry, HISTORY, type Order } from './entry';
import { type Rule, wins } from './rule';
import { type NodeId, sameStamp } from './stamp';

/** An entry as this database holds it. */
export interface Version extends Entry {
  /** Its number in the change feed; 0 before it is applied, negated once it was dropped. */
  seq: number;
  /** The peer that it came from; `null` for one written here or read from the disk. */
  readonly from: NodeId | null;
  /** The next one in its leaf of the digest tree. */
  next: Version | null;
  /** Of its key's winner: the highest `HISTORY` of all other entries ever seen, highest first. Else empty. */
  history: readonly Version[];
}

export function newVersion({ key, value, stamp, parents }: Entry, from: NodeId | null): Version {
  return { key, value, stamp, parents, seq: 0, from, next: null, history: NO_HISTORY };
}

export interface Inserted {
  readonly winner: Version;
  /** False where the entry is there already, or the history has no room for one so low. */
  readonly added: boolean;
  /** What fell out of the history for it. */
  readonly dropped: Version | null;
}

/** Most keys have one entry: they share this. */
const NO_HISTORY: readonly Version[] = [];

/**
 * Merges an entry into what its key has. The result depends on the set of entries alone, not on their order: winner and
 * history are the extremes of a total order, which no later drop can change.
 */
export function insert(winner: Version, version: Version, rule: Rule, order: Order): Inserted {
  const comparison = order(version, winner);
  if (comparison === 0) return { winner, added: false, dropped: null };
  const isWinner = wins(rule, comparison);
  const history = [...winner.history];
  const at = placeOf(isWinner ? winner : version, history, order);
  if (at === null) return { winner, added: false, dropped: null };
  history.splice(at, 0, isWinner ? winner : version);
  const dropped = history.length > HISTORY ? (history.pop() as Version) : null;
  if (dropped === version) return { winner, added: false, dropped: null };
  winner.history = NO_HISTORY;
  const next = isWinner ? version : winner;
  next.history = history;
  return { winner: next, added: true, dropped };
}

/**
 * The versions, less the winner, that no other one replaces: a writer who sees all of them replaces them all. Under rule
 * `first` nothing is ever replaced, whatever an entry claims: so one that is stamped earlier than what stood there is seen.
 */
export function heads(winner: Version, rule: Rule): readonly Version[] {
  const { history } = winner;
  if (history.length === 0 || rule === 'first') return history;
  const replaced = [winner, ...history].flatMap((version) => version.parents);
  return history.filter((version) => !replaced.some((stamp) => sameStamp(stamp, version.stamp)));
}

/** Open conflicts: of the heads, one for each value that is not the winner's. */
export function conflicts(winner: Version, rule: Rule): readonly Version[] {
  const open = heads(winner, rule).filter((version) => version.value !== winner.value);
  return open.filter((version, at) => open.findIndex(({ value }) => value === version.value) === at);
}

/** Where a version goes in a history, highest first; null where it is there already. */
function placeOf(version: Version, history: readonly Version[], order: Order): number | null {
  for (const [at, other] of history.entries()) {
    const comparison = order(version, other);
    if (comparison >= 0) return comparison === 0 ? null : at;
  }
  return history.length;
}
