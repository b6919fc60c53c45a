import type { RescueStatus } from '../status';

/** For the log and the command line: what happened, what became of the data, and what comes next. */
export function rescueText({ at, why, folder, backup, unread, salvaged }: RescueStatus): string {
  const kept = folder === null ? 'nothing of it is left' : `it was set aside as ${folder}`;
  const backups = [
    ...(backup
      ? [`it started from the backup of ${new Date(backup.time).toISOString()} (entries: ${backup.entries})`]
      : []),
    ...(unread === null ? [] : [`its folder of backups, ${unread}, could not be looked into: restore from there`]),
  ];
  return (
    `${new Date(at).toISOString()}: the database was damaged (${why}); ${kept}; ` +
    `${backups.join('; ') || 'there is no good backup'}; further entries that could be read: ${salvaged}. ` +
    'What is still missing comes from peers.'
  );
}
