import { isFileName } from './format';

/** The newest ones kept: two hours and a half of work at one every 15 minutes. */
const NEWEST = 10;
/** Days whose last backup is kept: a week, so that a mistake may be noticed after the weekend. */
const DAYS = 7;
/** `2026-11-24` */
const DAY_LENGTH = 10;

/**
 * The backups of one node to remove: all but the newest `NEWEST` and the last of each of the last `DAYS` days (UTC)
 * that have any. Days without backups do not count: a node that was away for a month keeps its week.
 * @param names of files, as `fileName` makes them; any other file is kept
 */
export function outdated(names: readonly string[]): string[] {
  const newestFirst = names.filter(isFileName).sort().reverse();
  const lastOfDay = new Map<string, string>();
  for (const name of newestFirst) {
    const day = name.slice(0, DAY_LENGTH);
    if (!lastOfDay.has(day)) lastOfDay.set(day, name);
  }
  const kept = new Set([...newestFirst.slice(0, NEWEST), ...[...lastOfDay.values()].slice(0, DAYS)]);
  return newestFirst.filter((name) => !kept.has(name));
}
