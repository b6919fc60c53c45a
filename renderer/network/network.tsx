import { type ReactElement, useState } from 'react';
import type { Status } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { setApp } from '../state';
import { Dialog } from '../ui/dialog';
import { KeyForm } from './key-form';
import { NearbyChoice } from './nearby-choice';
import { OwnKey } from './own-key';

/** Who can link to this node, and what changes that. */
export function Network({ status }: { status: Status }): ReactElement {
  const words = useText().networkKey;
  const [changes, setChanges] = useState(0);
  return (
    <Dialog title={words.heading} describedBy="network-now network-means" onClose={() => setApp({ panel: null })}>
      <div className="network" data-testid="network">
        <p id="network-now" className={status.private ? 'network-now ok' : 'network-now wait'}>
          <Icon name={status.private ? 'lock' : 'unlock'} />
          {status.private ? words.isPrivate : words.isOpen}
        </p>
        {status.private && <OwnKey key={changes} status={status} />}
        <KeyForm isPrivate={status.private} done={() => setChanges(changes + 1)} />
        <p id="network-means" className="quiet">
          {words.means}
        </p>
        <NearbyChoice status={status} />
      </div>
    </Dialog>
  );
}
