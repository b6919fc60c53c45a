import { MAX_ENTRIES, MAX_ENTRIES_SIZE } from './store/pack';

/** Batches under way to the node: while it waits for its disk, the next arrive. */
export const BATCHES_AT_ONCE = 4;

/** Items in batches for one message: at most `MAX_ENTRIES`, and no more once they weigh `MAX_ENTRIES_SIZE`. */
export async function* batches<T>(
  items: AsyncIterable<readonly T[]> | Iterable<readonly T[]>,
  sizeOf: (item: T) => number,
): AsyncGenerator<T[]> {
  let batch: T[] = [];
  let size = 0;
  for await (const some of items) {
    for (const item of some) {
      if (batch.length === MAX_ENTRIES || size >= MAX_ENTRIES_SIZE) {
        yield batch;
        batch = [];
        size = 0;
      }
      batch.push(item);
      size += sizeOf(item);
    }
  }
  if (batch.length > 0) yield batch;
}
