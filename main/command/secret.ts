import { checkGivenKey, profilesFolder } from '../config';
import { type Holder, holderOn, readHolder } from '../disk/holder';
import { profileFolder } from '../disk/profile-folder';
import type { Address } from '../net/address';
import { isThisMachine } from '../net/interfaces';
import { stretch } from '../net/network-key';
import type { Secret } from '../net/secrets';
import { NotReached } from './failure';

/** The node of a profile in use; `null` if no profile was named. @throws NotReached */
export async function heldBy(profile: string | undefined): Promise<Holder | null> {
  if (profile === undefined) return null;
  const holder = await readHolder(profileFolder(profilesFolder(process.env, process.platform), profile));
  if (holder?.port === undefined) throw new NotReached('nobody-there', `No node runs with the profile ${profile}.`);
  return holder;
}

/**
 * What to show a node: the given network key, or on this machine the owner's key from the node's profile. `null` if
 * there is neither; then only an open node answers. @throws UsageError, NotReached
 */
export async function secretFor(
  { profile, networkKeyFile }: { readonly profile?: string; readonly networkKeyFile?: string },
  { host, port }: Address,
): Promise<Secret | null> {
  const given = checkGivenKey(networkKeyFile, process.env);
  if (given !== undefined) return { identity: 'byr-network-1', psk: await stretch(given) };
  if (!isThisMachine(host)) return null;
  const holder = (await heldBy(profile)) ?? (await holderOn(profilesFolder(process.env, process.platform), port));
  if (holder?.key === undefined) return null;
  return { identity: 'byr-owner-1', psk: Buffer.from(holder.key, 'base64') };
}
