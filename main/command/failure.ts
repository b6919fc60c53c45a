import { UsageError } from '../config';
import type { RefusalCode } from '../store/refusal';
import { Refused } from '../store/refusal';

/** Exit codes, as scripts rely on them. */
const REFUSED = 1;
export const USAGE = 2;
const NOBODY_THERE = 3;

const NOT_REACHED: readonly RefusalCode[] = ['nobody-there', 'host-unknown', 'no-route', 'not-a-node', 'closed'];

/** The node that the command should go to was not reached; what it may refuse later has codes of its own. */
class NotReached extends Error {
  override readonly name = 'NotReached';
}

export function exitCode(error: unknown): number {
  if (error instanceof UsageError) return USAGE;
  if (error instanceof NotReached) return NOBODY_THERE;
  return REFUSED;
}

/** @throws NotReached, UsageError or what it was given */
export function connectionFailed(error: unknown): never {
  if (!(error instanceof Refused)) throw error;
  if (NOT_REACHED.includes(error.code)) throw new NotReached(error.message, { cause: error });
  throw new UsageError(error.message);
}
