import { parseInvitation } from '../net/invitation';
import type { Network } from '../net/network';
import type { NetworkKey } from '../net/network-key';
import type { KeyHolder } from '../net/secrets';
import type { NodeServer } from '../net/server/server';
import { type Keyring, networkSecret } from './keyring';

export interface PrivacyHost {
  readonly keyring: Keyring;
  readonly network: Network;
  readonly server: NodeServer;
  /** The node's status changed. */
  changed(): void;
}

/** Whether a node is of a private network, and of which. */
export class Privacy implements KeyHolder {
  constructor(readonly host: PrivacyHost) {}

  get networkKey(): NetworkKey | null {
    return this.host.keyring.networkKey;
  }

  async setNetworkKey(key: NetworkKey | null): Promise<void> {
    const { keyring, network, server } = this.host;
    if (!(await keyring.set(key))) return;
    network.rekeyed();
    server.hangUp();
    this.host.changed();
  }

  /**
   * @param isWanted whether the user still wants it, once the inviting node has answered
   * @throws Refused as `parseInvitation` and `Network.seek`; `cancelled`
   */
  async takeKey(invitation: string, isWanted?: () => boolean): Promise<void> {
    const read = parseInvitation(invitation);
    if (read.key === null || read.key === this.networkKey) return;
    await this.host.network.seek(read, await networkSecret(read.key), isWanted);
    await this.setNetworkKey(read.key);
  }
}
