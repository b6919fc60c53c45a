import { type Address, addressText, parseAddress } from '../address';
import type { Invitation } from '../invitation';
import { otherProtocol } from '../other-protocol';
import { type Card, MAX_MESSAGE_BYTES, PROTOCOL } from '../protocol';
import type { Secret } from '../secrets';
import { connect } from '../wire/connect';
import { OtherNode } from '../wire/dial';
import { REACH_MS } from '../wire/reach';
import type { LinkSocket } from '../wire/socket-link';
import { otherRule } from './admission';
import { courseNode, firstOf } from './dialler';

/**
 * Asks at an invitation's addresses in turn, as a client does, whether its node is there and takes a key: before this
 * node takes that key for its own.
 * @throws Refused as `connect`, why the addresses failed; `other-node`, `other-rule`, `newer-node`, `older-node`
 */
export function seek({ id, rule, addresses }: Invitation, path: string, secret: Secret): Promise<void> {
  return firstOf(addresses, async (text) => {
    const address = parseAddress(text);
    const card = await cardAt(address, path, secret);
    if (card.id !== id && card.former !== id) throw new OtherNode(card.id, address, false);
    if (card.protocol !== PROTOCOL) throw otherProtocol(card);
    if (card.rule !== rule) throw otherRule(card.rule, rule).refusal;
  });
}

async function cardAt(address: Address, path: string, secret: Secret): Promise<Card> {
  const greet = (socket: LinkSocket, card: Card) => ({ socket, card });
  const auth = { byr: { client: true } } as const;
  const bounds = { patience: REACH_MS, maxBytes: MAX_MESSAGE_BYTES };
  const connected = await connect(address, { path, secret, auth, ...bounds, greet });
  if (connected.kind === 'course') {
    connected.socket.close();
    throw courseNode(addressText(address));
  }
  connected.greeted.socket.disconnect();
  return connected.greeted.card;
}
