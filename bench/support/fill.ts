import { setImmediate as turn } from 'node:timers/promises';
import type { BenchNode } from './bench-node';
import { inFlight, keyAt, valueAt } from './in-flight';
import type { Fill } from './tasks';

/** Sets keys inside the node's process: one by one, or `limit` at once where its kind can. */
export async function fill(node: BenchNode, { from, count, limit }: Fill): Promise<void> {
  if (node.setMany === undefined) {
    return inFlight(count, limit, (index) => node.set(keyAt(from + index), valueAt(from + index)));
  }
  for (let at = from; at < from + count; at += limit) {
    const size = Math.min(limit, from + count - at);
    await node.setMany(Array.from({ length: size }, (_, index) => [keyAt(at + index), valueAt(at + index)]));
    await turn();
  }
}
