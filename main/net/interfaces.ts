import { BlockList } from 'node:net';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { addressText, parseAddress } from './address';
import { isLoopback } from './barred';

/** Networks that lead to no classmate: virtual machines, containers, tunnels. They come last. */
const VIRTUAL = /^(?:docker|veth|br-|virbr|vboxnet|utun|tun|tap|zt|wsl)|vethernet|virtual|vmnet/i;

/** What counts on one network alone: a machine has such an IPv4 address where it got none, and such an IPv6 one always. */
const LINK_LOCAL = /^(?:169\.254\.|fe[89ab])/i;

export interface NetworkAddress {
  readonly address: string;
  readonly network: string;
}

/** Networks on which one message goes: no laptop has more, though a server of containers may. */
const MAX_SENDING = 16;

/** Asking the system costs some 0.1 ms, and in a crowd a node wants to know at every message. */
const LOOK_MS = 250;
let interfaces: ReturnType<typeof networkInterfaces> = {};
let looked = Number.NEGATIVE_INFINITY;

/** The networks of this machine, as they were at most `LOOK_MS` ago. */
function current(): typeof interfaces {
  const now = performance.now();
  if (now - looked >= LOOK_MS) {
    looked = now;
    try {
      interfaces = networkInterfaces();
    } catch {
      // A system that has no file left, or forbids to ask, says nothing new.
    }
  }
  return interfaces;
}

/**
 * Where this machine is reached on its networks, the likeliest first: IPv4 as people read it aloud, and IPv6 only where
 * no network that leads to a classmate has that.
 */
export function networkAddresses(port: number): NetworkAddress[] {
  const outer = Object.entries(current())
    .flatMap(([network, infos]) => (infos ?? []).map((info) => ({ network, info })))
    .filter(({ info }) => !info.internal && !LINK_LOCAL.test(info.address));
  const ofVersion4 = outer.filter(({ info }) => info.family === 'IPv4');
  return (ofVersion4.every(({ network }) => VIRTUAL.test(network)) ? outer : ofVersion4)
    .map(({ network, info }) => ({ network, address: addressText({ host: info.address, port }) }))
    .sort((a, b) => Number(VIRTUAL.test(a.network)) - Number(VIRTUAL.test(b.network)));
}

/** Whether a host is this machine, by its loopback or one of its own addresses. */
export function isThisMachine(host: string): boolean {
  return isLoopback(host) || isOwnAddress(host);
}

/** The port of an address of this machine, by whatever host; `null` of any other text. */
export function portHere(address: string): number | null {
  try {
    const { host, port } = parseAddress(address);
    return isThisMachine(host) ? port : null;
  } catch {
    return null;
  }
}

/** Whether a host is this machine by one of its own addresses. */
export function isOwnAddress(host: string): boolean {
  return Object.values(current()).some((infos) => infos?.some((info) => info.address === host));
}

/** Whether a host is on one of this machine's own IPv4 networks, with no router between. */
export function isOnLink(host: string): boolean {
  const networks = new BlockList();
  for (const { address, cidr } of ofVersion4()) {
    networks.addSubnet(address, Number(cidr?.split('/')[1] ?? 32), 'ipv4');
  }
  return networks.check(host);
}

/** This machine's address on each of its IPv4 networks; where it is on none, the one that only itself can reach. */
export function sendingAddresses(): string[] {
  const all = ofVersion4();
  const outer = all.filter(({ internal }) => !internal);
  return (outer.length > 0 ? outer : all).map(({ address }) => address).slice(0, MAX_SENDING);
}

function ofVersion4(): NetworkInterfaceInfo[] {
  return Object.values(current()).flatMap((infos) => (infos ?? []).filter(({ family }) => family === 'IPv4'));
}

/** Notices that this machine came to a network, or left one. */
export class InterfaceWatch {
  #interfaces = current();
  #addresses = JSON.stringify(networkAddresses(0));

  /** Whether its addresses have changed since the last look. */
  changed(): boolean {
    const interfaces = current();
    if (this.#interfaces === interfaces) return false;
    this.#interfaces = interfaces;
    const before = this.#addresses;
    this.#addresses = JSON.stringify(networkAddresses(0));
    return this.#addresses !== before;
  }
}
