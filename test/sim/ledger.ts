import { type Entry, HISTORY, type Order } from '../../main/store/entry';
import type { Rule } from '../../main/store/rule';
import { sameStamp, stampText } from '../../main/store/stamp';

/** One write of a simulation, from the moment that a node took it. */
export interface Write {
  readonly entry: Entry;
  readonly by: string;
  /** The disk of the node that took it has synced it: it must never be lost. */
  acknowledged: boolean;
  /** That disk was set back or taken away: the write may be lost if no other node has it. */
  exposed: boolean;
  /** It was lost with the only node that had it. */
  excused: boolean;
  /** A node gave it, or one that replaced it, the present time: by its stamp it would win over that. */
  restamped: boolean;
  /** All writes that its writer, or the writer of one of them, had seen and replaced. */
  readonly ancestors: Set<string>;
}

/** Every write there ever was, whole: what the nodes hold in the end is held against it. */
export class Ledger {
  readonly writes = new Map<string, Write>();

  constructor(
    readonly rule: Rule,
    readonly order: Order,
  ) {}

  /** @param before what the writer's node held of the key */
  wrote(entry: Entry, before: readonly Entry[], by: string): Write {
    const parents = before.filter(({ stamp }) => entry.parents.some((parent) => sameStamp(parent, stamp))).map(nameOf);
    const ancestors = new Set(parents);
    for (const parent of parents) {
      for (const ancestor of this.writes.get(parent)?.ancestors ?? []) ancestors.add(ancestor);
    }
    const write = { entry, by, acknowledged: false, exposed: false, excused: false, restamped: false, ancestors };
    this.writes.set(nameOf(entry), write);
    return write;
  }

  /** A node has an entry instead of an earlier one, which says the same: who has seen the new one has seen both. */
  restamped(before: Entry, after: Entry): void {
    const seen = [nameOf(before), ...(this.writes.get(nameOf(before))?.ancestors ?? [])];
    const name = nameOf(after);
    for (const [other, write] of this.writes) {
      if (seen.includes(other)) write.restamped = true;
      if (other === name || write.ancestors.has(name)) for (const one of seen) write.ancestors.add(one);
    }
  }

  /** Whether one who holds these versions of the key has the write, or has a history above it that is full. */
  isIn(versions: readonly Entry[], write: Write): boolean {
    return this.isBelow(versions, write) || this.#has(versions, write, (anew) => this.isIn(versions, anew));
  }

  /** Whether one who holds these versions of the key has the write: as one of them, or replaced by one that had seen it. */
  isHeld(versions: readonly Entry[], write: Write): boolean {
    return this.#has(versions, write, (anew) => this.isHeld(versions, anew));
  }

  /** @param hasAnew of what has the present time instead of the write */
  #has(versions: readonly Entry[], { entry, restamped }: Write, hasAnew: (anew: Write) => boolean): boolean {
    const name = nameOf(entry);
    const holds = versions.some((version) => {
      const other = nameOf(version);
      return other === name || this.writes.get(other)?.ancestors.has(name) === true;
    });
    if (holds || !restamped) return holds;
    return [...this.writes.values()].some((write) => {
      return !write.restamped && write.ancestors.has(name) && hasAnew(write);
    });
  }

  /** Whether the history of the key is full of higher entries. */
  isBelow(versions: readonly Entry[], write: Write): boolean {
    return versions.length > HISTORY && versions.slice(1).every((version) => this.order(version, write.entry) > 0);
  }

  /** The disk of this node lost what it had. */
  expose(node: string): void {
    for (const write of this.writes.values()) if (write.by === node) write.exposed = true;
  }
}

/** Tells a write from all others, also from one with the same stamp by the same node before its disk was set back. */
export function nameOf({ key, value, stamp }: Entry): string {
  return `${key} = ${value} at ${stampText(stamp)}`;
}
