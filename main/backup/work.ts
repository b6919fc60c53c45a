import { Refused } from '../store/refusal';

/** How a long piece of work is watched and ended. */
export interface Work {
  /** Called some times a second or more, with entries done and in total. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
  /** An AbortSignal, or an object like one. */
  readonly signal?: { readonly aborted: boolean } | undefined;
}

/** @throws Refused `cancelled` */
export function goOn({ signal }: Work): void {
  if (signal?.aborted) throw new Refused('cancelled', 'Cancelled.');
}

/** One of several successive parts of some work, which count alike. @param at from 0 */
export function partOf({ progress, signal }: Work, at: number, parts: number): Work {
  return { progress: (done, total) => progress?.(Math.floor((at * total + done) / parts), total), signal };
}
