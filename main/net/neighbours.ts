import type { NodeId } from '../store/stamp';

/**
 * Who brings what to whom, so that a change crosses few links more than it must. An entry that comes from a linked node
 * comes to that node's own neighbours from there too: in a clique it crosses only the links of its writer. Where the
 * network is no clique, a peer that hands on what another brought before is asked to spare that, so that a spanning tree
 * is left (Leitão, Pereira, Rodrigues: Epidemic Broadcast Trees, 2007). What all this leaves out, anti-entropy brings.
 */
export class Neighbours {
  /** To whom the nodes that this one is linked to are linked. */
  readonly #of = new Map<NodeId, ReadonlySet<NodeId>>();
  /** Peers that hand on nothing to this node: they tell it only what they wrote. */
  readonly #spared = new Set<NodeId>();

  /** A linked node told its links. */
  told(node: NodeId, links: readonly NodeId[]): void {
    this.#of.set(node, new Set(links));
  }

  /** The link to it is gone. Returns the peers that are to hand on again, as this one may have been their better. */
  lost(node: NodeId): NodeId[] {
    this.#of.delete(node);
    if (this.#spared.delete(node)) return [];
    const spared = [...this.#spared];
    this.#spared.clear();
    return spared;
  }

  /** Whether `from` itself tells `to` what it tells this node. */
  tells(from: NodeId, to: NodeId): boolean {
    return this.#of.get(from)?.has(to) ?? false;
  }

  /** `peer` handed on what `first` had brought. Returns whether it is to spare that from now on. */
  spare(peer: NodeId, first: NodeId): boolean {
    const isNeeded = peer === first || !this.#of.has(first) || this.#spared.has(first);
    if (isNeeded || this.#spared.has(peer)) return false;
    this.#spared.add(peer);
    return true;
  }

  /** `peer` wants the two to hand on nothing to each other. */
  spared(peer: NodeId): void {
    this.#spared.add(peer);
  }

  /** `peer` was found to have what nobody brought. Returns whether it is to hand on again. */
  need(peer: NodeId): boolean {
    return this.#spared.delete(peer);
  }
}
