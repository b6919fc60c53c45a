import type { ReactElement } from 'react';
import type { PeerStatus } from '../bridge';
import { useClock } from '../clock';
import { duration, relativeTime } from '../format';
import { type Text, useText } from '../i18n';

/** 'Seen 2 h ago, learned from Bob. Next try in 8 s.', counting down. */
export function PeerHint({ peer }: { peer: PeerStatus }): ReactElement | null {
  const text = useText();
  const words = useClock((now) => hintWords(peer, now, text));
  return words === '' ? null : <p className="hint">{words}</p>;
}

export function hintWords(peer: PeerStatus, now: number, text: Text): string {
  const words = text.peers;
  if (peer.state === 'unreachable') return unreachableWords(peer, now, text);
  const parts: string[] = [];
  if (peer.state === 'clock-wrong' && peer.skew !== null)
    parts.push(peer.skew > 0 ? words.clockAhead : words.clockBehind);
  if (peer.state === 'paused') parts.push(words.pausedHint);
  if (peer.state === 'paused-there') parts.push(nextWords(peer, now, text));
  if (peer.state === 'idle') parts.push(words.idleHint);
  if (peer.state === 'other-rule') parts.push(words.otherRuleHint);
  if (peer.learnedFrom !== null) parts.push(words.learnedOnly(peer.learnedFrom));
  return parts.join(' ');
}

function unreachableWords(peer: PeerStatus, now: number, text: Text): string {
  const words = text.peers;
  const seen = peer.lastSeen === null ? words.neverSeen : words.seen(relativeTime(peer.lastSeen, now, text));
  const learned = peer.learnedFrom === null ? '' : `, ${words.learnedFrom(peer.learnedFrom)}`;
  return `${seen}${learned}. ${nextWords(peer, now, text)}`.trim();
}

function nextWords(peer: PeerStatus, now: number, text: Text): string {
  if (peer.nextTry === null) return '';
  // Rounded up, so that the last second reads 1 and not 0.
  const left = Math.ceil((peer.nextTry - now) / 1000) * 1000;
  return left <= 0 ? text.peers.tryingNow : text.peers.nextTry(duration(left, text));
}
