import type { LookupAddress } from 'node:dns';
import { connect, isIP, type Socket } from 'node:net';
import { type RefusalCode, Refused } from '../../store/refusal';
import { type Address, addressText } from '../address';
import { BARRED, lookup } from '../barred';

/** Machines on a LAN answer in ms; one that does not within this is asleep, or behind a firewall. */
export const REACH_MS = 5_000;
/** macOS 15 and later bar an app that its user has not let onto the local network, as if no route led there. */
const LET_ON =
  process.platform === 'darwin' ? ' May this app use it: System Settings, Privacy & Security, Local Network?' : '';
/**
 * A name's next address is tried so much later, beside those before (RFC 8305, section 5): a machine that is slow to
 * answer is not given up for an address that leads nowhere. (Node's `autoSelectFamily` does, and that of Electron 25
 * never closes the sockets of the addresses that failed.)
 */
const NEXT_MS = 250;
/** For a dial that will be tried again: the system repeats what was lost after 1 s, later still less often. */
export const REACH_AGAIN_MS = 1_000;

/**
 * Connects to whatever listens at an address, before Socket.IO does: that tells of the system's error neither its code
 * nor whether anybody was there.
 * @param patience ms to look a name up, and as many to connect
 * @throws Refused `nobody-there`, `host-unknown`, `no-route`, `bad-address`
 */
export async function reach(address: Address, patience: number): Promise<Socket> {
  const sockets: Socket[] = [];
  const attempts: Promise<Socket>[] = [];
  try {
    const hosts = await addressesOf(address.host, patience);
    const end = performance.now() + patience;
    for (const host of hosts) {
      const socket = connect({ host, port: address.port });
      sockets.push(socket);
      attempts.push(connected(socket, 'connect', Math.max(1, end - performance.now())));
      if ((await isSoon(attempts)) || performance.now() >= end) break;
    }
    const first = await Promise.any(attempts);
    sockets.splice(sockets.indexOf(first), 1);
    return first;
  } catch (error) {
    throw whyNot(error instanceof AggregateError ? clearest(error) : (error as NodeJS.ErrnoException), address);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

/** Whether one of them connects before the next is to begin: at once if all have failed. */
function isSoon(attempts: readonly Promise<Socket>[]): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, NEXT_MS, false);
  });
  const isThere = Promise.any(attempts).then(
    () => true,
    () => false,
  );
  return Promise.race([isThere, isLate]).finally(() => clearTimeout(timer));
}

/** The error to tell of: a machine that refuses is there; else the system's favourite address says it best. */
function clearest({ errors }: AggregateError): NodeJS.ErrnoException {
  return errors.find(({ code }) => code === 'ECONNREFUSED') ?? errors[0];
}

/** Those of a name, less the barred ones. @throws the system's error */
function addressesOf(host: string, patience: number): Promise<string[]> {
  if (isIP(host) !== 0) return Promise.resolve([host]);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(timedOut()), patience);
    lookup(host, { all: true }, (error, found) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve((found as LookupAddress[]).map(({ address }) => address));
    });
  });
}

/** Resolves when a socket that connects says so by an event. @param patience ms @throws the system's error */
export function connected<S extends Socket>(socket: S, event: string, patience: number): Promise<S> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(patience, () => failed(timedOut()));
    socket.on('error', failed);
    socket.once(event, () => {
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

function timedOut(): NodeJS.ErrnoException {
  return Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' });
}

/** Tells in the user's words what the system's error code says. */
export function whyNot(cause: NodeJS.ErrnoException, address: Address): Refused {
  const { code } = cause;
  const at = addressText(address);
  const because = (refusal: RefusalCode, why: string): Refused => new Refused(refusal, `${why} (${code})`, { cause });
  switch (code) {
    case BARRED:
      return new Refused('bad-address', `The name ${address.host} leads to an address where no node can be.`, {
        cause,
      });
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return because('host-unknown', `No machine is called ${address.host}: check the name, or give its IP address.`);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return because('no-route', `No route leads to ${at}: is it on this network?${LET_ON}`);
    case 'ETIMEDOUT':
      return because('nobody-there', `Nobody answered at ${at} in time: is it on, and not behind a firewall?`);
    default:
      return because('nobody-there', `Nobody answers at ${at}: is the node running?`);
  }
}
