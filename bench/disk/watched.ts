import { now } from '../support/clock';
import { longestBlock, watchLoop } from '../support/loop';

export interface Watched {
  readonly ms: number;
  /** Processor time, ms. */
  readonly cpu: number;
  /** The longest that the event loop was blocked, ms. */
  readonly blocked: number;
}

/** Does something and tells what it took. */
export async function watched<T>(work: () => Promise<T>): Promise<Watched & { readonly result: T }> {
  await watchLoop();
  const before = process.cpuUsage();
  const began = now();
  const result = await work();
  const ms = now() - began;
  const { user, system } = process.cpuUsage(before);
  return { result, ms, cpu: (user + system) / 1000, blocked: await longestBlock() };
}
