/**
 * Does something with each item, with at most `limit` of them under way, and takes the next only when there is room.
 * @throws the first error, once all that was begun has ended
 */
export async function severalAtOnce<T>(
  items: AsyncIterable<T> | Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const errors: unknown[] = [];
  try {
    for await (const item of items) {
      const one: Promise<void> = work(item)
        .catch((error: unknown) => void errors.push(error))
        .finally(() => underWay.delete(one));
      underWay.add(one);
      if (underWay.size >= limit) await Promise.race(underWay);
      if (errors.length > 0) break;
    }
  } finally {
    await Promise.all(underWay);
  }
  if (errors.length > 0) throw errors[0];
}
