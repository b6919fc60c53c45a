import type { Backup, BackupsStatus, PutBack, Refusal, RefusalCode, Restored, RestorePreview, Rule } from '../bridge';
import { duration, isolated, relativeTime, size } from '../format';
import type { Words } from '../header/network-words';
import type { Text } from '../i18n';
import type { RestoreWork } from '../state';

const MINUTE = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;
/** From the pace of a lesson to that of a diary. */
const SCHEDULES = [5, 15, 30, HOUR_MINUTES, 4 * HOUR_MINUTES, DAY_MINUTES];

/** When the next backup is made. */
export function nextWords({ due }: Pick<BackupsStatus, 'due'>, now: number, text: Text): string {
  const words = text.backups;
  if (due === null) return words.nextNever;
  const minutes = Math.round((due - now) / MINUTE);
  return minutes > 0 ? words.nextIn(duration(minutes * MINUTE, text)) : words.nextSoon;
}

/** The choices of minutes between two backups, including the present one. */
export function schedules(minutes: number | null): number[] {
  return [...new Set([...SCHEDULES, ...(minutes === null ? [] : [minutes])])].sort((a, b) => a - b);
}

export function scheduleWords(minutes: number, text: Text): string {
  if (minutes === HOUR_MINUTES) return text.backups.hourly;
  if (minutes === DAY_MINUTES) return text.backups.daily;
  // Whole hours only: others are shown in minutes.
  const whole = minutes % HOUR_MINUTES === 0 ? duration(minutes * MINUTE, text) : text.time.minutes(minutes);
  return text.backups.every(whole);
}

/** How much a backup holds and, if not what one expects here, whose it is and under which rule. */
export function factWords(backup: Backup, rule: Rule, text: Text): string {
  const { header, own } = backup;
  const parts = [size(backup.size, text)];
  if (header !== null) parts.unshift(text.backups.entries(header.entries));
  if (header !== null && !own) parts.push(text.backups.of(isolated(header.name)));
  if (header !== null && header.rule !== rule) parts.push(text.backups.otherRule(header.rule));
  return parts.join(' · ');
}

const PROBLEMS: Partial<Record<RefusalCode, 'newer' | 'notABackup'>> = {
  'newer-backup': 'newer',
  'not-a-backup': 'notABackup',
};

/** Whether a backup is known to be good. `hint` says more. */
export function markWords({ verified, problem, header }: Backup, now: number, text: Text): Words & { hint: string } {
  const words = text.backups;
  if (problem !== null) {
    return { text: words[PROBLEMS[problem.code] ?? 'damaged'], tone: 'bad', icon: 'warning', hint: problem.message };
  }
  if (header === null) return { text: words.unreadable, tone: 'bad', icon: 'warning', hint: '' };
  if (verified === null) return { text: words.notVerified, tone: 'quiet', icon: 'clock', hint: '' };
  const hint = words.verifiedAt(relativeTime(verified, now, text));
  return { text: words.verified, tone: 'ok', icon: 'check', hint };
}

/** Keys to which merging does not give their state in the backup. */
export function stayingKeys({ deletedHere, otherHere, setHere }: RestorePreview): number {
  return deletedHere + otherHere + setHere;
}

/** Whether restoring a backup would change nothing, either way. */
export function isAllHere(preview: RestorePreview): boolean {
  return preview.newEntries === 0 && stayingKeys(preview) === 0;
}

/** What merging would change and what would still differ, one line for each fact that applies: how many, and what. */
export function previewLines(preview: RestorePreview, text: Text): [number, string][] {
  const words = text.backups.restoring;
  const lines: [number, (n: number) => string][] = [
    [preview.keys, words.keys],
    [preview.newKeys, words.newKeys],
    [preview.changedKeys, words.changedKeys],
    [preview.deletedHere, words.deletedHere],
    [preview.otherHere, words.otherHere],
    [preview.setHere, words.setHere],
    [preview.onlyHere, words.onlyHere],
    [preview.conflicts, words.conflicts],
    [preview.newEntries, words.newEntries],
  ];
  return lines.filter(([n], at) => at === 0 || n > 0).map(([n, what]) => [n, what(n)]);
}

export function restoredWords({ added, tooNew }: Restored, text: Text): string {
  return withLeftOut(text.backups.restoring.done(added), tooNew, text);
}

export function putBackWords({ added, written, tooNew }: PutBack, text: Text): string {
  const { done, putBack } = text.backups.restoring;
  const restored = added === 0 ? '' : `${done(added)} `;
  return withLeftOut(`${restored}${putBack.done(written)}`, tooNew, text);
}

export function newNetworkWords({ added, tooNew, profile }: Restored & { profile: string }, text: Text): string {
  return withLeftOut(text.backups.newNetwork.done(added, profile), tooNew, text);
}

function withLeftOut(words: string, tooNew: number, text: Text): string {
  return tooNew === 0 ? words : `${words} ${text.backups.restoring.tooNew(tooNew)}`;
}

/** The result of a restore that was not finished. */
export function refusedWords(refusal: Pick<Refusal, 'code'>, kind: RestoreWork, text: Text): string {
  if (refusal.code !== 'cancelled') return refusalWords(refusal, text);
  if (kind === 'restore-as-new') return text.backups.newNetwork.cancelled;
  return kind === 'put-back' ? text.backups.restoring.putBack.cancelled : text.backups.restoring.cancelled;
}

/** Why an action on backups was refused, and what to do. */
export function refusalWords({ code }: Pick<Refusal, 'code'>, text: Text): string {
  const own: Partial<Record<RefusalCode, string>> = text.backups.refusals;
  return own[code] ?? text.refusals[code];
}
