import { type ReactElement, useId, useState } from 'react';
import { forgetPeers } from '../actions/peers';
import type { PeerStatus } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { PeerCard } from './peer-card';
import { shelve } from './peer-order';

/** Peers that are there come first; those not waited for that cannot be reached are one line below all others. */
export function PeerList({ peers }: { peers: readonly PeerStatus[] }): ReactElement {
  const { shown, away } = shelve(peers);
  return (
    <div id="peer-list" className="peer-list">
      <Cards peers={shown} />
      {away.length > 0 && <Away peers={away} />}
    </div>
  );
}

function Cards({ peers, id }: { peers: readonly PeerStatus[]; id?: string }): ReactElement {
  return (
    <ul id={id} className="peer-cards">
      {peers.map((peer) => (
        <PeerCard key={peer.id} peer={peer} />
      ))}
    </ul>
  );
}

function Away({ peers }: { peers: readonly PeerStatus[] }): ReactElement {
  const text = useText().peers;
  const [open, setOpen] = useState(false);
  const list = useId();
  return (
    <section className="away" data-testid="away">
      <div className="away-head">
        <button
          type="button"
          className="bare disclosure"
          aria-expanded={open}
          aria-controls={list}
          onClick={() => setOpen(!open)}
        >
          {text.away(peers.length)} <Icon name="chevron" />
        </button>
        <button type="button" className="bare forget" title={text.forgetHint} onClick={() => void forgetPeers(peers)}>
          {text.forget(peers.length)}
        </button>
      </div>
      {open && <Cards peers={peers} id={list} />}
    </section>
  );
}
