import type { ReactElement } from 'react';
import type { PeerStatus, RefusalCode } from '../bridge';
import { useClock } from '../clock';
import { duration, relativeTime } from '../format';
import { type Text, useText } from '../i18n';
import { areClocksApart, waitsHere } from './clocks';
import { isUnfit } from './peer-words';

/** 'Seen 2 h ago, learned from Bob.', and below it 'Next try in 8 s.', counting down on a line that always stays. */
export function PeerHint({ peer }: { peer: PeerStatus }): ReactElement | null {
  const text = useText();
  const words = useClock((now) => hintWords(peer, now, text));
  const next = useClock((now) => nextWords(peer, now, text));
  if (words === '' && next === null) return null;
  return (
    <div className="hint">
      {words !== '' && <p>{words}</p>}
      {next !== null && <p>{next}</p>}
    </div>
  );
}

export function hintWords(peer: PeerStatus, now: number, text: Text): string {
  const words = text.peers;
  if (peer.state === 'unreachable') return unreachableWords(peer, now, text);
  const parts: string[] = [];
  if (peer.state === 'clock-wrong') parts.push(clockHint(peer, text));
  if (peer.state === 'course' && peer.why !== null) parts.push(courseHint(peer.why.code, text));
  if (peer.state === 'paused') parts.push(words.pausedHint);
  if (peer.state === 'silent') parts.push(words.silentFor(silence(peer, now, text)));
  if (peer.state === 'idle') parts.push(words.idleHint);
  if (peer.state === 'other-rule') parts.push(words.otherRuleHint);
  // The details of a linked one say it: in a class, a line more on each card would leave room for few.
  if (peer.learnedFrom !== null && peer.linkedSince === null) parts.push(words.learnedOnly(peer.learnedFrom));
  return parts.join(' ');
}

/** What a course node's script does wrong; what it has that no node could keep is named among the events. */
function courseHint(code: RefusalCode, text: Text): string {
  const said = text.refusals[code];
  return isUnfit(code) ? `${text.peers.unfitHint} ${said}` : said;
}

function clockHint(peer: PeerStatus, text: Text): string {
  const words = text.peers;
  if (areClocksApart(peer)) return (peer.skew ?? peer.ahead ?? 0) > 0 ? words.clockAhead : words.clockBehind;
  return waitsHere(peer) ? words.stampedHere : words.stampedThere;
}

/** The peer has been silent for at least a second, which a clock that ticks once a second may not show yet. */
function silence({ lastSeen }: PeerStatus, now: number, text: Text): string {
  return duration(Math.max(1_000, now - (lastSeen ?? now)), text);
}

function unreachableWords(peer: PeerStatus, now: number, text: Text): string {
  const words = text.peers;
  const seen = peer.lastSeen === null ? words.neverSeen : words.seen(relativeTime(peer.lastSeen, now, text));
  const learned = peer.learnedFrom === null ? '' : `, ${words.learnedFrom(peer.learnedFrom)}`;
  const sentence = `${seen}${learned}`;
  // A French month may be short by one already: ‘Vu le 27 nov.’
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

/** `null` if no try is due. A peer tried twice a second is shown as being tried now all the time. */
export function nextWords({ state, nextTry }: PeerStatus, now: number, text: Text): string | null {
  if ((state !== 'unreachable' && state !== 'paused-there') || nextTry === null) return null;
  const left = nextTry - now;
  return left < 1_000 ? text.peers.tryingNow : text.peers.nextTry(duration(left, text));
}
