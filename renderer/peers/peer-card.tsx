import { type ReactElement, useId, useState } from 'react';
import { copy } from '../actions/copy';
import { nameOf, removePeer, restamp, retryPeer, setPaused } from '../actions/peers';
import type { PeerStatus } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { setApp } from '../state';
import { Menu } from '../ui/menu';
import { Why } from '../ui/why';
import { waitsHere } from './clocks';
import { hasDetails, PeerDetails } from './peer-details';
import { PeerHint } from './peer-hint';
import { lacksKey, peerWords, retryWords } from './peer-words';

/** One peer: its name, address and state, and what one can do about it. */
export function PeerCard({ peer }: { peer: PeerStatus }): ReactElement {
  const text = useText();
  const words = peerWords(peer, text);
  const left = peer.toReceive + peer.toSend;
  const [open, setOpen] = useState(false);
  const retry = retryWords(peer, text);
  const details = useId();
  return (
    <li className="peer" data-testid="peer" data-state={peer.state}>
      <div className="peer-head">
        <div className="who">
          <b className="cut" dir="auto" title={nameOf(peer)}>
            {nameOf(peer)}
          </b>
          {peer.name !== null && (
            <span className="address cut" title={peer.address}>
              {peer.address}
            </span>
          )}
        </div>
        {hasDetails(peer) && (
          <button
            type="button"
            className="bare icon-button disclosure"
            aria-label={text.peers.detailsOf(nameOf(peer))}
            aria-expanded={open}
            aria-controls={details}
            onClick={() => setOpen(!open)}
          >
            <Icon name="chevron" />
          </button>
        )}
        <PeerMenu peer={peer} />
      </div>
      <p className={`state ${words.tone}`}>
        <Icon name={words.icon} />
        <Why message={peer.why?.message ?? ''}>{words.text}</Why>
      </p>
      {peer.state === 'syncing' && peer.total > 0 && (
        <progress aria-label={words.text} max={peer.total} value={Math.max(0, peer.total - left)} />
      )}
      <div className="peer-foot">
        <PeerHint peer={peer} />
        {retry !== null && (
          <button
            type="button"
            className="bare"
            aria-label={retry.of(nameOf(peer))}
            onClick={({ currentTarget }) => {
              focusMenu(currentTarget);
              void retryPeer(peer);
            }}
          >
            {retry.label}
          </button>
        )}
        {waitsHere(peer) && (
          <button
            type="button"
            className="bare"
            aria-label={text.peers.sendNowTo(nameOf(peer))}
            onClick={({ currentTarget }) => {
              focusMenu(currentTarget);
              void restamp();
            }}
          >
            {text.peers.sendNow}
          </button>
        )}
        {peer.state === 'paused' && (
          <button
            type="button"
            className="bare"
            aria-label={text.peers.resumeOf(nameOf(peer))}
            onClick={({ currentTarget }) => {
              focusMenu(currentTarget);
              void setPaused(peer, false);
            }}
          >
            {text.peers.resume}
          </button>
        )}
        {lacksKey(peer) && (
          <button
            type="button"
            className="bare"
            aria-haspopup="dialog"
            aria-label={text.peers.networkKeyOf(nameOf(peer))}
            onClick={() => setApp({ panel: 'network' })}
          >
            {text.peers.networkKey}
          </button>
        )}
      </div>
      {open && hasDetails(peer) && <PeerDetails peer={peer} id={details} />}
    </li>
  );
}

/** Call when a pressed button disappears, and the focus with it: the card's menu stays. */
function focusMenu(button: HTMLElement): void {
  button.closest('.peer')?.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.focus();
}

function PeerMenu({ peer }: { peer: PeerStatus }): ReactElement {
  const text = useText();
  const words = text.peers;
  const retry = retryWords(peer, text);
  return (
    <Menu
      label={words.more(nameOf(peer))}
      face={<Icon name="dots" className="icon dots" />}
      className="bare icon-button"
      groups={[
        {
          items: [
            { label: words.copyAddress, run: () => void copy(peer.address) },
            ...(retry === null ? [] : [{ label: retry.label, run: () => void retryPeer(peer) }]),
            peer.state === 'paused'
              ? { label: words.resume, run: () => void setPaused(peer, false) }
              : { label: words.pause, run: () => void setPaused(peer, true) },
            { label: words.remove, run: () => void removePeer(peer) },
          ],
        },
      ]}
    />
  );
}
