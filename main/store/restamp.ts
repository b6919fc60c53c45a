import type { Order } from './entry';
import { type Line, newVersion, type Version } from './record';
import { type NodeId, type Stamp, sameStamp, stampText } from './stamp';

export interface Restamped {
  /** What the key is to have no more. */
  readonly gone: readonly Version[];
  /** What it is to have instead, lowest first; none of it is applied. */
  readonly fresh: Version[];
}

/**
 * What takes the place of those versions of a key that are stamped ahead. Each is written anew, in their order, with the
 * parents that it had, those by their new stamps where they have such: so what had seen what, and what is in conflict,
 * stays as it was. Another node that held a version may have done so before: an entry that says the same and has seen the
 * same is that version already, and only gets a new number in the feed. So something is always added, which tells whoever
 * follows the feed, and the highest number on the disk never sinks.
 * @param line what the key has
 * @param tick a stamp of now, later than another, for what that writer wrote
 */
export function restamped(
  line: Line,
  isAhead: (stamp: Stamp) => boolean,
  order: Order,
  tick: (writer: NodeId, after: Stamp | undefined) => Stamp,
): Restamped {
  const kept = line.filter(({ stamp }) => !isAhead(stamp));
  const ahead = line.filter(({ stamp }) => isAhead(stamp)).sort(order);
  const gone = [...ahead];
  const fresh: Version[] = [];
  const stamps = new Map<string, Stamp>();
  for (const version of ahead) {
    const { key, value, stamp } = version;
    // A parent that is ahead and fell out of the history is replaced by nobody who is left.
    const parents = version.parents.flatMap((parent) =>
      isAhead(parent) ? (stamps.get(stampText(parent)) ?? []) : parent,
    );
    const isTwin = (other: Version): boolean => other.value === value && areSame(other.parents, parents);
    const twin = fresh.find(isTwin) ?? kept.find(isTwin);
    const before = [...kept, ...fresh].map((other) => other.stamp);
    const written = twin?.stamp ?? tick(stamp.node, latestOf([...before, ...parents]));
    stamps.set(stampText(stamp), written);
    if (twin !== undefined && fresh.includes(twin)) continue;
    if (twin !== undefined) gone.push(twin);
    fresh.push(newVersion({ key, value, stamp: written, parents }, null));
  }
  return { gone, fresh };
}

function areSame(some: readonly Stamp[], others: readonly Stamp[]): boolean {
  return some.length === others.length && some.every((stamp, at) => sameStamp(stamp, others[at] as Stamp));
}

function latestOf(stamps: readonly Stamp[]): Stamp | undefined {
  return stamps.reduce<Stamp | undefined>((latest, stamp) => {
    return latest === undefined || stampText(stamp) > stampText(latest) ? stamp : latest;
  }, undefined);
}
