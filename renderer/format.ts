import type { Text } from './i18n';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const KILO = 1024;

/** A peer's clock may be this far ahead of ours: what it has just done is not shown as in the future. */
const MAX_AHEAD = 5 * MINUTE;

/**
 * '12 s ago' under a day, then 'yesterday', then '19 Nov', with the year if it is another one. So is a time to come, as a
 * clock that was wrong leaves it: 'just now' would stand there until then.
 */
export function relativeTime(time: number, now: number, text: Text): string {
  const past = now - time;
  if (past < -MAX_AHEAD) return dateOf(time, now, text);
  if (past < SECOND) return text.time.now;
  if (past < DAY) return text.time.ago(duration(past, text));
  return daysBetween(time, now) <= 1 ? text.time.yesterday : dateOf(time, now, text);
}

function dateOf(time: number, now: number, text: Text): string {
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return formatted(time, sameYear ? 'day' : 'dayOfYear', text);
}

/** As `relativeTime`, but without seconds. */
export function coarseTime(time: number, now: number, text: Text): string {
  const past = now - time;
  return past < MINUTE && past >= -MAX_AHEAD ? text.time.now : relativeTime(time, now, text);
}

/** The whole date and time, for tooltips. */
export function exactTime(time: number, text: Text): string {
  return formatted(time, 'exact', text);
}

/** The largest whole unit of a duration: '8 s', '5 min', '2 h', '3 days'. */
export function duration(ms: number, text: Text): string {
  const length = Math.abs(ms);
  if (length < MINUTE) return text.time.seconds(Math.floor(length / SECOND));
  if (length < HOUR) return text.time.minutes(Math.floor(length / MINUTE));
  if (length < DAY) return text.time.hours(Math.floor(length / HOUR));
  return text.time.days(Math.floor(length / DAY));
}

/** As `duration`, to the ms below a second: '2 ms'. */
export function shortTime(ms: number, text: Text): string {
  return Math.abs(ms) < SECOND ? text.time.milliseconds(Math.round(Math.abs(ms))) : duration(ms, text);
}

/** As on a stopwatch: '40 ms', '0.9 s', '2 min'. */
export function elapsed(ms: number, text: Text): string {
  if (ms < SECOND / 10) return shortTime(Math.max(1, ms), text);
  if (ms >= MINUTE) return duration(ms, text);
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${(ms / SECOND).toLocaleString(text.locale, digits)}\u00a0s`;
}

/** '812 B', '1.5 KB', '12 MB': a unit is 1024 of the one before. */
export function size(bytes: number, text: Text): string {
  const power = bytes < KILO ? 0 : Math.min(text.sizes.length - 1, Math.floor(Math.log2(bytes) / Math.log2(KILO)));
  const amount = bytes / KILO ** power;
  const digits = amount < 10 && power > 0 ? 1 : 0;
  return `${amount.toLocaleString(text.locale, { maximumFractionDigits: digits })}\u00a0${text.sizes[power]}`;
}

/** '50%', in French '50\u202f%'. Rounded down: only what is done is 100%. */
export function percent(done: number, total: number, text: Text): string {
  return (Math.floor((100 * done) / total) / 100).toLocaleString(text.locale, { style: 'percent' });
}

/**
 * One line for any text: line breaks, tabs, control characters, and spaces at its ends become visible symbols, and nothing
 * is dropped.
 */
export function oneLine(text: string): string {
  const line = text.replace(/\r\n|\p{Cc}/gu, signOf);
  const inside = line.trim();
  const before = line.indexOf(inside);
  return SPACE.repeat(before) + inside + SPACE.repeat(line.length - before - inside.length);
}

/** By it alone are 'a' and 'a ' two keys for whoever reads them. */
const SPACE = '␣';

function signOf(control: string): string {
  const code = control.charCodeAt(0);
  if (code === 0x0a || control === '\r\n') return '⏎';
  if (code === 0x09) return '⇥';
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '␡' : `\\x${code.toString(16)}`;
}

/** Characters of a key that a sentence shows. */
const KEY_LENGTH = 60;

/** A key for a sentence: one line of it, cut if long. */
export function shortKey(key: string): string {
  const line = oneLine(key);
  const characters = [...line];
  return characters.length > KEY_LENGTH ? `${characters.slice(0, KEY_LENGTH).join('')}…` : line;
}

/** A name or a key for a sentence, between FSI and PDI (UAX #9, 2.4): right-to-left text reorders only itself. */
export function isolated(text: string): string {
  // Characters like those two would end the isolate early, or keep it open.
  const inside = text.replace(/[\u2066-\u2069]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16)}`);
  return `\u2068${inside}\u2069`;
}

/** Long enough to read on hover, short enough not to fill the screen. */
const TOOLTIP_LENGTH = 600;

export function tooltip(text: string): string {
  return text.length > TOOLTIP_LENGTH ? `${text.slice(0, TOOLTIP_LENGTH)}…` : text;
}

const DATE_STYLES = {
  day: { day: 'numeric', month: 'short' },
  dayOfYear: { day: 'numeric', month: 'short', year: 'numeric' },
  exact: { dateStyle: 'full', timeStyle: 'medium' },
} as const;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatted(time: number, style: keyof typeof DATE_STYLES, text: Text): string {
  return text.time.date(formatter(text.locale, style).format(time));
}

/** Cached, because making one costs more than drawing its row. */
function formatter(locale: string, style: keyof typeof DATE_STYLES): Intl.DateTimeFormat {
  const name = `${locale} ${style}`;
  const kept = formatters.get(name) ?? new Intl.DateTimeFormat(locale, DATE_STYLES[style]);
  formatters.set(name, kept);
  return kept;
}

function daysBetween(time: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(time)) / DAY);
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

/** '1,200 keys, 3 conflicts': counts and what is counted, to be read out. */
export function countWords(lines: readonly (readonly [number, string])[], { locale }: Text): string {
  return lines.map(([n, what]) => `${n.toLocaleString(locale)} ${what}`).join(', ');
}
