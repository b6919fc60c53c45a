import type { PeerStatus, Status } from '../bridge';
import type { Text } from '../i18n';
import type { IconName } from '../icons';
import { areClocksApart } from '../peers/clocks';

export interface Words {
  text: string;
  tone: 'ok' | 'wait' | 'bad' | 'quiet';
  icon: IconName;
}

const APART: ReadonlySet<PeerStatus['state']> = new Set(['course', 'other-rule', 'idle', 'paused', 'paused-there']);

/**
 * The state of the whole network as this node sees it. A course node has no fingerprint, so none is 'in sync' with it; a
 * node of another rule is of another network, and for one that is idle or paused nothing is to be waited either. All are
 * counted apart. Who is away, paused or not, is not counted beside others: a class that went home leaves nobody out of sync.
 */
export function networkWords(status: Pick<Status, 'listenProblem' | 'peers'>, text: Text): Words {
  const { listenProblem, peers } = status;
  if (listenProblem) return { text: listenWords(listenProblem, text), tone: 'bad', icon: 'warning' };
  if (peers.length === 0) return { text: text.network.alone, tone: 'quiet', icon: 'one' };
  const course = countOf('course', peers);
  const otherRule = countOf('other-rule', peers);
  const idle = countOf('idle', peers);
  const paused = countOf('paused', peers.filter(isAwaited)) + countOf('paused-there', peers);
  const own = peers.filter(({ state }) => !APART.has(state));
  const awaited = own.filter(isAwaited);
  const apart = course + otherRule + idle + paused;
  const isAlone = awaited.length === 0 && apart > 0;
  if (isAlone && otherRule === apart)
    return { text: text.network.aloneOtherRule(otherRule), tone: 'bad', icon: 'unlike' };
  if (isAlone && paused === apart) return alonePaused(paused, text);
  if (own.length + apart === 0) return alonePaused(peers.length, text);
  const counted = apart === 0 && awaited.length === 0 ? own : awaited;
  const words = counted.length > 0 ? [nativeWords(counted, course > 0, text)] : [];
  if (course > 0) words.push({ text: text.network.courseNodes(course), tone: 'quiet', icon: 'brackets' });
  if (otherRule > 0) words.push({ text: text.network.otherRule(otherRule), tone: 'bad', icon: 'unlike' });
  if (idle > 0) words.push({ text: text.network.idle(idle), tone: 'quiet', icon: 'moon' });
  if (paused > 0) words.push({ text: text.network.paused(paused), tone: 'quiet', icon: 'pause' });
  return { ...(words[0] as Words), text: words.map((part) => part.text).join(' · ') };
}

/** The words, where they take several lines: a number stays with what it counts, and no line begins with a dot. */
export function unbroken(words: string): string {
  return words.replace(/ (?=·)|(?<!·) (?=\d)|(?<=\d) (?=\p{L})/gu, '\u00a0');
}

function alonePaused(n: number, text: Text): Words {
  return { text: text.network.alonePaused(n), tone: 'quiet', icon: 'pause' };
}

function isAwaited({ away }: PeerStatus): boolean {
  return !away;
}

function countOf(state: PeerStatus['state'], peers: readonly PeerStatus[]): number {
  return peers.filter((peer) => peer.state === state).length;
}

/** @param isLinked whether there are links to course nodes */
function nativeWords(peers: readonly PeerStatus[], isLinked: boolean, text: Text): Words {
  const { network } = text;
  const synced = countOf('in-sync', peers);
  const unreachable = countOf('unreachable', peers);
  if (synced === peers.length) return { text: network.inSync(synced, peers.length), tone: 'ok', icon: 'check' };
  if (unreachable === peers.length) {
    const words = isLinked ? network.unreachable(unreachable) : network.aloneUnreachable(unreachable);
    return { text: words, tone: 'bad', icon: 'cross' };
  }
  const isUnderWay = countOf('syncing', peers) + countOf('linking', peers) > 0;
  if (synced === 0 && countOf('linking', peers) > 0 && countOf('syncing', peers) === 0) {
    return { text: network.linking, tone: 'wait', icon: 'arc' };
  }
  const silent = countOf('silent', peers);
  const toGo = mostToGo(peers);
  const refusing = peers.filter(({ state }) => state === 'clock-wrong');
  const isClockWrong = refusing.length > 0;
  const parts = [
    network.inSync(synced, peers.length),
    isClockWrong ? (refusing.some(areClocksApart) ? network.clockWrong : network.stampedAhead) : null,
    toGo > 0 ? network.toGo(toGo) : null,
    silent > 0 ? network.silent(silent) : null,
    unreachable > 0 ? network.unreachable(unreachable) : null,
  ];
  const words = parts.filter((part) => part !== null).join(' · ');
  if (isClockWrong) return { text: words, tone: 'bad', icon: 'clock' };
  return { text: words, tone: 'wait', icon: isUnderWay ? 'arc' : 'warning' };
}

/** The most left with any one peer: one entry for five peers counts once. */
function mostToGo(peers: readonly PeerStatus[]): number {
  const left = peers.map(({ state, toReceive, toSend }) => (state === 'syncing' ? toReceive + toSend : 0));
  return Math.max(...left);
}

function listenWords(problem: { port: number; code: string }, text: Text): string {
  if (problem.code === 'EADDRINUSE') return text.network.portTaken(problem.port);
  if (problem.code === 'EACCES') return text.network.portForbidden(problem.port);
  return text.network.notListening(problem.port);
}
