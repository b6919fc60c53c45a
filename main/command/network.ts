import { UsageError } from '../config';
import { drawNetworkKey, type NetworkKey, networkKeyText, parseNetworkKey } from '../net/network-key';
import { readPasted } from './input';
import { networkText, print, say } from './print';
import type { Session } from './session';
import { type Target, usage, withSession } from './target';

/** The actions of `byr network`, by argument. */
export async function network(target: Target, what?: string): Promise<void> {
  switch (what) {
    case undefined:
      return withSession(target, (session) => tell(target, session));
    case 'key':
      return withSession(target, (session) => printKey(target, session));
    case 'private':
      return withSession(target, (session) => makePrivate(target, session));
    case 'join': {
      const text = await readPasted('A network key');
      const key = usage(() => parseNetworkKey(text));
      return withSession(target, (session) => session.setNetworkKey(key));
    }
    case 'open':
      return withSession(target, (session) => session.setNetworkKey(null));
    default:
      throw new UsageError("'network' takes 'private', 'key', 'join', 'open' or nothing.");
  }
}

async function tell({ json }: Target, session: Session): Promise<void> {
  const status = await session.status();
  print(json ? JSON.stringify({ private: status.private }) : networkText(status));
}

async function printKey({ json }: Target, session: Session): Promise<void> {
  const key = await session.networkKey();
  if (json) print(JSON.stringify({ key }));
  else if (key === null) say("The network is open and has no key: 'byr network private' draws one.");
  else print(networkKeyText(key as NetworkKey));
}

/** A private one keeps its key: others have it. */
async function makePrivate({ json }: Target, session: Session): Promise<void> {
  const key = (await session.networkKey()) ?? drawNetworkKey();
  await session.setNetworkKey(key);
  if (json) print(JSON.stringify({ key }));
  else say(`Private. The network key, for those who are to join: ${networkKeyText(key as NetworkKey)}`);
}
