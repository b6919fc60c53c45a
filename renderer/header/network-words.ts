import type { PeerStatus, Status } from '../bridge';
import type { Text } from '../i18n';
import type { IconName } from '../icons';

export interface Words {
  text: string;
  tone: 'ok' | 'wait' | 'bad' | 'quiet';
  icon: IconName;
}

/**
 * The state of the whole network as this node sees it. A course node has no fingerprint, so none is 'in sync' with it; a
 * node of another rule is of another network, and for one that is idle or paused nothing is to be waited either. All are
 * counted apart.
 */
export function networkWords(status: Pick<Status, 'listenProblem' | 'peers'>, text: Text): Words {
  const { listenProblem, peers } = status;
  if (listenProblem) return { text: listenWords(listenProblem, text), tone: 'bad', icon: 'warning' };
  if (peers.length === 0) return { text: text.network.alone, tone: 'quiet', icon: 'one' };
  const course = peers.filter((peer) => peer.state === 'course').length;
  const otherRule = peers.filter((peer) => peer.state === 'other-rule').length;
  const idle = peers.filter((peer) => peer.state === 'idle').length;
  const paused = peers.filter(isPaused).length;
  const own = peers.filter(
    (peer) => !isPaused(peer) && peer.state !== 'course' && peer.state !== 'other-rule' && peer.state !== 'idle',
  );
  if (otherRule === peers.length) return { text: text.network.aloneOtherRule(otherRule), tone: 'bad', icon: 'unlike' };
  if (paused === peers.length) return { text: text.network.alonePaused(paused), tone: 'quiet', icon: 'pause' };
  const words = own.length > 0 ? [nativeWords(own, text)] : [];
  if (course > 0) words.push({ text: text.network.courseNodes(course), tone: 'quiet', icon: 'brackets' });
  if (otherRule > 0) words.push({ text: text.network.otherRule(otherRule), tone: 'bad', icon: 'unlike' });
  if (idle > 0) words.push({ text: text.network.idle(idle), tone: 'quiet', icon: 'moon' });
  if (paused > 0) words.push({ text: text.network.paused(paused), tone: 'quiet', icon: 'pause' });
  return { ...(words[0] as Words), text: words.map((part) => part.text).join(' · ') };
}

/** By either side's user. */
function isPaused({ state }: PeerStatus): boolean {
  return state === 'paused' || state === 'paused-there';
}

function nativeWords(peers: readonly PeerStatus[], text: Text): Words {
  const { network } = text;
  const inState = (state: PeerStatus['state']): number => peers.filter((peer) => peer.state === state).length;
  const synced = inState('in-sync');
  const toGo = peers.reduce((sum, peer) => sum + (peer.state === 'syncing' ? peer.toReceive + peer.toSend : 0), 0);
  if (synced === peers.length) return { text: network.inSync(synced, peers.length), tone: 'ok', icon: 'check' };
  if (inState('unreachable') === peers.length) {
    return { text: network.aloneUnreachable(peers.length), tone: 'bad', icon: 'cross' };
  }
  if (synced === 0 && inState('linking') > 0 && inState('syncing') === 0) {
    return { text: network.linking, tone: 'wait', icon: 'arc' };
  }
  const words = network.inSync(synced, peers.length);
  if (inState('clock-wrong') > 0) return { text: `${words} · ${network.clockWrong}`, tone: 'bad', icon: 'clock' };
  return { text: toGo > 0 ? `${words} · ${network.toGo(toGo)}` : words, tone: 'wait', icon: 'arc' };
}

function listenWords(problem: { port: number; code: string }, text: Text): string {
  if (problem.code === 'EADDRINUSE') return text.network.portTaken(problem.port);
  if (problem.code === 'EACCES') return text.network.portForbidden(problem.port);
  return text.network.notListening(problem.port);
}
