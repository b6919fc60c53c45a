import type { NodeId } from '../../store/stamp';
import type { Turn } from './turn';

/**
 * How many peers go on handing on to a node what others wrote, and to how many it goes on doing so. A graph in which
 * every node keeps three ways in and three out stays connected for any writer's changes, even while some links break; a
 * tree, as Plumtree leaves, does so for one writer. Without the ways out, the only node linked to a writer might hand
 * on to nobody.
 */
const KEEP = 3;

/**
 * Who brings what to whom, so that a change crosses few links more than it must. A linked node sends what it wrote to
 * its own neighbours too: so in a clique a change crosses only the links of its writer. In larger networks most peers
 * that hand on what is here already are asked to stop (after Leitão, Pereira, Rodrigues: Epidemic Broadcast Trees,
 * 2007). Anti-entropy brings whatever all this leaves out.
 */
export class Neighbours {
  /** To whom the nodes that this one is linked to are linked. */
  readonly #of = new Map<NodeId, ReadonlySet<NodeId>>();
  /** Peers that hand on nothing to this node: they tell it only what they wrote. */
  readonly #spared = new Set<NodeId>();
  /** Peers that have enough without this node: they asked it to hand on nothing to them. */
  readonly #sated = new Set<NodeId>();

  constructor(readonly turn: Turn) {}

  /** A linked node told its links. */
  told(node: NodeId, links: readonly NodeId[]): void {
    this.#of.set(node, new Set(links));
  }

  /** The link to it is gone. Returns the peers that are to hand on again in its place. */
  lost(node: NodeId): NodeId[] {
    this.#of.delete(node);
    this.#spared.delete(node);
    this.#sated.delete(node);
    const again = [...this.#spared].slice(0, Math.max(0, KEEP - this.#handingOn));
    for (const peer of again) this.#spared.delete(peer);
    return again;
  }

  /** How many linked nodes have told their links. */
  get count(): number {
    return this.#of.size;
  }

  /** Whether `from` itself tells `to` what it wrote. */
  tells(from: NodeId, to: NodeId): boolean {
    return this.#of.get(from)?.has(to) ?? false;
  }

  /** Whether a node that this one is linked to tells that it is linked to that one. */
  isNear(node: NodeId): boolean {
    return Array.from(this.#of.values()).some((links) => links.has(node));
  }

  /** `peer` asks this node to hand on to it what others wrote, or not to. */
  asked(peer: NodeId, wanted: boolean): void {
    if (wanted) this.#sated.delete(peer);
    else this.#sated.add(peer);
  }

  /**
   * Whether this node hands on to `peer` what others wrote: also where it asked not to, if else too few would be left.
   */
  handsOnTo(peer: NodeId): boolean {
    if (!this.#sated.has(peer)) return true;
    // What this node lacked the others mostly have.
    if (this.turn.isTaken) return false;
    const lacking = KEEP - (this.#of.size - this.#sated.size);
    return [...this.#sated].slice(0, Math.max(0, lacking)).includes(peer);
  }

  /** `peer` handed on what was here already. Returns whether it is to spare that from now on. */
  spare(peer: NodeId): boolean {
    if (this.#spared.has(peer) || this.#handingOn <= KEEP) return false;
    this.#spared.add(peer);
    return true;
  }

  /** `peer` was found to have what nobody brought. Returns whether it is to hand on again. */
  need(peer: NodeId): boolean {
    return this.#spared.delete(peer);
  }

  get #handingOn(): number {
    return this.#of.size - this.#spared.size;
  }
}
