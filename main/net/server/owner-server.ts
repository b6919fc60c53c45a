import * as v from 'valibot';
import { Refused } from '../../store/refusal';
import { parseNetworkKey } from '../network-key';
import type { KeyHolder } from '../secrets';
import type { On } from './backup-server';

/**
 * The requests that only a node's owner may make, over a connection that their own key opened: `networkKey`, `takeKey`
 * with an invitation, and `setNetworkKey` with a key or null. So no key ever goes over an open connection.
 */
export function serveOwner(privacy: KeyHolder, isOwners: boolean, on: On): void {
  on('networkKey', v.tuple([]), () => {
    checkOwner(isOwners);
    return privacy.networkKey;
  });
  on('takeKey', v.tuple([v.string()]), (invitation) => {
    checkOwner(isOwners);
    return privacy.takeKey(invitation);
  });
  on('setNetworkKey', v.tuple([v.nullable(v.string())]), (key) => {
    checkOwner(isOwners);
    return privacy.setNetworkKey(key === null ? null : parseNetworkKey(key));
  });
}

/** A node asks this before it answers, and a client before it says anything: a refusal would come after the key. */
export function checkOwner(isOwners: boolean): void {
  if (!isOwners) throw new Refused('bad-request', 'Only its own user, on its own machine, may ask a node for this.');
}
