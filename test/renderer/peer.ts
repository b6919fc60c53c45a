import type { PeerStatus } from '../../renderer/bridge';

/** ms since 1970. */
export const NOW = 1_700_000_000_000;

/** A peer in sync, but for these parts. */
export function peer(parts: Partial<PeerStatus>): PeerStatus {
  return {
    id: 'p',
    name: 'Bob',
    address: 'localhost:4000',
    state: 'in-sync',
    why: null,
    toReceive: 0,
    toSend: 0,
    total: 0,
    latency: null,
    skew: null,
    ahead: null,
    traffic: null,
    linkedSince: null,
    catchUp: null,
    fingerprint: null,
    refused: 0,
    refusedKey: null,
    lastSeen: null,
    lastError: null,
    learnedFrom: null,
    away: false,
    nextTry: null,
    rule: null,
    ...parts,
  };
}
