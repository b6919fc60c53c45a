import { version } from '../../package.json';
import { UsageError } from '../config';
import type { RefusalCode } from '../store/refusal';
import { Refused } from '../store/refusal';

/** Exit codes, which scripts rely on. */
export const REFUSED = 1;
export const USAGE = 2;
const NOBODY_THERE = 3;

const LOCKED: readonly RefusalCode[] = ['private-network', 'wrong-key', 'open-network'];
const NOT_REACHED: readonly RefusalCode[] = [
  'nobody-there',
  'host-unknown',
  'no-route',
  'not-a-node',
  'newer-node',
  'older-node',
  'no-keys',
  'closed',
];

/** The command's node was not reached, or went away meanwhile; what a node refuses has another exit code. */
export class NotReached extends Refused {}

/** The node said nothing in time; the connection may be whole. */
export class NoAnswer extends NotReached {}

export function exitCode(error: unknown): number {
  if (error instanceof UsageError) return USAGE;
  return isNobodyThere(error) ? NOBODY_THERE : REFUSED;
}

/** Also where it is the cause of what says what was done before. */
function isNobodyThere(error: unknown): boolean {
  return error instanceof NotReached || (error instanceof Error && isNobodyThere(error.cause));
}

/** @throws NotReached, UsageError or `error` itself */
export function connectionFailed(error: unknown): never {
  if (!(error instanceof Refused)) throw error;
  if (LOCKED.includes(error.code)) throw new NotReached(error.code, lockedText(error.code), { cause: error });
  if (NOT_REACHED.includes(error.code)) throw new NotReached(error.code, error.message, { cause: error });
  throw new UsageError(error.message);
}

/**
 * A node of another version may not know a request, or answer it in another form.
 * @param theirs `null` where that is not known
 * @throws NotReached, Refused or `error` itself
 */
export function notUnderstood(error: unknown, theirs: string | null): never {
  const versions = `It is of version ${theirs} of Build Your Rating, and this byr of ${version}`;
  if (theirs !== null && (error instanceof TypeError || error instanceof RangeError)) {
    const why = `The node answers what this byr cannot read (${error.message}). ${versions}; update the older one.`;
    throw new Refused('bad-request', why, { cause: error });
  }
  if (theirs !== null && theirs !== version && error instanceof NoAnswer)
    throw new NoAnswer('closed', `${error.message} ${versions}; update the older one.`, { cause: error });
  throw error;
}

function lockedText(code: RefusalCode): string {
  switch (code) {
    case 'private-network':
      return 'The node is in a private network. Name its profile with --profile, or give the network key with --network-key-file.';
    case 'wrong-key':
      return 'The node has another network key. Give that one with --network-key-file.';
    default:
      return 'The node is open, and takes no network key. Leave out --network-key-file and BYR_NETWORK_KEY.';
  }
}
