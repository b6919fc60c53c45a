import type { CatchUp } from '../net/events';
import type { PeerStatus } from '../net/peers/peer-status';
import { count, size, span } from './units';

/** One line for a peer: name, address and state. */
export function peerLine({
  name,
  address,
  state,
  why,
  toReceive,
  toSend,
  latency,
  refused,
  refusedKey,
  rule,
}: PeerStatus): string {
  const toGo = toReceive + toSend;
  const theirs = rule === null ? '' : ` (its rule is '${rule}')`;
  const left = toGo > 0 ? `, ${count(toGo, 'entry', 'entries')} to go` : '';
  const delay = latency === null ? '' : `, ${span(latency)}`;
  const counted =
    refused > 0 ? `, refused ${count(refused, 'change', 'changes')}, the last of ${JSON.stringify(refusedKey)}` : '';
  const reason = why === null ? '' : `: ${why.message}`;
  return `${address}  ${name ?? '?'}  ${state}${theirs}${left}${delay}${counted}${reason}`;
}

/** Everything that is known about a peer, leaving out what is not. */
export function peerLines(peer: PeerStatus): string[] {
  const { traffic, fingerprint, linkedSince, catchUp, lastError, toReceive, toSend, skew, ahead } = peer;
  const facts: [string, string | null][] = [
    ['linked', linkedSince === null ? null : `since ${new Date(linkedSince).toISOString()}`],
    ['in sync', catchUp === null ? null : catchUpText(catchUp)],
    ['entries', fingerprint === null ? null : `${toReceive} to receive, ${toSend} to send`],
    ['clock', skew === null ? null : clock(skew)],
    ['refused', ahead === null ? null : refused(ahead)],
    ['received', traffic === null ? null : amount(traffic.bytesIn, traffic.messagesIn)],
    ['sent', traffic === null ? null : amount(traffic.bytesOut, traffic.messagesOut)],
    ['fingerprint', fingerprint?.slice(0, 8) ?? null],
    ['last error', lastError === null ? null : `${lastError.message} (${new Date(lastError.at).toISOString()})`],
  ];
  const told = facts.flatMap(([name, fact]) => (fact === null ? [] : [`  ${name.padEnd(13)}${fact}`]));
  return [peerLine(peer), ...told];
}

/** 'after 0.9 s: 12 received, 3 sent'. */
export function catchUpText({ ms, received, sent }: CatchUp): string {
  return `after ${span(ms)}: ${received} received, ${sent} sent`;
}

function amount(bytes: number, messages: number): string {
  return `${size(bytes)} in ${count(messages, 'message', 'messages')}`;
}

function refused(ahead: number): string {
  const [where, from] = ahead > 0 ? ['here', 'there'] : ['there', 'here'];
  const what = `entries stamped ${span(Math.abs(ahead))} ahead, by a clock that is or was wrong`;
  return `${where}, until their time comes or 'byr restamp' ${from}: ${what}`;
}

function clock(skew: number): string {
  if (Math.round(skew) === 0) return 'as this one';
  return `${span(Math.abs(skew))} ${skew > 0 ? 'ahead of' : 'behind'} this one`;
}
