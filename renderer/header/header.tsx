import type { ReactElement } from 'react';
import { closeDrawer, openDrawer } from '../actions/peers';
import type { Status } from '../bridge';
import { useText } from '../i18n';
import { NetworkButton } from '../network/network-button';
import { useApp } from '../state';
import { Addresses } from './addresses';
import { Fingerprint } from './fingerprint';
import { MoreMenu } from './more-menu';
import { NetworkState } from './network-state';
import { NodeName } from './node-name';

/** The node's name, how friends reach it, and whether it is in sync. */
export function Header({ status }: { status: Status }): ReactElement {
  const text = useText().header;
  return (
    <header className="header">
      <Fingerprint hash={status.fingerprint} />
      <NodeName name={status.name} />
      {status.port !== null && <span className="port">{text.port(status.port)}</span>}
      <Addresses status={status} />
      <NetworkButton isPrivate={status.private} />
      <span className="grow" />
      <NetworkState status={status} />
      <PeersButton known={status.peers.length} />
      <MoreMenu status={status} />
    </header>
  );
}

/** Shown where the peers are a drawer. */
function PeersButton({ known }: { known: number }): ReactElement {
  const text = useText().header;
  const open = useApp((state) => state.drawerOpen);
  return (
    <button
      type="button"
      id="peers-button"
      className="button peers-button"
      aria-expanded={open}
      aria-controls="peers"
      onClick={open ? closeDrawer : openDrawer}
    >
      {text.peers} <span className="badge">{known}</span>
    </button>
  );
}
