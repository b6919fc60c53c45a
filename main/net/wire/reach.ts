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
 * A name's next address is tried so much later (RFC 8305, section 5). Node would do so by `autoSelectFamily`, but that
 * of Electron 25 never closes the sockets of the addresses that failed: an absent friend would take two more at each
 * dial.
 */
const NEXT_MS = 250;
/** For a dial that will be tried again: the system repeats what was lost after 1 s, later still less often. */
export const REACH_AGAIN_MS = 1_000;

/**
 * Connects to whatever listens at an address, before Socket.IO does: that tells of the system's error neither its code
 * nor whether anybody was there.
 * @param patience ms
 * @throws Refused `nobody-there`, `host-unknown`, `no-route`, `bad-address`
 */
export async function reach(address: Address, patience: number): Promise<Socket> {
  const end = performance.now() + patience;
  const errors: NodeJS.ErrnoException[] = [];
  try {
    const hosts = await addressesOf(address.host, patience);
    for (const [at, host] of hosts.entries()) {
      const left = Math.max(1, end - performance.now());
      const most = at === hosts.length - 1 ? left : Math.min(left, NEXT_MS);
      try {
        return await connected(connect({ host, port: address.port }), 'connect', most);
      } catch (error) {
        errors.push(error as NodeJS.ErrnoException);
      }
    }
  } catch (error) {
    errors.push(error as NodeJS.ErrnoException);
  }
  throw whyNot(errors[0] as NodeJS.ErrnoException, address);
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
