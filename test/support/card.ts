import { type Card, PROTOCOL } from '../../main/net/protocol';
import type { NodeId } from '../../main/store/stamp';

/** The card of a node that holds nothing and listens nowhere. */
export function card(id: NodeId, epoch = ''): Card {
  const about = { protocol: PROTOCOL, id, name: id.slice(0, 4), version: '', rule: 'latest' } as const;
  return { ...about, former: null, epoch, before: [], port: null, addresses: [], entries: 0 };
}
