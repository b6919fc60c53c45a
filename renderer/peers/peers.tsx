import { type ReactElement, useEffect } from 'react';
import { closeDrawer } from '../actions/peers';
import { Activity } from '../activity/activity';
import type { Status } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { setApp, useApp } from '../state';
import { onWide } from '../wide';
import { AddPeer } from './add-peer';
import { AllPeersMenu } from './all-peers-menu';
import { DoorNote } from './door-note';
import { Nearby } from './nearby';
import { PeerList } from './peer-list';

/** The known peers: at the right of a wide window, a drawer in a narrow one. */
export function Peers({ status }: { status: Status }): ReactElement {
  const { peers: text, networkKey } = useText();
  const open = useApp((state) => state.drawerOpen);
  useEffect(() => (open ? onWide(() => setApp({ drawerOpen: false })) : undefined), [open]);
  return (
    <>
      {open && <div className="scrim" aria-hidden="true" onClick={closeDrawer} />}
      <aside id="peers" className={open ? 'peers open' : 'peers'} aria-label={text.heading}>
        <div className="peers-head">
          <h2>{text.heading}</h2>
          <span className="grow" />
          <span className="quiet">{text.known(status.peers.length)}</span>
          <AllPeersMenu peers={status.peers} />
          <button type="button" className="bare icon-button drawer-close" aria-label={text.close} onClick={closeDrawer}>
            <Icon name="cross" />
          </button>
        </div>
        <AddPeer />
        <Nearby nodes={status.nearby.nodes} />
        {status.peers.length === 0 ? <NoPeers isNearby={status.nearby.nodes.length > 0} /> : null}
        <PeerList peers={status.peers} />
        <Activity />
        <DoorNote door={status.door} />
        <p className="peers-foot quiet">{status.private ? networkKey.isPrivate : networkKey.isOpen}</p>
      </aside>
    </>
  );
}

/** @param isNearby whether there is a node to link with a click */
function NoPeers({ isNearby }: { isNearby: boolean }): ReactElement {
  const text = useText().peers;
  return (
    <div className="no-peers">
      <p>{text.none}</p>
      <p className="quiet">{isNearby ? text.noneNearbyHint : text.noneHint}</p>
    </div>
  );
}
