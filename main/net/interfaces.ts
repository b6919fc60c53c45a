import { networkInterfaces } from 'node:os';
import { addressText } from './address';

/** Networks that lead to no classmate: virtual machines, containers, tunnels. They come last. */
const VIRTUAL = /^(?:docker|veth|br-|virbr|vmnet|vboxnet|utun|tun|tap|zt|wsl)|vethernet|virtual/i;

export interface NetworkAddress {
  readonly address: string;
  readonly network: string;
}

/** Where this machine is reached on its networks, the likeliest first: IPv4 as people read it aloud. */
export function networkAddresses(port: number): NetworkAddress[] {
  return Object.entries(networkInterfaces())
    .flatMap(([network, infos]) => (infos ?? []).map((info) => ({ network, info })))
    .filter(({ info }) => !info.internal && info.family === 'IPv4' && !info.address.startsWith('169.254.'))
    .map(({ network, info }) => ({ network, address: addressText({ host: info.address, port }) }))
    .sort((a, b) => Number(VIRTUAL.test(a.network)) - Number(VIRTUAL.test(b.network)));
}

/** Whether a host is this machine by one of its own addresses. */
export function isOwnAddress(host: string): boolean {
  return Object.values(networkInterfaces()).some((infos) => infos?.some((info) => info.address === host));
}

/** Asking the system costs some 0.1 ms. */
const LOOK_MS = 250;

/** Notices that this machine came to a network, or left one. */
export class InterfaceWatch {
  #next = 0;
  #seen: string | null = null;

  /** Whether its addresses have changed since the last look. @param now ms since 1970 */
  changed(now: number): boolean {
    if (now < this.#next && this.#next - now <= LOOK_MS) return false;
    this.#next = now + LOOK_MS;
    const before = this.#seen;
    this.#seen = JSON.stringify(networkAddresses(0));
    return before !== null && this.#seen !== before;
  }
}
