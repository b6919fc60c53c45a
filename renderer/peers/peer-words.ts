import type { PeerStatus, RefusalCode } from '../bridge';
import { duration, shortTime } from '../format';
import type { Words } from '../header/network-words';
import type { Text } from '../i18n';
import { areClocksApart } from './clocks';

const WARNING = { tone: 'wait', icon: 'warning' } as const;

/** The state of one peer in words, with the icon and the colour that repeat them. */
export function peerWords(peer: PeerStatus, text: Text): Words {
  const words = text.peers.state;
  switch (peer.state) {
    case 'linking':
      return { text: words.linking, tone: 'wait', icon: 'arc' };
    case 'syncing':
      return { text: withLatency(syncWords(peer, text), peer, text), tone: 'wait', icon: 'arc' };
    case 'in-sync':
      return { text: withLatency(words.inSync, peer, text), tone: 'ok', icon: 'check' };
    case 'silent':
      return { text: words.silent, ...WARNING };
    case 'course': {
      const refused = peer.refused > 0 ? ` · ${words.refused(peer.refused)}` : '';
      const look = peer.why === null ? ({ tone: 'quiet', icon: 'brackets' } as const) : WARNING;
      return { text: words.course + refused, ...look };
    }
    case 'clock-wrong':
      return { text: clockWords(peer, text), tone: 'bad', icon: 'clock' };
    case 'other-rule':
      return { text: words.otherRule(peer.rule ?? '?'), tone: 'bad', icon: 'unlike' };
    case 'idle':
      return { text: words.idle, tone: 'quiet', icon: 'moon' };
    case 'paused':
      return { text: words.paused, tone: 'quiet', icon: 'pause' };
    case 'paused-there':
      return { text: words.pausedThere(peer.name ?? peer.address), tone: 'quiet', icon: 'pause' };
    case 'unreachable':
      return { text: unreachableWords(peer, text), tone: peer.away ? 'quiet' : 'bad', icon: 'cross' };
  }
}

function clockWords(peer: PeerStatus, text: Text): string {
  const words = text.peers.state;
  if (areClocksApart(peer)) return words.clockWrong(duration(peer.skew ?? peer.ahead ?? 0, text));
  return words.stampedAhead(duration(peer.ahead ?? 0, text));
}

function syncWords(peer: PeerStatus, text: Text): string {
  const words = text.peers.state;
  if (peer.toReceive > 0) return words.receiving(peer.toReceive);
  return peer.toSend > 0 ? words.sending(peer.toSend) : words.comparing;
}

function withLatency(words: string, peer: PeerStatus, text: Text): string {
  return peer.latency === null ? words : `${words} · ${shortTime(Math.max(1, peer.latency), text)}`;
}

function unreachableWords(peer: PeerStatus, text: Text): string {
  const words = text.peers.state;
  return peer.why ? words.unreachableWhy(whyWords(peer.why.code, text)) : words.unreachable;
}

/** The label of the button that asks for a link to a peer without one; `null` if there is nothing to ask for. */
export function retryWords({ state }: PeerStatus, text: Text): { label: string; of: (name: string) => string } | null {
  const { link, linkTo, retry, retryOf } = text.peers;
  if (state === 'idle') return { label: link, of: linkTo };
  return state === 'unreachable' || state === 'paused-there' ? { label: retry, of: retryOf } : null;
}

/** Whether another network key here might let the link come up. */
export function lacksKey({ why }: Pick<PeerStatus, 'why'>): boolean {
  return why !== null && KEY_REFUSALS.includes(why.code);
}

const KEY_REFUSALS: RefusalCode[] = ['wrong-key', 'no-key', 'private-network', 'open-network'];

/** Whether it says of a key or a value that no node can keep it. */
export function isUnfit(code: RefusalCode): boolean {
  return WHY[code] === 'unfit';
}

/** Why a link failed, was lost or was refused, as part of a sentence. */
export function whyWords(code: RefusalCode, text: Text): string {
  return text.peers.why[WHY[code] ?? 'other'];
}

const WHY: Partial<Record<RefusalCode, keyof Text['peers']['why']>> = {
  'nobody-there': 'nobody',
  'host-unknown': 'host',
  'no-route': 'route',
  'not-a-node': 'notANode',
  'newer-node': 'newerNode',
  'older-node': 'olderNode',
  'no-keys': 'noKeys',
  'bad-keys': 'badKeys',
  'no-get': 'noGet',
  'no-set': 'noSet',
  'key-empty': 'unfit',
  'key-too-long': 'unfit',
  'value-too-long': 'unfit',
  'bad-text': 'unfit',
  'not-json': 'unfit',
  'peer-refused': 'refused',
  paused: 'paused',
  'other-node': 'otherNode',
  'wrong-key': 'wrongKey',
  'no-key': 'noKey',
  'private-network': 'privateNetwork',
  'open-network': 'openNetwork',
  'too-many-links': 'full',
  itself: 'itself',
  copied: 'copied',
  closed: 'closed',
  'other-rule': 'otherRule',
  'clock-wrong': 'clock',
  'bad-request': 'broken',
  'write-once': 'writeOnce',
  'not-found': 'notFound',
  disk: 'disk',
  'web-page': 'webPage',
  'foreign-host': 'foreignHost',
  'other-path': 'otherPath',
  'other-event': 'otherEvent',
  crowded: 'crowded',
};
