import { connect, type Socket } from 'node:net';
import { type RefusalCode, Refused } from '../../store/refusal';
import { type Address, addressText } from '../address';
import { BARRED, lookup } from '../barred';

/** Machines on a LAN answer in ms; one that does not within this is asleep, or behind a firewall. */
export const REACH_MS = 5_000;
/** macOS 15 and later bar an app that its user has not let onto the local network, as if no route led there. */
const LET_ON =
  process.platform === 'darwin' ? ' May this app use it: System Settings, Privacy & Security, Local Network?' : '';
/** For a dial that will be tried again: the system repeats what was lost after 1 s, later still less often. */
export const REACH_AGAIN_MS = 1_000;

/**
 * Connects to whatever listens at an address, before Socket.IO does: that tells of the system's error neither its code
 * nor whether anybody was there.
 * @param patience ms
 * @throws Refused `nobody-there`, `host-unknown`, `no-route`, `bad-address`
 */
export async function reach(address: Address, patience: number): Promise<Socket> {
  try {
    const where = { host: address.host, port: address.port, lookup, autoSelectFamily: true };
    return await connected(connect(where), 'connect', patience);
  } catch (error) {
    throw whyNot(error as NodeJS.ErrnoException, address);
  }
}

/** Resolves when a socket that connects says so by an event. @param patience ms @throws the system's error */
export function connected<S extends Socket>(socket: S, event: string, patience: number): Promise<S> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(patience, () => failed(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    socket.on('error', failed);
    socket.once(event, () => {
      socket.setTimeout(0);
      resolve(socket);
    });
  });
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
