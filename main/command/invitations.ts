import { parseAddress } from '../net/address';
import { type Invitation, isInUse, isInvitation, parseInvitation } from '../net/invitation';
import type { NodeStatus } from '../net/service';
import { Refused } from '../store/refusal';
import { confirmed } from './confirmed';
import { readPasted } from './input';
import { print } from './print';
import { qrCode } from './qr-code';
import type { Session } from './session';
import { type Target, usage, withSession } from './target';

/**
 * @param peer an address or an invitation; `-` reads it from standard input, where no other user of the machine can see
 * it
 */
export async function addPeer(target: Target, peer = ''): Promise<void> {
  const given = peer === '-' ? (await readPasted('An invitation')).trim() : peer;
  if (isInvitation(given)) return join(target, given);
  usage(() => parseAddress(given));
  await withSession(target, (session) => session.addPeer(given));
}

async function join(target: Target, given: string): Promise<void> {
  const invitation = usage(() => parseInvitation(given));
  let isMoved = false;
  await withSession(target, async (session) => {
    checkSecret(session, invitation);
    isMoved = await takeKey(session, given, invitation, target);
  });
  // A node that takes a new key closes its connections.
  await withSession(target, async (session) => {
    checkSecret(session, invitation);
    await session.join(given);
  }).catch((error: unknown) => {
    // With the new key it dials whom it knew, so it may have linked by itself meanwhile.
    if (!isMoved || !(error instanceof Refused) || error.code !== 'already-linked') throw error;
  });
}

/** Over an open connection the key would be sent in clear, whatever who answers says of its network. @throws Refused */
function checkSecret({ isSecret }: Session, { key }: Invitation): void {
  if (key !== null && !isSecret)
    throw new Refused('bad-request', 'A node can be made private only on its own machine.');
}

/** Moves the node to the invitation's private network if its user agrees. Returns whether it was elsewhere. */
async function takeKey(session: Session, given: string, { key }: Invitation, { yes }: Target): Promise<boolean> {
  if (key === null || !session.isOwners) return false;
  const status = await session.status();
  if ((await session.networkKey()) === key) return false;
  if (!yes && isInUse(status) && !(await confirmed(question(status)))) {
    throw new Refused('cancelled', 'Nothing was changed.');
  }
  await session.takeKey(given);
  return true;
}

function question({ name, keys, peers, ...status }: NodeStatus): string {
  const becomes = status.private ? 'leaves its private network for another' : 'becomes private';
  const shares = keys === 0 ? '' : ` Its keys (${keys}) go to that network for good.`;
  const loses = peers.length === 0 ? '' : ` Peers (${peers.length}) that do not have the new network key lose it.`;
  return `${name} ${becomes}.${shares}${loses} Go on?`;
}

/** Prints the node's invitation; on a terminal, as a QR code too. */
export function invite(target: Target, first?: string): Promise<void> {
  if (first !== undefined) usage(() => parseAddress(first));
  return withSession(target, async (session) => {
    const invitation = await session.invite(first ?? null);
    if (target.json) return print(JSON.stringify({ invitation }));
    print(invitation);
    if (process.stdout.isTTY && process.stderr.isTTY) process.stderr.write(qrCode(invitation));
  });
}
