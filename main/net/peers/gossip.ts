import type { NodeId } from '../../store/stamp';
import { type Address, addressText, parseAddress } from '../address';
import { isBarred, isLoopback } from '../barred';
import { isThisMachine } from '../interfaces';
import { type Card, MAX_PEERS, type PeerInfo } from '../protocol';
import { FRESH_MS, type PeerRecord, type Peers, type Told } from './peers';

/**
 * What a node tells another about some of its peers: those that it met within a day and did not remove. Addresses on
 * this machine's loopback go only to nodes on this machine.
 */
export function peersFor(
  peers: readonly PeerRecord[],
  listener: { id: NodeId; host: string },
  now: number,
): PeerInfo[] {
  const local = isThisMachine(listener.host);
  return (
    peers
      .filter((record) => isShared(record, now) && record.id !== listener.id)
      // Of many, the newest: they have the most room for links.
      .sort((a, b) => (b.lastSeen ?? 0) - (a.lastSeen ?? 0))
      .map(({ id, name, addresses }) => ({
        id,
        name,
        addresses: addresses.filter((address) => local || !isLoopbackAddress(address)),
      }))
      .filter(({ addresses }) => addresses.length > 0)
      .slice(0, MAX_PEERS)
  );
}

/** Takes in what a peer at `host` tells. Returns the records of whom anything is new. */
export function learn(
  peers: Peers,
  told: readonly Told[],
  from: { host: string; name: string },
  own: Pick<Card, 'id' | 'port'>,
): PeerRecord[] {
  return told.flatMap(({ id, name, addresses }) => {
    const usable = usableOf(addresses, from.host, own.port);
    if (id === own.id || usable.length === 0) return [];
    return peers.learn({ id, name, addresses: usable }, from.name) ?? [];
  });
}

/**
 * Of the addresses that a node at `near` gives for itself or others, those worth a dial: not where no node can be, not
 * this node, and on this machine's loopback only those that this machine gives.
 */
export function usableOf(told: readonly unknown[], near: string, ownPort: number | null): string[] {
  const local = isThisMachine(near);
  return told
    .flatMap((text) => readAddress(text, near))
    .filter(
      ({ host, port }) => !isBarred(host) && (local || !isLoopback(host)) && !(port === ownPort && isThisMachine(host)),
    )
    .map(addressText);
}

/** As the course's `peers` lists them: a peer on this machine as its port alone. */
export function courseAddress(address: string): string {
  return isLoopbackAddress(address) ? address.slice(address.lastIndexOf(':') + 1) : address;
}

function isShared({ removed, lastSeen }: PeerRecord, now: number): boolean {
  return !removed && lastSeen !== null && now - lastSeen < FRESH_MS;
}

/** Zero or one address; a port alone is on the machine of the one who tells. */
function readAddress(text: unknown, near: string): Address[] {
  try {
    return [parseAddress(text, near)];
  } catch {
    return [];
  }
}

function isLoopbackAddress(address: string): boolean {
  return isLoopback(parseAddress(address).host);
}
