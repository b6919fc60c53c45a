import type { Header } from '../backup/format';
import { checkPutBack, valuesOf } from '../backup/put-back';
import { readBackup, verifyBackup } from '../backup/read-backup';
import { BATCHES_AT_ONCE, batches } from '../batches';
import { checkConfig } from '../config';
import { profileFolder } from '../disk/profile-folder';
import { severalAtOnce } from '../several';
import { sha256 } from '../sha256';
import type { Restored, RestorePreview } from '../status';
import { sizeOf } from '../store/batch';
import { entryOrder } from '../store/entry';
import { pack } from '../store/pack';
import { Refused } from '../store/refusal';
import { confirmed } from './confirmed';
import { type LongWork, longWork, unlessCancelled } from './long-work';
import { print, printList, say } from './print';
import { backupLine, leftOut, previewLines } from './print-backup';
import type { Session } from './session';
import { type Target, withSession } from './target';
import { count } from './units';

/** Makes the node back up now. */
export function backup(target: Target): Promise<void> {
  return withSession(target, (session) =>
    longWork(async (work) => {
      const made = session.backUp(work.progress('Backing up'));
      const file = await unlessCancelled(work, () => 'Cancelled: no backup was made.', made);
      work.clear();
      print(target.json ? JSON.stringify(file) : backupLine(file));
    }),
  );
}

export function backups(target: Target): Promise<void> {
  return withSession(target, async (session) => {
    const files = await session.backups();
    if (target.json) return print(JSON.stringify(files));
    const lines = files.map((file) => backupLine(file));
    printList(lines, "No backups yet: 'byr backup' makes one.");
  });
}

/** Reads a backup through; no node is needed. */
export function verify({ json }: { json?: boolean }, path: string): Promise<void> {
  return longWork(async ({ progress, signal, clear }) => {
    const header = await verifyBackup(path, { progress: progress('Verifying'), signal });
    clear();
    print(json ? JSON.stringify(header) : `Good: ${about(header)}.`);
  });
}

/**
 * Shows what a backup would change in the node, then makes it merge the backup's entries and, with `--put-back`, write
 * the backup's values again.
 */
export function restore(target: Target, path = ''): Promise<void> {
  if (target.asNew !== undefined) return restoreNew(target, target.asNew, path);
  return withSession(target, (session) =>
    longWork(async (work) => {
      const header = await verifyBackup(path, { progress: work.progress('Verifying'), signal: work.signal });
      if (target.putBack) checkPutBack(header.rule);
      await session.holdBackup(header.fingerprint);
      await sendPreview(session, header, path, work);
      const counts = await session.previewed();
      work.clear();
      [`Restoring ${about(header)}:`, ...previewLines(counts)].forEach(say);
      if (!target.putBack && header.rule === 'latest') sayWhatStays(counts);
      if (!target.yes && !(await confirmed(target.putBack ? 'Put back?' : 'Restore?', work.signal)))
        throw new Refused('cancelled', 'Nothing was changed.');
      if (target.putBack) return putBack(target, session, header, path, work);
      const restored = await sendEntries(session, header, path, work);
      work.clear();
      if (target.json) print(JSON.stringify(restored));
      else printRestored(restored);
    }),
  );
}

async function putBack(target: Target, session: Session, header: Header, path: string, work: LongWork): Promise<void> {
  const made = session.backUp(work.progress('Backing up'));
  const { path: before } = await unlessCancelled(work, () => 'Cancelled: nothing was changed.', made);
  try {
    const restored = await sendEntries(session, header, path, work);
    const written = await sendValues(session, header, path, work);
    work.clear();
    if (target.json) return print(JSON.stringify({ ...restored, written, before }));
    printRestored(restored);
    print(`Put back: ${count(written, 'key is', 'keys are')} as in the backup again.`);
    print(`What was here before is in ${before}; to undo this, put that back.`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Refused(error.code, `${error.message}; what was here before is in ${before}`, { cause: error });
  }
}

function printRestored({ added, tooNew }: Restored): void {
  print(`Restored: ${count(added, 'entry was', 'entries were')} new.`);
  if (tooNew > 0) print(`${count(tooNew, 'entry', 'entries')} ${leftOut}`);
}

/** A user looking for a key deleted since must learn how to get it back. */
function sayWhatStays({ deletedHere, otherHere, setHere }: RestorePreview): void {
  const stay = deletedHere + otherHere + setHere;
  if (stay === 0) return;
  say(`Merging leaves ${count(stay, 'key that differs', 'keys that differ')}; --put-back makes all as in the backup.`);
}

/** Makes a new profile from a backup; no node is needed. */
function restoreNew({ json }: Target, profile: string, path: string): Promise<void> {
  const config = checkConfig({ profile }, process.env, process.platform);
  const folder = profileFolder(config.profiles, profile);
  return longWork(async ({ progress, signal, clear }) => {
    // It brings a database with it, which no other command needs.
    const { restoreAsNew } = await import('../backup/as-new');
    const work = { progress: progress('Restoring'), signal };
    const restored = await restoreAsNew(path, folder, Date.now(), work).catch((error: unknown) => {
      if (!(error instanceof Refused) || error.code !== 'cancelled') throw error;
      throw new Refused('cancelled', 'Cancelled: no profile was made.');
    });
    clear();
    if (json) return print(JSON.stringify({ ...restored, profile: folder }));
    const { added, tooNew } = restored;
    // Every shell takes a name in double quotes, which one with a space needs.
    const named = /\s/.test(profile) ? `"${profile}"` : profile;
    print(`${count(added, 'entry', 'entries')} in ${folder}; open it by: byr serve --profile ${named}`);
    if (tooNew > 0) print(`${count(tooNew, 'entry', 'entries')} ${leftOut}`);
  });
}

async function sendPreview(session: Session, header: Header, path: string, work: LongWork): Promise<void> {
  const { signal } = work;
  const reading = readBackup(path, { progress: work.progress('Comparing'), signal });
  await session.preview(header.rule, true, pack([]));
  for await (const entries of batches(reading, sizeOf)) await session.preview(header.rule, false, pack(entries));
}

async function sendEntries(session: Session, { rule }: Header, path: string, work: LongWork): Promise<Restored> {
  const sum = { added: 0, tooNew: 0 };
  const reading = readBackup(path, { progress: work.progress('Restoring'), signal: work.signal });
  await severalAtOnce(batches(reading, sizeOf), BATCHES_AT_ONCE, async (entries) => {
    const { added, tooNew } = await session.restore(rule, pack(entries));
    sum.added += added;
    sum.tooNew += tooNew;
  }).catch(
    withSum(() => {
      const kept = `${count(sum.added, 'entry was', 'entries were')} restored, and stay`;
      return `${kept}; to restore the rest, restore it again`;
    }),
  );
  return sum;
}

/** Sends what the keys have in a backup after it was merged. */
async function sendValues(session: Session, { rule }: Header, path: string, work: LongWork): Promise<number> {
  let written = 0;
  const reading = readBackup(path, { progress: work.progress('Putting back'), signal: work.signal });
  const values = valuesOf(reading, rule, entryOrder(sha256));
  const all = batches(values, ([key, value]) => key.length + (value?.length ?? 0));
  await severalAtOnce(all, BATCHES_AT_ONCE, async (some) => {
    const now = await session.putBackValues(some);
    written += now;
  }).catch(withSum(() => `${count(written, 'key was', 'keys were')} put back, and stay`));
  return written;
}

/** Adds to a refusal what was done before it. */
function withSum(done: () => string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Refused)) throw error;
    const what = error.code === 'cancelled' ? 'Cancelled' : error.message;
    throw new Refused(error.code, `${what} (${done()})`, { cause: error });
  };
}

function about({ entries, name, rule, time, fingerprint }: Header): string {
  const what = `${count(entries, 'entry', 'entries')} of ${name} of ${new Date(time).toISOString()}`;
  return `${what}, rule ${rule}, fingerprint ${fingerprint.slice(0, 8)}`;
}
