import { setImmediate as turn } from 'node:timers/promises';

/**
 * Does `work` for 0 to `count` - 1, up to `limit` at a time. Each waits for a turn of the event loop after its work, so
 * that work which is done at once does not keep a node from its sockets.
 */
export async function inFlight(count: number, limit: number, work: (index: number) => unknown): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      await work(next++);
      await turn();
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
}

/** Of 16 bytes. */
export function keyAt(index: number): string {
  return inOnePiece(`key-${String(index).padStart(12, '0')}`);
}

/** Of 32 bytes. */
export function valueAt(index: number): string {
  return inOnePiece(`value-${String(index).padStart(26, '0')}`);
}

/** As texts are that were typed or read: V8 keeps one that was put together in its parts, and joins them when it is looked at. */
export function inOnePiece(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
