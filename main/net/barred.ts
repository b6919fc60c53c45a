import { lookup as ask, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Refused } from '../store/refusal';

/** Of the error of a name that leads to barred addresses alone. */
export const BARRED = 'EBARRED';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const barred = new BlockList();
// Unspecified (RFC 1122, 3.2.1.3; RFC 4291, 2.5.2): systems take it for this machine.
barred.addSubnet('0.0.0.0', 8, 'ipv4');
barred.addAddress('::', 'ipv6');
// Where clouds hand out a machine's credentials; the rest of link-local is two laptops with a cable between them.
for (const network of ['169.254.169.0', '169.254.170.0']) barred.addSubnet(network, 24, 'ipv4');
barred.addSubnet('fd00:ec2::', 32, 'ipv6');
for (const address of ['fd20:ce::254', 'fd00:c1::a9fe:a9fe']) barred.addAddress(address, 'ipv6');
for (const address of ['100.100.100.200', '168.63.129.16']) barred.addAddress(address, 'ipv4');
// Multicast (RFC 5771; RFC 4291, 2.7), then reserved, with the broadcast address (RFC 1112, 4; RFC 919, 7).
barred.addSubnet('224.0.0.0', 4, 'ipv4');
barred.addSubnet('ff00::', 8, 'ipv6');
barred.addSubnet('240.0.0.0', 4, 'ipv4');

/** Whether a host is this machine's loopback. IPv4 within IPv6 is IPv4, here and below. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || isIn(loopback, host);
}

/** Whether a host is an IP address at which no node can be, and which is never dialled, whoever gave it. */
export function isBarred(host: string): boolean {
  return isIn(barred, host);
}

/** @throws Refused `bad-address` */
export function checkDialled(host: string): void {
  if (isBarred(host))
    throw new Refused('bad-address', `No node can be at ${host}: it is not the address of one machine.`);
}

type Told = (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void;

/** Who connects tries both. */
const LOCALHOST: LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];
/** Who waits for what the system says of a name. */
const asking = new Map<string, Told[]>();

/** Finds the addresses of a name as the system does, less the barred ones: of these alone there are none. */
export const lookup: LookupFunction = (host, options, callback) => {
  find(host, options, (error, found) => {
    const usable = error ? [] : found.filter(({ address }) => !isBarred(address));
    const why = error ?? (usable.length === 0 ? Object.assign(new Error('barred'), { code: BARRED }) : null);
    if (options.all) return callback(why, usable);
    const [first] = usable as [LookupAddress?];
    callback(why, first?.address ?? '', first?.family);
  });
};

/**
 * Where no name server answers, the system takes some 20 s for a name, and libuv asks it about two at a time. A dial
 * gives up long before, and the next one follows: so a name is asked for once at a time, and localhost, whose addresses
 * are known (RFC 6761, section 6.3), not at all.
 */
function find(host: string, options: Parameters<LookupFunction>[1], told: Told): void {
  if (host === 'localhost') return process.nextTick(told, null, LOCALHOST);
  const others = asking.get(host);
  if (others !== undefined) return void others.push(told);
  const waiting = [told];
  asking.set(host, waiting);
  ask(host, { ...options, all: true }, (error, found) => {
    asking.delete(host);
    for (const tell of waiting) tell(error, found);
  });
}

function isIn(list: BlockList, host: string): boolean {
  const [address] = host.split('%') as [string];
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
