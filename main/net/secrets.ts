import { constants } from 'node:crypto';
import type { NetworkKey } from './network-key';

/**
 * What all links of a private network speak: mutual, forward secret, without certificates (RFC 7905, RFC 5489). Both
 * OpenSSL in Node and BoringSSL in Electron have it, and TLS 1.3 in neither takes such a key.
 */
export const SUITE = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  // A ticket would readmit a holder of the previous key.
  secureOptions: constants.SSL_OP_NO_TICKET,
} as const;

/** Bytes in a record: half a message is a sign of life, and a record counts only once it is whole. */
export const RECORD_BYTES = 2048;

/**
 * Whose key a dialler shows: the network's; the one that a node draws at each start for its own user's programs; or
 * nobody's, to learn whether the network's is required. The number is the version of how a network key becomes a TLS
 * key.
 */
export type Identity = 'byr-network-1' | 'byr-owner-1' | 'byr-open-1';

/** Opens an open node, as no key does. */
export const NOBODYS_KEY = Buffer.alloc(32);

/** With what to dial: 32 bytes, and whose they are. */
export interface Secret {
  readonly identity: Identity;
  readonly psk: Buffer;
}

/** Whom a node lets in by TLS. */
export interface Secrets {
  /** `null` in an open network. */
  readonly network: Buffer | null;
  readonly owner: Buffer;
}

/** What a node's owner may do with its network key. */
export interface KeyHolder {
  readonly networkKey: NetworkKey | null;
  /** From now on; kept in the profile. All links come up anew. `null` makes the network open. @throws Refused */
  setNetworkKey(key: NetworkKey | null): Promise<void>;
  /**
   * As `setNetworkKey` with an invitation's key, once its node has answered to that key; without a key, changes
   * nothing.
   */
  takeKey(invitation: string): Promise<void>;
}
