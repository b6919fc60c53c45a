import { catchUpWords, quoted } from '../activity/event-words';
import type { PeerStatus } from '../bridge';
import { shortTime, size } from '../format';
import type { Text } from '../i18n';

/** The link to a peer in figures, each a name and a value; those not known are left out. */
export function linkFacts(peer: PeerStatus, text: Text): [string, string][] {
  const words = text.peers.details;
  const {
    latency,
    skew,
    fingerprint,
    traffic,
    toReceive,
    toSend,
    refused,
    refusedKey,
    catchUp,
    learnedFrom,
    linkedSince,
  } = peer;
  const facts: [string, string | null][] = [
    [words.latency, latency === null ? null : shortTime(Math.max(1, latency), text)],
    [words.clock, skew === null ? null : clockWords(skew, latency ?? 0, text)],
    [words.catchUp, catchUp === null ? null : catchUpWords(catchUp, text)],
    [words.entries, fingerprint === null ? null : words.left(toReceive, toSend)],
    [words.refused, refusedKey === null ? null : words.refusedLast(refused, quoted(refusedKey, text))],
    [words.received, traffic === null ? null : words.amount(size(traffic.bytesIn, text), traffic.messagesIn)],
    [words.sent, traffic === null ? null : words.amount(size(traffic.bytesOut, text), traffic.messagesOut)],
    [words.learnedFrom, linkedSince === null ? null : learnedFrom],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

/** A difference below half a round trip cannot be distinguished from none. */
function clockWords(skew: number, latency: number, text: Text): string {
  const words = text.peers.details;
  if (Math.abs(skew) <= 1 + latency / 2) return words.clockEqual;
  return skew > 0 ? words.clockAhead(shortTime(skew, text)) : words.clockBehind(shortTime(skew, text));
}
