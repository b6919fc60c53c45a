import { inFlight, keyAt, valueAt } from './in-flight';

/** What a benchmark tells a node's process: set `count` keys, of which up to `limit` at a time are not done yet. */
export interface Fill {
  readonly count: number;
  readonly limit: number;
}

/** In a node's process: fills the node when told to, as its own user would, and says when all is set. */
export function fillWhenTold(set: (key: string, value: string) => Promise<unknown>): void {
  process.on('message', ({ count, limit }: Fill) => {
    void inFlight(count, limit, (index) => set(keyAt(index), valueAt(index))).then(() => process.send?.('filled'));
  });
}
