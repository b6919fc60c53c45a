import type { NodeId } from './stamp';

/** The number of no node. */
const NOBODY = 0;

/**
 * Numbers for node ids, from 1 up, as many versions share few ids. A number is dropped when its last use ends:
 * otherwise a node that writes under ever new ids would fill the memory of all others.
 */
export class NodeNumbers {
  /** Ids, and how often each is in use, by their numbers. */
  readonly #nodes: (NodeId | null)[] = [null];
  readonly #uses: number[] = [0];
  readonly #numbers = new Map<NodeId, number>();
  readonly #free: number[] = [];
  #lastNode: NodeId | null = null;
  #lastNumber = NOBODY;

  at(number: number): NodeId | null {
    return this.#nodes[number] as NodeId | null;
  }

  /** The number of a node, for one more use. Mostly who wrote the last one wrote the next. */
  use(node: NodeId | null): number {
    if (node === null) return NOBODY;
    if (node !== this.#lastNode) {
      this.#lastNumber = this.#numbers.get(node) ?? this.#add(node);
      this.#lastNode = node;
    }
    (this.#uses[this.#lastNumber] as number) += 1;
    return this.#lastNumber;
  }

  /** One use has ended. */
  end(number: number): void {
    if (number === NOBODY) return;
    const uses = (this.#uses[number] as number) - 1;
    this.#uses[number] = uses;
    if (uses > 0) return;
    const node = this.#nodes[number] as NodeId;
    this.#nodes[number] = null;
    this.#numbers.delete(node);
    this.#free.push(number);
    if (node === this.#lastNode) this.#lastNode = null;
  }

  #add(node: NodeId): number {
    const number = this.#free.pop() ?? this.#nodes.length;
    this.#nodes[number] = node;
    this.#uses[number] = 0;
    this.#numbers.set(node, number);
    return number;
  }
}
