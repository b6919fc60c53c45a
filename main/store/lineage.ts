/** Names one numbering of a node's change feed. Drawn at every start. */
export type Epoch = string;

/** How many earlier epochs a node remembers: a friend who was away for so many starts compares digests instead. */
export const MAX_LINEAGE = 16;

/**
 * Where the numbers of a feed come from. The numbers of an earlier epoch up to `head` mean in this one what they meant
 * then; those beyond it were lost, with a crash or for an older copy of the disk, and given out anew.
 */
export interface Lineage {
  readonly epoch: Epoch;
  readonly before: [epoch: Epoch, head: number][];
}

/** The lineage of a node that starts again. @param head the highest number of the feed that its disk kept */
export function succeed(kept: Lineage | null, head: number, epoch: Epoch): Lineage {
  const before: Lineage['before'] = kept === null ? [] : [[kept.epoch, head], ...kept.before];
  return { epoch, before: before.slice(0, MAX_LINEAGE) };
}

/** Whether a number that was read in `epoch` still means the same. */
export function holds(lineage: Lineage, epoch: Epoch, seq: number): boolean {
  if (epoch === lineage.epoch) return true;
  const [, head] = lineage.before.find(([earlier]) => earlier === epoch) ?? [];
  return head !== undefined && seq <= head;
}
