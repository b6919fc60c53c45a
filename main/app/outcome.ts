import type { Answer, Outcome } from '../../preload/contract/api';
import type { Refused as RefusedAnswer } from '../../preload/contract/refusal';
import { Refused } from '../store/refusal';

/** How something went. A refusal is an answer; any other error is our fault, which the caller sees as a failed call. */
export async function outcome(work: () => unknown): Promise<Outcome> {
  const done = await answer(async () => void (await work()));
  return done.ok ? { ok: true } : done;
}

/** As `outcome`, with the result. */
export async function answer<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return refusal(error);
  }
}

/** As `answer`, for what is known already. */
export function answerNow<T>(work: () => T): Answer<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): RefusedAnswer {
  if (!(error instanceof Refused)) throw error;
  return { ok: false, refusal: { code: error.code, message: error.message } };
}
