import type { NodeId } from '../store/stamp';

/**
 * To whom the nodes that this one is linked to are linked. An entry that comes from one of them comes to its neighbours
 * from there too: so in a clique a change crosses only the links of its writer.
 */
export class Neighbours {
  readonly #of = new Map<NodeId, ReadonlySet<NodeId>>();

  /** A linked node told its links. */
  told(node: NodeId, links: readonly NodeId[]): void {
    this.#of.set(node, new Set(links));
  }

  /** The link to it is gone: it tells nothing any more. */
  lost(node: NodeId): void {
    this.#of.delete(node);
  }

  /** Whether `from` itself tells `to` what it tells this node. */
  tells(from: NodeId, to: NodeId): boolean {
    return this.#of.get(from)?.has(to) ?? false;
  }
}
