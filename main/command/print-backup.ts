import type { BackupView } from '../net/server/backup-service';
import type { BackupsStatus, RestorePreview } from '../status';
import { count, size } from './units';

/** One line for a backup: where, how large, of what, and whether it is known to be good. */
export function backupLine({ path, size: bytes, header, own, verified, problem }: BackupView): string {
  const about = header === null ? 'unreadable' : `${count(header.entries, 'entry', 'entries')}`;
  const whose = header === null || own ? '' : `, of ${header.name}`;
  return `${path}  ${size(bytes)}, ${about}${whose}, ${mark(verified, problem)}`;
}

export function backupsText({ folder, minutes, last, problem }: BackupsStatus): string {
  if (folder === null) return 'none';
  const newest = last === null ? 'none yet' : `newest ${new Date(last).toISOString()}`;
  const often = minutes === null ? 'only on demand' : `every ${minutes} min if something changed`;
  return `${newest}, ${often}, in ${folder}${problem === null ? '' : `; the last failed: ${problem.message}`}`;
}

/** What merging would change, and what would still differ, one line for each fact. */
export function previewLines(counts: RestorePreview): string[] {
  const { keys, newKeys, changedKeys, conflicts, newEntries, tooNew } = counts;
  const facts: [string, number][] = [
    ['keys in the backup', keys],
    ['new here', newKeys],
    ['changed to the value of the backup', changedKeys],
    ['deleted here since', counts.deletedHere],
    ['with another value here', counts.otherHere],
    ['deleted in the backup, with a value here', counts.setHere],
    ['only here', counts.onlyHere],
    ['new conflicts', conflicts],
    ['entries to merge, history among them', newEntries],
  ];
  const lines = facts.map(([what, n]) => `${String(n).padStart(9)}  ${what}`);
  return tooNew === 0 ? lines : [...lines, `${String(tooNew).padStart(9)}  ${leftOut}`];
}

/** Follows the number of entries stamped too far in the future. */
export const leftOut = 'stamped in the future and left out; set the clock right and restore again';

function mark(verified: number | null, problem: BackupView['problem']): string {
  // One of a newer version of the app is as good as any.
  if (problem !== null) return problem.code === 'bad-backup' ? `DAMAGED: ${problem.message}` : problem.message;
  return verified === null ? 'not verified yet' : `verified ${new Date(verified).toISOString()}`;
}
