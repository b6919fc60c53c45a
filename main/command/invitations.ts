import { parseAddress } from '../net/address';
import { isInvitation, parseInvitation } from '../net/invitation';
import { readInput, type Target, usage, withSession } from './commands';
import { print } from './print';
import { qrCode } from './qr-code';

/** @param peer an address or an invitation; `-` reads it from standard input, where no other user of the machine sees it */
export async function addPeer(target: Target, peer = ''): Promise<void> {
  const given = peer === '-' ? (await readInput()).trim() : peer;
  const invited = isInvitation(given);
  usage(() => (invited ? parseInvitation(given) : parseAddress(given)));
  await withSession(target, (session) => (invited ? session.join(given) : session.addPeer(given)));
}

/** Prints the node's invitation; people see it as a QR code as well. */
export function invite(target: Target, first?: string): Promise<void> {
  if (first !== undefined) usage(() => parseAddress(first));
  return withSession(target, async (session) => {
    const invitation = await session.invite(first ?? null);
    if (target.json) return print(JSON.stringify({ invitation }));
    print(invitation);
    if (process.stdout.isTTY) process.stderr.write(qrCode(invitation));
  });
}
