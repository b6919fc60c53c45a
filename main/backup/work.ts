import { Refused } from '../store/refusal';

/** How a long piece of work is watched and ended. */
export interface Work {
  /** Called some times a second or more, with entries done and in all. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
  /** An AbortSignal, or what says as much. */
  readonly signal?: { readonly aborted: boolean } | undefined;
}

/** @throws Refused `cancelled` */
export function goOn({ signal }: Work): void {
  if (signal?.aborted) throw new Refused('cancelled', 'Cancelled.');
}
