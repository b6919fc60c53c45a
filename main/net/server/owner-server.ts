import * as v from 'valibot';
import { Refused } from '../../store/refusal';
import { parseNetworkKey } from '../network-key';
import type { KeyHolder } from '../secrets';
import type { On } from './backup-server';

/**
 * The requests that only a node's owner may make, over a connection that his own key opened: `networkKey`, `takeKey`
 * with an invitation, and `setNetworkKey` with a key or null. So no key ever goes over an open connection.
 */
export function serveOwner(node: KeyHolder, isOwners: boolean, on: On): void {
  const check = (): void => {
    if (!isOwners) throw new Refused('bad-request', 'Only its own user, on its own machine, may ask a node for this.');
  };
  on('networkKey', v.tuple([]), () => {
    check();
    return node.networkKey;
  });
  on('takeKey', v.tuple([v.string()]), (invitation) => {
    check();
    return node.takeKey(invitation);
  });
  on('setNetworkKey', v.tuple([v.nullable(v.string())]), (key) => {
    check();
    return node.setNetworkKey(key === null ? null : parseNetworkKey(key));
  });
}
