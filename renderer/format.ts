import type { Text } from './i18n';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** '12 s ago' under a day, then 'yesterday', then '19 Nov', with the year where it is another one. */
export function relativeTime(time: number, now: number, text: Text): string {
  // A peer's clock may be up to five minutes ahead of ours; nobody wants to read about the future.
  const past = Math.max(0, now - time);
  if (past < SECOND) return text.time.now;
  if (past < DAY) return text.time.ago(duration(past, text));
  if (daysBetween(time, now) <= 1) return text.time.yesterday;
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(text.locale, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(time);
}

/** The whole date and time, for tooltips. */
export function exactTime(time: number, text: Text): string {
  return new Intl.DateTimeFormat(text.locale, { dateStyle: 'full', timeStyle: 'medium' }).format(time);
}

/** The largest whole unit of a duration: '8 s', '5 min', '2 h', '3 days'. */
export function duration(ms: number, text: Text): string {
  const length = Math.abs(ms);
  if (length < MINUTE) return text.time.seconds(Math.floor(length / SECOND));
  if (length < HOUR) return text.time.minutes(Math.floor(length / MINUTE));
  if (length < DAY) return text.time.hours(Math.floor(length / HOUR));
  return text.time.days(Math.floor(length / DAY));
}

/** One line for any text: line breaks, tabs and control characters become visible signs, nothing is dropped. */
export function oneLine(text: string): string {
  return text.replace(/\r\n|[\u0000-\u001f\u007f]/g, (char) => {
    if (char === '\n' || char === '\r\n') return '⏎';
    if (char === '\t') return '⇥';
    return char === '\u007f' ? '␡' : String.fromCharCode(0x2400 + char.charCodeAt(0));
  });
}

/** Long enough to read on hover, short enough not to fill the screen. */
const TOOLTIP_LENGTH = 600;

export function tooltip(text: string): string {
  return text.length > TOOLTIP_LENGTH ? `${text.slice(0, TOOLTIP_LENGTH)}…` : text;
}

function daysBetween(time: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(time)) / DAY);
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}
