import type { Answer, Outcome, Refused as RefusedAnswer } from '../../preload/api';
import { Refused } from '../store/refusal';

/** How something went. A refusal is an answer; anything else is a fault of ours, which the caller sees as a failed call. */
export async function outcome(work: () => unknown): Promise<Outcome> {
  const done = await answer(async () => void (await work()));
  return done.ok ? { ok: true } : done;
}

/** As `outcome`, with what came of it. */
export async function answer<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return refusal(error);
  }
}

/** As `answer`, of what is known already. */
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
