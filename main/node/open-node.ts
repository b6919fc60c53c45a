import { join } from 'node:path';
import { endRescue, rescue } from '../backup/rescue';
import { type Config, defaultName } from '../config';
import { Damaged } from '../disk/damaged';
import { explained, openProfile, type Profile } from '../disk/profile';
import { type Cipher, ProfileKeys } from '../disk/profile-keys';
import type { Logger } from '../net/logger';
import { Node } from './node';
import { rescueText } from './rescue-text';
import { hasKey, hasRule } from './settings';

/**
 * Opens the profile that the configuration asks for, and its node. A damaged database is set aside and replaced first.
 * @param log opens the log of a profile
 * @param cipher for the network key, if the system has one
 * @throws ProfileHeld, ProfileNewer, ProfileUnusable, Refused
 */
export async function openNode(
  config: Config,
  version: string,
  log: (profile: string) => Logger,
  cipher: Cipher | null,
): Promise<{ node: Node; profile: Profile }> {
  const mend = async (folder: string, { message }: Damaged): Promise<void> => {
    log(folder).warn(rescueText(await rescue(folder, message, Date.now())));
  };
  const suits = async (disk: Profile['disk'], folder: string): Promise<boolean> =>
    (await hasRule(disk, config.rule)) && hasKey(disk, new ProfileKeys(folder, cipher), config.networkKey);
  const host = { suits, mend };
  const open = async (profile: Profile): Promise<{ node: Node; profile: Profile }> => {
    const { folder, disk } = profile;
    const node = await Node.open({
      ...{ ...config, disk, version, profile: folder },
      logger: log(folder),
      keys: new ProfileKeys(folder, cipher),
      backups: join(folder, 'backups'),
      defaultName: defaultName(profile.number),
      now: Date.now,
      random: Math.random,
    });
    await disk.foundWell();
    await endRescue(folder);
    return { node, profile };
  };
  const profile = await openProfile(config.profiles, config.profile, host);
  try {
    return await open(profile);
  } catch (error) {
    await profile.disk.close();
    if (!(error instanceof Damaged)) throw error;
    await mend(profile.folder, error).catch(async (failed) => {
      throw await explained(profile.folder, failed);
    });
    const { disk } = await openProfile(config.profiles, profile.folder, host);
    return open({ ...profile, disk });
  }
}
