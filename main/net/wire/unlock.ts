import { connect, type TLSSocket } from 'node:tls';
import { Refused } from '../../store/refusal';
import { type Address, addressText } from '../address';
import { isLoopback } from '../barred';
import { NOBODYS_KEY, RECORD_BYTES, type Secret, SUITE } from '../secrets';
import { connected, REACH_MS, reach, whyNot } from './reach';

/** What OpenSSL and BoringSSL call the other side's last word. */
const WRONG_KEY = /BAD_RECORD_MAC|DECRYPT_ERROR/;
const NO_KEY = /UNKNOWN_PSK_IDENTITY/;
/** An answer that is no TLS. */
const PLAIN = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/;

/**
 * Connects to a node that has the same key.
 * @param patience ms
 * @throws Refused as `reach`, `wrong-key`, `open-network`, `not-a-node`
 */
export async function unlock(address: Address, secret: Secret, patience: number): Promise<TLSSocket> {
  try {
    return await shake(address, secret, patience);
  } catch (error) {
    throw error instanceof Refused ? error : whyLocked(error as NodeJS.ErrnoException, address);
  }
}

/** Whether a node that hung up on who showed no key is one of a private network. */
export async function isPrivate(address: Address): Promise<boolean> {
  try {
    (await shake(address, { identity: 'byr-open-1', psk: NOBODYS_KEY }, REACH_MS)).destroy();
    return false;
  } catch (error) {
    return NO_KEY.test((error as NodeJS.ErrnoException).code ?? '');
  }
}

async function shake(address: Address, { identity, psk }: Secret, patience: number): Promise<TLSSocket> {
  const socket = connect({
    ...{ ...SUITE, socket: await reach(address, patience) },
    pskCallback: () => ({ identity, psk }),
    // The key says who it is; there is no certificate.
    checkServerIdentity: () => undefined,
  });
  await connected(socket, 'secureConnect', patience);
  socket.setMaxSendFragment(RECORD_BYTES);
  return socket;
}

function whyLocked(cause: NodeJS.ErrnoException, address: Address): Refused {
  const code = cause.code ?? '';
  const at = addressText(address);
  if (WRONG_KEY.test(code)) {
    return new Refused('wrong-key', `The node at ${at} has another network key than this one.`, { cause });
  }
  if (NO_KEY.test(code) || PLAIN.test(code)) {
    const what = `What answers at ${at} takes no network key: an open node, a course node or another program`;
    const orLogIn = isLoopback(address.host) ? '' : '. A network may ask you to log in first';
    return new Refused('open-network', `${what}${orLogIn}.`, { cause });
  }
  if (code === 'ECONNRESET' || code.startsWith('ERR_')) {
    return new Refused('not-a-node', `Something answers at ${at}, but it is not a node.`, { cause });
  }
  return whyNot(cause, address);
}
