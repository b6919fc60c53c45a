import * as v from 'valibot';
import { type Epoch, holds, type Lineage } from '../../store/lineage';
import { isNodeId, type NodeId } from '../../store/stamp';
import { epochSchema, MAX_KNOWN, seqSchema } from '../protocol';

const cursorsSchema = v.pipe(
  v.array(v.tuple([v.custom<NodeId>(isNodeId), epochSchema, seqSchema])),
  v.maxLength(MAX_KNOWN),
);

interface Cursor {
  readonly epoch: Epoch;
  readonly seq: number;
}

/** How far this node has read the feeds of others. Kept over restarts by whoever owns it; the oldest gives way. */
export class Cursors {
  readonly #of: Map<NodeId, Cursor>;

  /** @param kept what `all` gave; anything else counts as nothing */
  constructor(kept: unknown) {
    const checked = v.safeParse(cursorsSchema, kept);
    this.#of = new Map(checked.success ? checked.output.map(([node, epoch, seq]) => [node, { epoch, seq }]) : []);
  }

  get all(): readonly (readonly [node: NodeId, epoch: Epoch, seq: number])[] {
    return [...this.#of].map(([node, { epoch, seq }]) => [node, epoch, seq]);
  }

  /** The number up to which a node's feed was read, if it still means what it meant then. */
  get(node: NodeId, lineage: Lineage): number | null {
    const cursor = this.#of.get(node);
    return cursor !== undefined && holds(lineage, cursor.epoch, cursor.seq) ? cursor.seq : null;
  }

  set(node: NodeId, epoch: Epoch, seq: number): void {
    this.#of.delete(node);
    this.#of.set(node, { epoch, seq });
    const [oldest] = this.#of.keys();
    if (this.#of.size > MAX_KNOWN && oldest !== undefined) this.#of.delete(oldest);
  }
}
