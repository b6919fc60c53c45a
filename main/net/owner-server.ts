import * as v from 'valibot';
import type { On } from './backup-server';
import { parseNetworkKey } from './network-key';
import type { KeyHolder } from './secrets';

/**
 * The requests that only a node's owner may make, over a connection that his own key opened: `networkKey`,
 * `takeKey` with an invitation, and `setNetworkKey` with a key or null. So no key ever goes over an open connection.
 */
export function serveOwner(node: KeyHolder, on: On): void {
  on('networkKey', v.tuple([]), () => node.networkKey);
  on('takeKey', v.tuple([v.string()]), (invitation) => node.takeKey(invitation));
  on('setNetworkKey', v.tuple([v.nullable(v.string())]), (key) =>
    node.setNetworkKey(key === null ? null : parseNetworkKey(key)),
  );
}
