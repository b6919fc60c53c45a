import type { PeerStatus } from '../net/contact';
import { line } from './print';

/** One line a peer: who, where, and how it stands. */
export function peerLine({ name, address, state, why, toReceive, toSend, latency, refused }: PeerStatus): string {
  const left = toReceive + toSend > 0 ? `, ${toReceive + toSend} entries to go` : '';
  const delay = latency === null ? '' : `, ${span(latency)}`;
  const counted = refused > 0 ? `, refused ${refused} changed values` : '';
  const reason = why === null ? '' : `: ${why.message}`;
  return line(`${address}  ${name ?? '?'}  ${state}${left}${delay}${counted}${reason}`);
}

/** All that is known of a peer, as far as there is anything to tell. */
export function peerLines(peer: PeerStatus): string[] {
  const { traffic, fingerprint, linkedSince, lastError, toReceive, toSend, skew } = peer;
  const facts: [string, string | null][] = [
    ['linked', linkedSince === null ? null : `since ${new Date(linkedSince).toISOString()}`],
    ['entries', fingerprint === null ? null : `${toReceive} to receive, ${toSend} to send`],
    ['clock', skew === null ? null : clock(skew)],
    ['received', traffic === null ? null : amount(traffic.bytesIn, traffic.messagesIn)],
    ['sent', traffic === null ? null : amount(traffic.bytesOut, traffic.messagesOut)],
    ['fingerprint', fingerprint?.slice(0, 8) ?? null],
    ['last error', lastError === null ? null : `${lastError.message} (${new Date(lastError.at).toISOString()})`],
  ];
  const told = facts.flatMap(([name, fact]) => (fact === null ? [] : [line(`  ${name.padEnd(13)}${fact}`)]));
  return [peerLine(peer), ...told];
}

function amount(bytes: number, messages: number): string {
  return `${size(bytes)} in ${messages} ${messages === 1 ? 'message' : 'messages'}`;
}

function clock(skew: number): string {
  if (Math.round(skew) === 0) return 'as this one';
  return `${span(Math.abs(skew))} ${skew > 0 ? 'ahead of' : 'behind'} this one`;
}

/** '812 B', '1.5 KB', '12.0 MB'. */
function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(1)} ${units[power - 1]}`;
}

/** A duration in ms: '2 ms', '1.5 s', '12 min', '2.0 h'. */
function span(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}
