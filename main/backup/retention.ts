import { isFileName, timeText } from './format';

/** The newest ones kept: two hours and a half of work at one every 15 minutes. */
const NEWEST = 10;
/** Days whose last backup is kept: a week, so that a mistake may be noticed after the weekend. */
const DAYS = 7;
/** `2026-11-24` */
const DAY_LENGTH = 10;
/** `2026-11-24T10-31-07Z` */
const TIME_LENGTH = 20;

/**
 * Files by the times in their names. Those of times to come are the oldest: they were made before the clock was set back.
 * @param nameOf as `fileName` makes it
 * @param now ms since 1970
 */
export function newestFirst<T>(files: readonly T[], nameOf: (file: T) => string, now: number): T[] {
  const sorted = [...files].sort((a, b) => (nameOf(a) < nameOf(b) ? 1 : -1));
  const isToCome = (file: T): boolean => nameOf(file).slice(0, TIME_LENGTH) > timeText(now);
  return [...sorted.filter((file) => !isToCome(file)), ...sorted.filter(isToCome)];
}

/**
 * The backups of one node to remove: all but the newest `NEWEST` and the last of each of the last `DAYS` days (UTC)
 * that have any. Days without backups do not count: a node that was away for a month keeps its week.
 * @param names of files, as `fileName` makes them; any other file is kept
 * @param now ms since 1970
 */
export function outdated(names: readonly string[], now: number): string[] {
  const sorted = newestFirst(names.filter(isFileName), (name) => name, now);
  const lastOfDay = new Map<string, string>();
  for (const name of sorted) {
    const day = name.slice(0, DAY_LENGTH);
    if (!lastOfDay.has(day)) lastOfDay.set(day, name);
  }
  const kept = new Set([...sorted.slice(0, NEWEST), ...[...lastOfDay.values()].slice(0, DAYS)]);
  return sorted.filter((name) => !kept.has(name));
}
