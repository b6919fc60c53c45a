import { checkGivenKey, profilesFolder } from '../config';
import { type Holder, holderOn, readHolder } from '../disk/holder';
import { profileFolder } from '../disk/profile-folder';
import type { Address } from '../net/address';
import { isThisMachine } from '../net/interfaces';
import { stretch } from '../net/network-key';
import type { Secret } from '../net/secrets';
import { NotReached } from './failure';

interface Wanted {
  readonly profile?: string;
  readonly networkKeyFile?: string;
}

/** The node of a profile in use; `null` if no profile was named. @throws NotReached */
export async function heldBy(profile: string | undefined): Promise<Holder | null> {
  if (profile === undefined) return null;
  const holder = await readHolder(profileFolder(profilesFolder(process.env, process.platform), profile));
  if (holder?.port === undefined)
    throw new NotReached('nobody-there', `No node runs with the profile ${profile}: open one, or check the name.`);
  return holder;
}

/**
 * What to show a node: a network key that an option gives; on this machine the owner's key from the node's profile; the
 * network key of the environment, which may be meant for other nodes. `null` if there is none of them; then only an open
 * node answers. @throws UsageError, NotReached
 */
export async function secretFor(target: Wanted, address: Address): Promise<Secret | null> {
  const given = checkGivenKey(target.networkKeyFile, process.env);
  const own = target.networkKeyFile === undefined ? await ownersKey(target, address) : undefined;
  if (own !== undefined) return { identity: 'byr-owner-1', psk: Buffer.from(own, 'base64') };
  return given === undefined ? null : { identity: 'byr-network-1', psk: await stretch(given) };
}

async function ownersKey({ profile }: Wanted, { host, port }: Address): Promise<string | undefined> {
  if (!isThisMachine(host)) return undefined;
  const holder = (await heldBy(profile)) ?? (await holderOn(profilesFolder(process.env, process.platform), port));
  return holder?.key;
}
