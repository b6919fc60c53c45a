import type { ReactElement } from 'react';
import { setAllPaused } from '../actions/peers';
import type { PeerStatus } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { Menu } from '../ui/menu';

/** Actions for all peers at once. */
export function AllPeersMenu({ peers }: { peers: readonly PeerStatus[] }): ReactElement | null {
  const words = useText().peers;
  if (peers.length === 0) return null;
  const paused = peers.filter(({ state }) => state === 'paused').length;
  return (
    <Menu
      label={words.moreAll}
      face={<Icon name="dots" className="icon dots" />}
      className="bare icon-button"
      groups={[
        {
          items: [
            ...(paused < peers.length ? [{ label: words.pauseAll, run: () => void setAllPaused(true) }] : []),
            ...(paused > 0 ? [{ label: words.resumeAll, run: () => void setAllPaused(false) }] : []),
          ],
        },
      ]}
    />
  );
}
