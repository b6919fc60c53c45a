import type { MessageType } from '../../main/net/protocol';
import type { Pair } from './pair';
import type { Sent } from './sim-link';
import type { SimNode } from './sim-node';

/** Of Engine.IO and Socket.IO, before the JSON text of a message. */
const PREFIX = 2;
/** Places of an entry in the rows of `changes`. */
const PLACES = 6;

/** Counts what the nodes of a simulation send from now on, in both directions of all links. */
export class Traffic {
  readonly messages = new Map<MessageType | 'hello', number>();
  readonly bytes = new Map<MessageType | 'hello', number>();
  /** How often a side began to compare its digest tree with another's. */
  comparisons = 0;
  readonly #entries = new Map<Pair, Map<SimNode, number>>();

  readonly count = (pair: Pair, from: SimNode, message: Sent, text: string): void => {
    const { type } = message;
    add(this.messages, type, 1);
    add(this.bytes, type, PREFIX + Buffer.byteLength(text));
    if (type === 'compare' && message.depth === 1) this.comparisons += 1;
    if (type === 'changes') add(this.#sentBy(pair), from, message.entries.rows.length / PLACES);
  };

  /** Entries that crossed these links, each crossing counted; only those sent by `from`, where it is given. */
  crossings(pairs: readonly Pair[], from?: SimNode): number {
    return pairs.reduce((sum, pair) => {
      const sent = this.#entries.get(pair) ?? new Map<SimNode, number>();
      const counted = from === undefined ? [...sent.values()] : [sent.get(from) ?? 0];
      return counted.reduce((all, entries) => all + entries, sum);
    }, 0);
  }

  #sentBy(pair: Pair): Map<SimNode, number> {
    const known = this.#entries.get(pair) ?? new Map<SimNode, number>();
    this.#entries.set(pair, known);
    return known;
  }
}

function add<K>(counts: Map<K, number>, of: K, more: number): void {
  counts.set(of, (counts.get(of) ?? 0) + more);
}
