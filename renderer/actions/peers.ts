import { ask, type NearbyNode, node, type PeerStatus } from '../bridge';
import { focusSoon } from '../focus';
import { textNow } from '../i18n';
import { setApp } from '../state';
import { tell, toast } from './tell';

export function nameOf(peer: Pick<PeerStatus, 'name' | 'address'>): string {
  return peer.name ?? peer.address;
}

export async function retryPeer(peer: PeerStatus): Promise<void> {
  tell(await ask(node.retryPeer(peer.id)));
}

export async function setPaused(peer: PeerStatus, paused: boolean): Promise<void> {
  const text = textNow().peers;
  const done = paused ? text.wasPaused : text.wasResumed;
  tell(await ask(node.setPaused(peer.id, paused)), done(nameOf(peer)));
}

/** Says how many entries, as nothing else shows that. */
export async function restamp(): Promise<void> {
  const answer = await ask(node.restamp());
  if (answer.ok) toast(textNow().peers.restamped(answer.value));
  else tell(answer);
}

/** The peers known now. */
export async function setAllPaused(paused: boolean): Promise<void> {
  const text = textNow().peers;
  tell(await ask(node.setPaused(null, paused)), paused ? text.allPaused : text.allResumed);
}

/** Brings the newest card, which is the first, into view. */
export function showNewest(): void {
  document.getElementById('peer-list')?.scrollTo(0, 0);
}

/** Once linked, it is no longer nearby, and its button is gone. */
export async function linkNearby({ address, name }: NearbyNode): Promise<void> {
  const from = document.activeElement;
  if (!tell(await ask(node.addPeer(address)), textNow().peers.linked(name))) return;
  focusSoon('peer-address', from);
  showNewest();
}

/** Removes at once and offers to undo, even if the peer cannot be reached now. */
export async function removePeer(peer: PeerStatus): Promise<void> {
  const text = textNow().peers;
  const from = document.activeElement;
  if (!tell(await ask(node.removePeer(peer.id)))) return;
  const undo = async (): Promise<void> => {
    tell(await ask(node.keepPeer(peer.id)), text.kept(nameOf(peer)));
  };
  // Its card is gone, and with it the menu that asked.
  focusSoon('peer-address', from);
  toast(text.removed(nameOf(peer)), { action: { label: text.undo, run: () => void undo() } });
}

/** Forgets them at once, and offers to undo. They are no strangers to the network: one that comes back is let in. */
export async function forgetPeers(peers: readonly PeerStatus[]): Promise<void> {
  const text = textNow().peers;
  const from = document.activeElement;
  const ids = peers.map(({ id }) => id);
  if (!tell(await ask(node.forgetPeers(ids)))) return;
  const undo = async (): Promise<void> => {
    tell(await ask(node.recallPeers(ids)), text.recalled(peers.length));
  };
  focusSoon('peer-address', from);
  toast(text.forgotten(peers.length), { action: { label: text.undo, run: () => void undo() } });
}

export function openDrawer(): void {
  setApp({ drawerOpen: true });
  focusSoon('peer-address');
}

export function closeDrawer(): void {
  setApp({ drawerOpen: false });
  focusSoon('peers-button');
}
