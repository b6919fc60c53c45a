import { severalAtOnce } from '../several';
import type { Restored, RestorePreview } from '../status';
import type { Database } from '../store/database';
import type { Entry } from '../store/entry';
import { Refused } from '../store/refusal';
import type { Rule } from '../store/rule';
import type { Header } from './format';
import { isTooNew, Preview } from './preview';
import { readBackup } from './read-backup';
import type { Work } from './work';

/** Chunks on their way to the disk: while it syncs one, the next are read, and share a sync. */
export const CHUNKS_AT_ONCE = 4;

/** Merges entries, which spread like any new ones; resolves to the number of new ones once the disk has them. */
export type Merge = (entries: readonly Entry[]) => Promise<number>;

/** @throws Refused `other-rule` */
export function checkRule(database: Database, rule: Rule): void {
  if (rule === database.rule) return;
  const why = `The backup is of a network with the rule '${rule}', this one has '${database.rule}'.`;
  throw new Refused('other-rule', `${why} Restore it as a new network: byr restore FILE --as-new PROFILE.`);
}

/** Merges some entries of a backup. Those stamped too far in the future, which no node takes, are left out. */
export async function restoreEntries(database: Database, merge: Merge, entries: readonly Entry[]): Promise<Restored> {
  const taken = entries.filter((entry) => !isTooNew(database, entry));
  const added = taken.length === 0 ? 0 : await merge(taken);
  return { added, tooNew: entries.length - taken.length };
}

/** What restoring a file would change; all of it is read and checked. @throws Refused as `readBackup`, `other-rule` */
export async function previewFile(
  database: Database,
  path: string,
  work: Work,
): Promise<RestorePreview & { header: Header }> {
  const preview = new Preview(database);
  const entries = readBackup(path, work);
  for (;;) {
    const { done, value } = await entries.next();
    if (!done) preview.add(value);
    else {
      checkRule(database, value.rule);
      return { header: value, ...preview.end() };
    }
  }
}

/**
 * Merges the entries of a checked file. What was merged before a cancellation stays, which does no harm.
 * @throws Refused as `readBackup`, `disk`
 */
export async function mergeFile(database: Database, merge: Merge, path: string, work: Work): Promise<Restored> {
  const sum: Restored = { added: 0, tooNew: 0 };
  await severalAtOnce(readBackup(path, work), CHUNKS_AT_ONCE, async (entries) => {
    const { added, tooNew } = await restoreEntries(database, merge, entries);
    sum.added += added;
    sum.tooNew += tooNew;
  }).catch(asRest(() => `${sum.added} entries were restored, and stay. To restore the rest, restore it again.`));
  return sum;
}

/** Adds to a cancellation what was done before it. */
export function asRest(done: () => string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Refused) || error.code !== 'cancelled') throw error;
    throw new Refused('cancelled', `Cancelled: ${done()}`);
  };
}
