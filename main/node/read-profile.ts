import { Damaged } from '../disk/damaged';
import { FINGERPRINT } from '../disk/disk';
import type { KeyStore } from '../disk/key-store';
import type { Logger } from '../net/logger';
import { sha256 } from '../sha256';
import { Clock } from '../store/clock';
import { Database } from '../store/database';
import type { Lineage } from '../store/lineage';
import { Keyring, type KeyWish } from './keyring';
import { beginEpoch, checkRule, readSettings, type Settings, type Wishes } from './settings';

export interface NodeOptions extends Wishes {
  readonly keys: KeyStore;
  /** The profile's network key from now on; `undefined` leaves it as it is. */
  readonly networkKey: KeyWish;
  readonly logger: Logger;
  readonly version: string;
  readonly path: string;
  /** Tried in turn; 0 means any free one. */
  readonly ports: readonly number[];
  /** The folder of its backups unless its user chose another; `null` for none. */
  readonly backups: string | null;
  /** Addresses to link to from the start. */
  readonly peers: readonly string[];
  readonly now: () => number;
  readonly random: () => number;
}

/** What a profile holds of its node. */
export interface Opened {
  readonly database: Database;
  readonly lineage: Lineage;
  readonly keyring: Keyring;
  readonly settings: Settings;
}

/**
 * Reads a profile, and begins its next epoch: no number of that may be assigned before it is `written`.
 * @throws Damaged if the disk holds other entries than were written to it; Refused `other-rule`, `key-unreadable`
 */
export async function readProfile(options: NodeOptions): Promise<Opened & { readonly written: Promise<void> }> {
  await checkRule(options);
  const keyring = new Keyring(options.keys);
  await keyring.open(options.networkKey);
  const settings = await readSettings(options);
  const database = new Database(settings.rule, new Clock(settings.id, options.now), sha256);
  const fingerprint = await options.disk.readNote(FINGERPRINT);
  for await (const entries of options.disk.entries()) database.load(entries);
  if (fingerprint !== undefined && fingerprint !== database.fingerprint)
    throw new Damaged('some of its entries are gone');
  return { database, keyring, settings, ...(await beginEpoch(options.disk, database.feed.head)) };
}
