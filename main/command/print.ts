import type { PeerStatus } from '../net/peers/peer-status';
import type { ConflictView, DiskStatus, EntryView, NodeStatus } from '../net/service';
import { rescueText } from '../node/rescue-text';
import { type JsonText, rawValue } from '../store/text';
import { backupsText } from './print-backup';
import { count } from './units';

/**
 * What could move a terminal's cursor or colour what follows, begin a line (U+2028, U+2029), or show what follows in
 * another order than it has (UAX #9, 2.1 to 2.5).
 */
const CONTROL = /[\p{Cc}\u2028-\u202E\u2066-\u2069]/gu;

/** Prints a line, whatever others put into it; JSON means the same. */
export function print(text: string): void {
  process.stdout.write(`${line(text)}\n`);
}

/** As `print`, apart from the output, which may go to a program. */
export function say(text: string): void {
  process.stderr.write(`${line(text)}\n`);
}

/** Prints lines as they are, except on a terminal: that must not heed what controls it. */
export async function printAsIs(text: string): Promise<void> {
  const shown = process.stdout.isTTY ? text.replaceAll('\r\n', '\n').replace(/[^\n\t]+/g, line) : text;
  await new Promise<void>((done) => process.stdout.write(shown, () => done()));
}

/** One line each. @param none what to say if there are none: beginners take silence for a fault */
export function printList(lines: readonly string[], none: string): void {
  lines.forEach(print);
  if (lines.length === 0) say(none);
}

/** The text as one line, in which control characters are shown as in JSON. */
export function line(text: string): string {
  return text.replace(CONTROL, escaped);
}

/** JSON escapes fewer than a terminal needs: not U+007F to U+009F, among which are commands of one character. */
function escaped(character: string): string {
  const inJson = JSON.stringify(character).slice(1, -1);
  return inJson === character ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : inJson;
}

/** A JSON object of an entry whose value keeps its own digits. */
export function entryJson({ key, value, by, time, stamp }: EntryView): string {
  const rest = JSON.stringify({ by, time, stamp, deleted: value === null }).slice(1);
  return `{"key":${JSON.stringify(key)},"value":${value ?? 'null'},${rest}`;
}

export function conflictJson({ key, winner, losers }: ConflictView): string {
  const parts = losers.map(entryJson).join(',');
  return `{"key":${JSON.stringify(key)},"winner":${entryJson(winner)},"losers":[${parts}]}`;
}

export function entryLine({ key, value, by, time }: EntryView): string {
  const what = value === null ? 'deleted' : `= ${rawValue(value as JsonText)}`;
  return `${key} ${what}   (${by}, ${new Date(time).toISOString()})`;
}

export function conflictLines({ winner, losers }: ConflictView): string[] {
  return [entryLine(winner), ...losers.map((loser) => `  against ${entryLine(loser)}`)];
}

export function statusLines(status: NodeStatus): string[] {
  return [
    `${status.name}, node ${status.id} on port ${status.port ?? 'none'}, rule ${status.rule}`,
    ...formerLines(status),
    `addresses    ${status.addresses.map(({ address, network }) => `${address} (${network})`).join(', ') || 'none'}`,
    `network      ${networkText(status)}`,
    `fingerprint  ${status.fingerprint.slice(0, 8)}`,
    `keys         ${status.keys}${status.conflicts === 0 ? '' : `, ${status.conflicts} in conflict`}`,
    `peers        ${peersText(status)}`,
    `nearby       ${nearbyText(status)}`,
    ...doorLines(status.door),
    `data         ${status.profile}`,
    `backups      ${backupsText(status.backups)}`,
    ...diskLines(status.disk),
    ...(status.rescue === null ? [] : [`DAMAGED      ${rescueText(status.rescue)}`]),
  ];
}

export function networkText({ private: isPrivate }: Pick<NodeStatus, 'private'>): string {
  return isPrivate ? 'private: only with the network key' : 'open: anyone on this LAN can read and write';
}

export function nearbyText({ nearby: { on, nodes }, private: isPrivate }: NodeStatus): string {
  if (isPrivate) return 'not looked for: a private node is shown to nobody';
  if (!on) return 'not looked for (--nearby off)';
  return nodes.map(({ address, name }) => `${name} at ${address}`).join(', ') || 'none besides your peers';
}

function doorLines({ refused, last }: NodeStatus['door']): string[] {
  if (last === null) return [];
  const { at, host, message } = last;
  return [`refused      ${refused} at the door, last ${new Date(at).toISOString()} from ${host}: ${message}`];
}

function formerLines({ former }: NodeStatus): string[] {
  if (former === null) return [];
  return [`new id       since ${new Date(former.at).toISOString()}: a copy of its profile is in use as ${former.id}`];
}

function diskLines({ acknowledge, failure }: DiskStatus): string[] {
  const lines = [
    acknowledge === 'synced'
      ? 'acknowledge  synced: once the disk has it'
      : 'acknowledge  early: a crash or a power cut may take the last second of what was set here',
  ];
  if (failure === null) return lines;
  const since = new Date(failure.since).toISOString();
  const lacks = `it lacks ${count(failure.unsaved, 'entry', 'entries')} that this node holds`;
  const warning = `DISK FAILS   since ${since}: ${failure.message}; ${lacks}; nothing can be set here until it works again`;
  return [...lines, warning];
}

const APART: ReadonlySet<PeerStatus['state']> = new Set(['course', 'other-rule', 'idle', 'paused-there']);

/**
 * Peers that are idle or paused are not waited for, nor are those that are away, paused or not; a course node has no
 * fingerprint to be in sync by, and a node of another rule is of another network.
 */
function peersText({ peers }: NodeStatus): string {
  const inState = (state: PeerStatus['state'], among = peers): number =>
    among.filter((peer) => peer.state === state).length;
  const native = peers.filter(({ state }) => !APART.has(state));
  const known = native.filter(({ away }) => !away);
  const awaited = known.filter(({ state }) => state !== 'paused');
  const course = inState('course');
  const counts: [number, string][] = [
    [inState('silent', awaited), 'silent'],
    [inState('unreachable', awaited), 'unreachable'],
    [course, course === 1 ? 'course node' : 'course nodes'],
    [inState('other-rule'), 'with another rule'],
    [inState('idle'), 'idle'],
    [known.length - awaited.length + inState('paused-there'), 'paused'],
    [native.length - known.length, 'not seen lately'],
  ];
  const parts = counts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  if (awaited.length > 0) parts.unshift(`in sync with ${inState('in-sync', awaited)} of ${awaited.length}`);
  return parts.join(', ') || 'none yet';
}
