import { setImmediate as turn } from 'node:timers/promises';
import type { BenchNode } from './bench-node';
import { inFlight, keyAt, valueAt } from './in-flight';
import type { Fill } from './tasks';

type Texts = readonly (readonly [key: string, value: string])[];

/** What is to be set: made before anything is measured. */
export function textsOf({ from, count }: Pick<Fill, 'from' | 'count'>): Texts {
  return Array.from({ length: count }, (_, index) => [keyAt(from + index), valueAt(from + index)]);
}

/** Sets keys inside the node's process: one by one, or `limit` at once where its kind can. */
export async function fill(node: BenchNode, texts: Texts, limit: number): Promise<void> {
  if (node.setMany === undefined) {
    return inFlight(texts.length, limit, (index) => node.set(...(texts[index] as Texts[number])));
  }
  for (let at = 0; at < texts.length; at += limit) {
    await node.setMany(texts.slice(at, at + limit));
    await turn();
  }
}
